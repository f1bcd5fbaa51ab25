/** A cut between the bins of a number, with the whole-number sums on its left. */
export interface Cut {
  /** Bins up to this one go left; −1: missing values only. */
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly leftG: number;
  readonly leftH: number;
  /** As the kernel's scan gives it. */
  readonly score: number;
}

/**
 * The first cut with the larger of the two scores that the kernel's `scan` has found of a feature: ascending with missing
 * values on the right, which wins a tie; descending with them on the left. So bins without rows change nothing. Computes
 * what the scan has computed, bit for bit, of one feature only: the scan itself need not keep track.
 * @param at index of the feature's histogram in `f64`. @param node sums of the node. @param rule as the scan had them.
 * @param scores index of the scan's two scores; one of them is ≥ 0.
 */
export function findCut(
  f64: Float64Array,
  at: number,
  bins: number,
  node: {readonly g: number; readonly h: number},
  {lambda, minimum}: {readonly lambda: number; readonly minimum: number},
  scores: number,
): Cut {
  const missingLeft = f64[scores + 1] > f64[scores];
  const score = f64[missingLeft ? scores + 1 : scores];
  let g = 0;
  let h = 0;
  for (let k = 0; k < bins; k++) {
    const b = missingLeft ? bins - 1 - k : k;
    g += f64[at + 2 * b];
    h += f64[at + 2 * b + 1];
    if (h < minimum) continue;
    const otherG = node.g - g;
    const own = h + lambda;
    const other = node.h - h + lambda;
    if ((g * g * other + otherG * otherG * own) / (own * other) !== score) continue;
    return missingLeft
      ? {cut: b - 1, missingLeft, leftG: otherG, leftH: node.h - h, score}
      : {cut: b, missingLeft, leftG: g, leftH: h, score};
  }
  throw new Error(`a score of the scan, ${score}, is of no cut`);
}
