import type {Tree} from "./tree.ts";

/** A tree as it grows: nodes are leaves until they are split. */
export interface GrowingTree {
  /** Adds a leaf; returns its index. */
  addLeaf(cover: number): number;
  /** Makes a leaf an inner node; its children are named by `child`. */
  split(node: number, split: TreeSplit): void;
  child(node: number, side: "left" | "right", child: number): void;
  setValue(node: number, value: number): void;
  finish(): Tree;
}

export interface TreeSplit {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  /** Levels that go right, ascending; null for a number. */
  readonly levels: readonly number[] | null;
  readonly gain: number;
}

/** An empty tree. */
export function growingTree(): GrowingTree {
  const left: number[] = [];
  const right: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const defaultLeft: number[] = [];
  const value: number[] = [];
  const cover: number[] = [];
  const gain: number[] = [];
  const categories = new Map<number, readonly number[]>();
  return {
    addLeaf(covered) {
      left.push(-1);
      right.push(-1);
      feature.push(-1);
      threshold.push(0);
      defaultLeft.push(0);
      value.push(0);
      gain.push(0);
      return cover.push(covered) - 1;
    },
    split(node, given) {
      feature[node] = given.feature;
      threshold[node] = given.threshold;
      defaultLeft[node] = given.missingLeft ? 1 : 0;
      gain[node] = given.gain;
      if (given.levels !== null) categories.set(node, given.levels);
    },
    child(node, side, child) {
      (side === "left" ? left : right)[node] = child;
    },
    setValue(node, given) {
      value[node] = given;
    },
    finish: () => ({
      left: Int32Array.from(left),
      right: Int32Array.from(right),
      feature: Int32Array.from(feature),
      threshold: Float64Array.from(threshold),
      defaultLeft: Uint8Array.from(defaultLeft),
      value: Float64Array.from(value),
      cover: Float64Array.from(cover),
      gain: Float64Array.from(gain),
      categories,
    }),
  };
}
