import type {Candidate, FeatureSplit, SplitContext} from "./split.ts";

/**
 * The best split of a numeric feature under any scoring, monotone constraints included: the same search as the kernel's
 * `scan`, in the same order, for what that cannot score. A split that would let predictions fall where they may only rise
 * (or rise where they may only fall) is none.
 */
export function numberSplit(
  f64: Float64Array,
  at: number,
  bins: number,
  node: Candidate,
  {scoring, unitH}: SplitContext,
  direction: number,
): FeatureSplit | null {
  const {g: sumG, h: sumH, bounds} = node;
  const hasMissing = f64[at + 2 * bins] !== 0 || f64[at + 2 * bins + 1] !== 0;
  let best: FeatureSplit | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  const consider = (cut: number, missingLeft: boolean, leftG: number, leftH: number): void => {
    const left = leftH * unitH;
    const right = (sumH - leftH) * unitH;
    if (!(left > 0 && right > 0 && left >= scoring.minChildWeight && right >= scoring.minChildWeight)) return;
    if (direction !== 0) {
      const rise = scoring.weight(sumG - leftG, right, bounds) - scoring.weight(leftG, left, bounds);
      if (rise * direction < 0) return;
    }
    const score = scoring.score(leftG, left, bounds) + scoring.score(sumG - leftG, right, bounds);
    if (score > bestScore) {
      bestScore = score;
      best = {cut, missingLeft, leftG, leftH, score};
    }
  };
  let [g, h] = [0, 0];
  for (let b = 0; b < (hasMissing ? bins : bins - 1); b++) {
    const [cellG, cellH] = [f64[at + 2 * b], f64[at + 2 * b + 1]];
    if (cellG === 0 && cellH === 0) continue;
    g += cellG;
    h += cellH;
    consider(b, false, g, h);
  }
  if (!hasMissing) return best;
  [g, h] = [0, 0];
  for (let b = bins - 1; b >= 0; b--) {
    const [cellG, cellH] = [f64[at + 2 * b], f64[at + 2 * b + 1]];
    if (cellG === 0 && cellH === 0) continue;
    g += cellG;
    h += cellH;
    consider(b - 1, true, sumG - g, sumH - h);
  }
  return best;
}
