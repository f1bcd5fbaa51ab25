import type {Tree} from "../trees/tree.ts";

/** A tree while it grows: nodes are added in the order in which a walk from the left meets them first. */
export interface TreeNodes {
  /** Adds a leaf without a value and returns its number. */
  add(cover: number): number;
  setValue(node: number, value: number): void;
  /** Makes a leaf an inner node; its children are added afterwards and named by `child`. */
  split(node: number, rule: NodeSplit): void;
  child(node: number, side: "left" | "right", child: number): void;
  tree(): Tree;
}

export interface NodeSplit {
  readonly feature: number;
  readonly threshold: number;
  readonly defaultLeft: boolean;
  readonly gain: number;
  /** Levels that go right, ascending; null for a number. */
  readonly right: readonly number[] | null;
}

export function treeNodes(): TreeNodes {
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
    add(c) {
      left.push(-1);
      right.push(-1);
      feature.push(-1);
      threshold.push(0);
      defaultLeft.push(0);
      value.push(0);
      cover.push(c);
      gain.push(0);
      return left.length - 1;
    },
    setValue(node, v) {
      value[node] = v;
    },
    split(node, rule) {
      feature[node] = rule.feature;
      threshold[node] = rule.threshold;
      defaultLeft[node] = Number(rule.defaultLeft);
      gain[node] = rule.gain;
      if (rule.right !== null) categories.set(node, rule.right);
    },
    child(node, side, child) {
      (side === "left" ? left : right)[node] = child;
    },
    tree: () => ({
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
