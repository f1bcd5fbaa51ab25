/** A trimming rule, applied: the estimand becomes that of the rows kept. */
export interface Trimming {
  readonly rule: string;
  /** Rows with propensity in [alpha, 1 − alpha] are kept. */
  readonly alpha: number;
  /** 1: kept. */
  readonly keep: Uint8Array;
  readonly kept: number;
  readonly droppedTreated: number;
  readonly droppedUntreated: number;
}

/**
 * The rule of Crump, Hotz, Imbens and Mitnik (2009): keeps the rows on which the average effect is known best, those that
 * minimise E[q | kept] / P(kept) with q = 1/(e (1 − e)). That is all rows, or those with q ≤ γ = 2 E[q | q ≤ γ] (their eq. 9),
 * propensities in [α, 1 − α] with 1/(α(1 − α)) = γ. Rows with propensity 0 or 1 are never kept.
 * @throws RangeError for propensities outside [0, 1], or all 0 or 1.
 */
export function trimCrump(propensity: Float64Array, d: Float64Array): Trimming {
  const sorted = propensity
    .map((e, i) => {
      if (!(e >= 0 && e <= 1)) throw new RangeError(`invalid propensity; not in [0, 1] in row ${i}: ${e}`);
      return 1 / (e * (1 - e));
    })
    .sort();
  let sum = 0;
  let best = {rows: 0, gamma: 0, value: Number.POSITIVE_INFINITY};
  for (let m = 1; m <= sorted.length && Number.isFinite(sorted[m - 1]); m++) {
    sum += sorted[m - 1];
    if (sum / (m * m) < best.value) best = {rows: m, gamma: (2 * sum) / m, value: sum / (m * m)};
  }
  if (best.rows === 0) throw new RangeError("invalid propensity; all are 0 or 1: there is no overlap at all");
  const alpha = best.rows === sorted.length ? 0 : 0.5 - Math.sqrt(Math.max(0, 0.25 - 1 / best.gamma));
  const rule = `Crump, Hotz, Imbens and Mitnik (2009): propensity in [${alpha.toFixed(3)}, ${(1 - alpha).toFixed(3)}]`;
  return trimmed(rule, alpha, propensity, d);
}

function trimmed(rule: string, alpha: number, propensity: Float64Array, d: Float64Array): Trimming {
  if (propensity.length !== d.length)
    throw new RangeError(`invalid lengths; ${propensity.length} propensities for ${d.length} rows`);
  const keep = Uint8Array.from(propensity, (e) => (e >= alpha && e <= 1 - alpha ? 1 : 0));
  let [kept, droppedTreated, droppedUntreated] = [0, 0, 0];
  for (let i = 0; i < d.length; i++) {
    if (keep[i] === 1) kept++;
    else if (d[i] === 1) droppedTreated++;
    else droppedUntreated++;
  }
  return {rule, alpha, keep, kept, droppedTreated, droppedUntreated};
}
