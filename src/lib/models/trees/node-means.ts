import type {Tree} from "./tree.ts";

/**
 * Share of a node's cover that is in its left child; ½ where neither child has any. Children's covers, not the parent's,
 * are the whole: in 32-bit floats they may not add up to it.
 */
export function leftShare({left, right, cover}: Tree, node: number): number {
  const [l, r] = [cover[left[node]], cover[right[node]]];
  return l + r > 0 ? l / (l + r) : 0.5;
}

/** Mean output of the tree in each node: over its leaves, by cover. */
export function nodeMeans(tree: Tree): Float64Array {
  const means = Float64Array.from(tree.value);
  for (let node = means.length - 1; node >= 0; node--) {
    if (tree.left[node] < 0) continue;
    const share = leftShare(tree, node); // children come after their parent, so they are done
    means[node] = share * means[tree.left[node]] + (1 - share) * means[tree.right[node]];
  }
  return means;
}
