import type {Random} from "../../numeric/index.ts";
import type {FeatureBins} from "../trees/bins.ts";
import {type Split, type SplitRule, withMissing} from "./split-rule.ts";

/**
 * The best cut of a number, with missing values on the right or, where there are any, on the left; null where none is
 * better than `atLeast`. Of equally good ones the lowest, with missing values on the right. Written out: this is where
 * the time goes once histograms are made.
 *
 * @param at where the feature's cells begin.
 */
export function bestCut(
  f64: Float64Array,
  at: number,
  feature: number,
  bins: number,
  {node, minimum}: SplitRule,
  atLeast: number,
): Split | null {
  const missing = at + 2 * bins;
  const sides = f64[missing + 1] > 0 ? 2 : 1;
  let score = atLeast;
  let cut = -1;
  let missingLeft = false;
  let left = node;
  for (let side = 0; side < sides; side++) {
    let g = side === 1 ? f64[missing] : 0;
    let h = side === 1 ? f64[missing + 1] : 0;
    // All values there are on the left, and missing ones on the right, is a split too; with those on the left it is none.
    const last = sides === 2 && side === 0 ? missing : missing - 2;
    for (let cell = at; cell < last; cell += 2) {
      if (f64[cell + 1] === 0) continue;
      g += f64[cell];
      h += f64[cell + 1];
      const rest = node.h - h;
      if (h < minimum) continue;
      if (rest < minimum) break;
      const other = node.g - g;
      const found = (g * g) / h + (other * other) / rest;
      if (found > score) {
        score = found;
        cut = (cell - at) >> 1;
        missingLeft = side === 1;
        left = {g, h};
      }
    }
  }
  return cut < 0 ? null : {feature, cut: middleCut(f64, at, cut, bins), levels: null, missingLeft, left, score};
}

/**
 * The middle one of the cuts that part a node's rows in the same way: bins up to the next that has rows are free to go
 * left. The first of them would send most new values between the two sides to the right.
 */
function middleCut(f64: Float64Array, at: number, cut: number, bins: number): number {
  let next = cut + 1;
  while (next < bins && f64[at + 2 * next + 1] === 0) next++;
  return next === bins ? cut : cut + ((next - cut - 1) >> 1);
}

/**
 * A cut drawn at random (Geurts, Ernst and Wehenkel 2006, table 1): a value uniform over the range of the node's values,
 * moved to the nearest cut. The range is taken to end half a step beyond the outermost cuts that part rows of the node, so
 * that evenly spread cuts are equally likely. Missing values go to the side where they leave less variance.
 */
export function randomCut(
  cells: Float64Array,
  feature: number,
  {bins, cuts}: FeatureBins,
  rule: SplitRule,
  random: Random,
): Split | null {
  let low = 0;
  let high = bins - 1;
  while (low < bins && cells[2 * low + 1] === 0) low++;
  while (high > low && cells[2 * high + 1] === 0) high--;
  const missing = cells[2 * bins + 1] > 0;
  if (low >= bins || (low === high && !missing)) return null;
  let cut = low; // where all rows that are there lie in one bin: those against the missing ones
  if (low < high) {
    const [first, last] = [cuts[low], cuts[high - 1]];
    const from = first - (cuts[Math.min(low + 1, high - 1)] - first) / 2;
    const to = last + (last - cuts[Math.max(high - 2, low)]) / 2;
    const value = from + random.uniform() * (to - from);
    while (cut + 1 < high && cuts[cut + 1] - value < value - cuts[cut]) cut++;
  }
  const left = {g: 0, h: 0};
  for (let b = low; b <= cut; b++) {
    left.g += cells[2 * b];
    left.h += cells[2 * b + 1];
  }
  return withMissing(cells, feature, {cut, levels: null, left}, rule);
}
