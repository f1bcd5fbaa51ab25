import type {Design} from "../../src/lib/models/index.ts";
import type {Tree, TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import type {Random} from "../../src/lib/numeric/index.ts";

/** A node as one writes it by hand; a leaf is a number, or a number with its cover. */
export type Node =
  | number
  | {value: number; cover: number}
  | {
      feature: number;
      threshold?: number;
      /** Categories that go right. */
      right?: readonly number[];
      missing?: "left" | "right";
      cover?: number;
      yes: Node;
      no: Node;
    };

/** Arrays of a tree, depth first. A node's cover is, unless given, the sum of its children's; a leaf's 1. */
export function treeOf(root: Node): Tree {
  const rows: {l: number; r: number; f: number; t: number; d: number; v: number; c: number}[] = [];
  const categories = new Map<number, readonly number[]>();
  const add = (node: Node): number => {
    const at = rows.length;
    const row = {l: -1, r: -1, f: -1, t: 0, d: 0, v: 0, c: 1};
    rows.push(row);
    if (typeof node === "number") row.v = node;
    else if ("value" in node) [row.v, row.c] = [node.value, node.cover];
    else {
      row.l = add(node.yes);
      row.r = add(node.no);
      row.f = node.feature;
      row.t = Math.fround(node.threshold ?? 0);
      row.d = node.missing === "left" ? 1 : 0;
      row.c = node.cover ?? rows[row.l].c + rows[row.r].c;
      if (node.right) categories.set(at, node.right);
    }
    return at;
  };
  add(root);
  return {
    left: Int32Array.from(rows, ({l}) => l),
    right: Int32Array.from(rows, ({r}) => r),
    feature: Int32Array.from(rows, ({f}) => f),
    threshold: Float64Array.from(rows, ({t}) => t),
    defaultLeft: Uint8Array.from(rows, ({d}) => d),
    value: Float64Array.from(rows, ({v}) => v),
    cover: Float64Array.from(rows, ({c}) => c),
    gain: new Float64Array(rows.length),
    categories,
  };
}

export function ensembleOf(trees: readonly Tree[], features: number, more: Partial<TreeEnsemble> = {}): TreeEnsemble {
  const names = Array.from({length: features}, (_, j) => `x${j}`);
  return {names, levels: {}, trees, base: 0, average: false, link: "identity", ...more};
}

/** The levels that `randomNode` takes the categorical features to have. */
export const levels = ["a", "b", "c", "d"];

/** A random tree: of `features` features the last `categorical` have four levels; some leaves have cover 0. */
export function randomNode(random: Random, depth: number, features: number, categorical = 0): Node {
  if (depth === 0 || random.uniform() < 0.1)
    return {value: random.normal(), cover: random.uniform() < 0.1 ? 0 : 1 + random.integer(20)};
  const feature = random.integer(features);
  return {
    feature,
    ...(feature >= features - categorical
      ? {right: levels.map((_, code) => code).filter(() => random.uniform() < 0.5)}
      : {threshold: random.normal()}),
    missing: random.uniform() < 0.5 ? "left" : "right",
    yes: randomNode(random, depth - 1, features, categorical),
    no: randomNode(random, depth - 1, features, categorical),
  };
}

/** Random rows for such trees; a tenth of the values is missing. */
export function randomDesign(random: Random, rows: number, features: number, categorical = 0): Design {
  const names = Array.from({length: features}, (_, j) => `x${j}`);
  const columns = names.map((_, j) =>
    Float64Array.from({length: rows}, () => {
      if (random.uniform() < 0.1) return Number.NaN;
      return j >= features - categorical ? random.integer(levels.length) : random.normal();
    }),
  );
  return {rows, names, columns, levels: categoricalLevels(features, categorical)};
}

export function categoricalLevels(features: number, categorical: number): Record<string, readonly string[]> {
  return Object.fromEntries(
    Array.from({length: categorical}, (_, k) => [`x${features - categorical + k}`, levels] as const),
  );
}

export const rowOf = (x: Design, i: number) => x.columns.map((column) => column[i]);
