import type {Random} from "../../numeric/index.ts";
import {type Split, type SplitRule, withMissing} from "./split-rule.ts";

/** The best split of a categorical feature, or a random one; null where there is none. @param cells its histogram. */
export function splitLevels(cells: Float64Array, feature: number, rule: SplitRule): Split | null {
  const order = rule.random === null ? levelsByMean(cells) : randomLevels(cells, rule.random);
  return order && bestOfFirst(cells, feature, order, rule);
}

/** Levels that the node has, by the mean of their targets: the best subset is then the first few (Fisher 1958). */
function levelsByMean(cells: Float64Array): Int32Array {
  return presentLevels(cells).sort((a, b) => {
    const [x, y] = [cells[2 * a] / cells[2 * a + 1], cells[2 * b] / cells[2 * b + 1]];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}

/** A random subset of the levels that the node has, neither empty nor all; null where there are fewer than two. */
function randomLevels(cells: Float64Array, random: Random): Int32Array | null {
  const present = presentLevels(cells);
  if (present.length < 2) return null;
  for (;;) {
    const chosen = present.filter(() => random.uniform() < 0.5);
    if (chosen.length > 0 && chosen.length < present.length) return chosen;
  }
}

function presentLevels(cells: Float64Array): Int32Array {
  const present: number[] = [];
  for (let level = 0; 2 * level + 2 < cells.length; level++) if (cells[2 * level + 1] > 0) present.push(level);
  return Int32Array.from(present);
}

/** The best of the splits "the first k of these levels go left": for a random subset, all of it. */
function bestOfFirst(cells: Float64Array, feature: number, order: Int32Array, rule: SplitRule): Split | null {
  const left = {g: 0, h: 0};
  let best: Split | null = null;
  order.forEach((level, k) => {
    left.g += cells[2 * level];
    left.h += cells[2 * level + 1];
    if (rule.random !== null && k + 1 < order.length) return; // a random subset is taken whole
    const split = withMissing(cells, feature, {cut: k, levels: [], left: {...left}}, rule);
    if (split !== null && (best === null || split.score > best.score)) best = split;
  });
  return best === null ? null : withLevels(best, order);
}

const withLevels = (split: Split, order: Int32Array): Split => ({
  ...split,
  levels: Array.from(order.subarray(0, split.cut + 1)).sort((a, b) => a - b),
});
