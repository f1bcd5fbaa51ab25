import type {Tree} from "../trees/tree.ts";

/** The leaf that a row reaches. @param columns as `modelColumns` gives them. */
export function leafOf(tree: Tree, columns: readonly Float32Array[], row: number): number {
  const {left, right, feature, threshold, defaultLeft, categories} = tree;
  const plain = categories.size === 0;
  let node = 0;
  while (left[node] >= 0) {
    const v = columns[feature[node]][row];
    const set = plain ? undefined : categories.get(node);
    const goesLeft = Number.isNaN(v)
      ? defaultLeft[node] === 1
      : set === undefined
        ? v < threshold[node]
        : !set.includes(v);
    node = goesLeft ? left[node] : right[node];
  }
  return node;
}
