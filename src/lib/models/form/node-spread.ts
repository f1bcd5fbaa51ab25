import {nodeMeans} from "../trees/node-means.ts";
import type {Tree} from "../trees/tree.ts";

/**
 * How much a tree's output varies over the training rows: the standard deviation of its leaves' values by cover, and the mean
 * output of each node. 0 for a tree of one leaf.
 */
export function nodeSpread(tree: Tree): {readonly means: Float64Array; readonly sd: number} {
  const means = nodeMeans(tree);
  let [weight, squares] = [0, 0];
  for (let node = 0; node < means.length; node++) {
    if (tree.left[node] >= 0) continue;
    weight += tree.cover[node];
    squares += tree.cover[node] * (tree.value[node] - means[0]) ** 2;
  }
  return {means, sd: weight > 0 ? Math.sqrt(squares / weight) : 0};
}
