import type {Candidate, FeatureSplit, SplitContext} from "./split.ts";

/**
 * The best split of a categorical feature into two groups of levels. Levels are ordered by their mean gradient G / H; the
 * best of all 2^(k−1) groupings is among the k − 1 that cut this order (Fisher 1958; for the penalised score too: it is
 * convex in (G, H), so its largest value lies at a corner of the set of possible left sums, and a corner holds the levels
 * on one side of a line through 0). Where the least weight of a child rules that one out, the best that the order has left
 * is taken, as in XGBoost. Missing values are tried on either side; levels that no row of the node has go with
 * them.
 */
export function levelSplit(
  f64: Float64Array,
  at: number,
  levels: number,
  node: Candidate,
  {scoring, unitH}: SplitContext,
): FeatureSplit | null {
  const {g: sumG, h: sumH, bounds} = node;
  const ratio = new Float64Array(levels).fill(Number.NaN);
  const present: number[] = [];
  for (let k = 0; k < levels; k++) {
    const [cellG, cellH] = [f64[at + 2 * k], f64[at + 2 * k + 1]];
    if (cellG === 0 && cellH === 0) continue;
    ratio[k] = cellG / cellH; // ± infinity where the hessian has vanished: outermost
    present.push(k);
  }
  present.sort((a, b) => (ratio[a] < ratio[b] ? -1 : ratio[a] > ratio[b] ? 1 : a - b));
  const [missingG, missingH] = [f64[at + 2 * levels], f64[at + 2 * levels + 1]];
  const sides = missingG !== 0 || missingH !== 0 ? [false, true] : [false];
  let [bestCount, bestLeft, bestG, bestH] = [-1, false, 0, 0];
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const missingLeft of sides) {
    let [g, h] = missingLeft ? [missingG, missingH] : [0, 0];
    // Some level always goes right, as XGBoost's format has it: "all levels left, missing right" is its mirror image.
    for (let count = 0; count < present.length; count++) {
      if (count > 0) {
        g += f64[at + 2 * present[count - 1]];
        h += f64[at + 2 * present[count - 1] + 1];
      }
      const left = h * unitH;
      const right = (sumH - h) * unitH;
      if (!(left > 0 && right > 0 && left >= scoring.minChildWeight && right >= scoring.minChildWeight)) continue;
      const score = scoring.score(g, left, bounds) + scoring.score(sumG - g, right, bounds);
      if (score > bestScore) {
        bestScore = score;
        [bestCount, bestLeft, bestG, bestH] = [count, missingLeft, g, h];
      }
    }
  }
  if (bestCount < 0) return null;
  const goesLeft = new Uint8Array(levels);
  for (let k = 0; k < levels; k++) if (Number.isNaN(ratio[k]) && bestLeft) goesLeft[k] = 1;
  for (const k of present.slice(0, bestCount)) goesLeft[k] = 1;
  const side = (mark: number) => Array.from(goesLeft.keys()).filter((k) => goesLeft[k] === mark);
  return {
    cut: -1,
    leftLevels: side(1),
    rightLevels: side(0),
    missingLeft: bestLeft,
    leftG: bestG,
    leftH: bestH,
    score: bestScore,
  };
}
