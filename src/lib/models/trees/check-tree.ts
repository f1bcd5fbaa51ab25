import type {Tree, TreeEnsemble} from "./tree.ts";

/**
 * Checks that arrays are one binary tree: equal lengths, every node but the root the child of exactly one node before it
 * (so no cycle), split features in range, thresholds 32-bit floats, all numbers finite, covers not negative, categories
 * ascending whole numbers.
 * @param where what the message says is invalid. @throws RangeError saying which node is wrong, and how.
 */
export function checkTree(tree: Tree, {features, where}: {features: number; where: string}): void {
  const {left, right, feature, threshold, defaultLeft, value, cover, gain, categories} = tree;
  const fail = (what: string) => new RangeError(`invalid ${where}: ${what}`);
  const n = left.length;
  if (n === 0) throw fail("it has no nodes");
  for (const [name, array] of Object.entries({right, feature, threshold, defaultLeft, value, cover, gain}))
    if (array.length !== n) throw fail(`${name} has ${array.length} entries, left has ${n}`);
  const parents = new Uint8Array(n);
  for (let node = 0; node < n; node++) {
    for (const [name, array] of Object.entries({threshold, value, cover, gain}))
      if (!Number.isFinite(array[node])) throw fail(`${name} of node ${node} is not a finite number: ${array[node]}`);
    if (!(cover[node] >= 0)) throw fail(`cover of node ${node} is negative: ${cover[node]}`);
    if (left[node] < 0 && right[node] < 0) {
      if (categories.has(node)) throw fail(`leaf ${node} has categories`);
      continue;
    }
    for (const child of [left[node], right[node]]) {
      if (!(child > node && child < n))
        throw fail(`a child of node ${node} is ${child}, not from ${node + 1} to ${n - 1}`);
      if (parents[child]++ > 0) throw fail(`node ${child} is the child of two nodes`);
    }
    if (!(feature[node] >= 0 && feature[node] < features))
      throw fail(`node ${node} splits feature ${feature[node]}, there are ${features}`);
    if (defaultLeft[node] > 1) throw fail(`default_left of node ${node} is neither 0 nor 1: ${defaultLeft[node]}`);
    if (Math.fround(threshold[node]) !== threshold[node])
      throw fail(`threshold of node ${node} is not a 32-bit float: ${threshold[node]}`);
  }
  const orphan = parents.findIndex((count, node) => node > 0 && count === 0);
  if (orphan > 0) throw fail(`node ${orphan} is the child of none`);
  for (const [node, set] of categories)
    if (!(node >= 0 && node < n && set.every((c, k) => Number.isInteger(c) && c >= 0 && (k === 0 || c > set[k - 1]))))
      throw fail(`categories of node ${node} are not ascending whole numbers: ${set.join(", ")}`);
}

/**
 * Checks an ensemble that was read from a file: every tree (see `checkTree`), categories within the levels, a finite base.
 * @throws RangeError saying which tree and node.
 */
export function checkEnsemble(ensemble: TreeEnsemble): void {
  const {names, levels, trees, base} = ensemble;
  if (!Number.isFinite(base)) throw new RangeError(`invalid tree ensemble; base is not a finite number: ${base}`);
  trees.forEach((tree, k) => {
    const where = `tree ensemble; tree ${k}`;
    checkTree(tree, {features: names.length, where});
    for (const [node, set] of tree.categories) {
      const name = names[tree.feature[node]];
      const known = Object.hasOwn(levels, name) ? levels[name].length : 0;
      if (set.some((code) => code >= known))
        throw new RangeError(
          `invalid ${where}: node ${node} has category ${set.at(-1)}, "${name}" has ${known} levels`,
        );
    }
  });
}
