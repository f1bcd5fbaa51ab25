import type {Design} from "../../models/index.ts";

/** Whose distribution the weighted arms should both have. */
export type BalanceTarget = "ate" | "att" | "overlap";

/** One covariate, before and after weighting. Null where a figure does not exist (a covariate that does not vary). */
export interface CovariateBalance {
  readonly name: string;
  /** (mean of treated − mean of untreated) / √((s₁² + s₀²)/2), s of the unweighted arms in both (Austin 2009). */
  readonly before: number | null;
  readonly after: number | null;
  /** Variance of treated over that of untreated. */
  readonly varianceRatioBefore: number | null;
  readonly varianceRatioAfter: number | null;
  /** Rows without a value, left out of this covariate's figures. */
  readonly missing: number;
}

/**
 * Weights that give both arms the target's distribution: "ate": 1/e and 1/(1 − e); "att": 1 and e/(1 − e); "overlap": 1 − e and e
 * (Li, Morgan and Zaslavsky 2018), which never explode.
 */
export function balancingWeights(propensity: Float64Array, d: Float64Array, target: BalanceTarget): Float64Array {
  return propensity.map((e, i) => {
    if (target === "overlap") return d[i] === 1 ? 1 - e : e;
    const weight = target === "att" ? (d[i] === 1 ? 1 : e / (1 - e)) : d[i] === 1 ? 1 / e : 1 / (1 - e);
    if (!Number.isFinite(weight))
      throw new RangeError(`invalid propensity; ${e} in row ${i} has no finite weight: clip or trim it`);
    return weight;
  });
}

/**
 * Standardised mean differences and variance ratios of every covariate, before and after weighting. Below 0.1 is usually called
 * balanced.
 * @throws RangeError where an arm is empty or has no weight.
 */
export function balance(x: Design, d: Float64Array, weights: Float64Array): CovariateBalance[] {
  if (d.length !== x.rows || weights.length !== x.rows)
    throw new RangeError(`invalid lengths; ${x.rows} rows, ${d.length} treatments, ${weights.length} weights`);
  for (const arm of [0, 1])
    if (!d.some((v, i) => v === arm && weights[i] > 0))
      throw new RangeError(`invalid treatment; no row with d = ${arm}`);
  const ones = new Float64Array(x.rows).fill(1);
  return x.names.map((name, j) => {
    const column = x.columns[j];
    const before = [0, 1].map((arm) => moments(column, ones, d, arm));
    const after = [0, 1].map((arm) => moments(column, weights, d, arm));
    const pooled = Math.sqrt((before[0].variance + before[1].variance) / 2);
    const difference = (m: typeof before) => {
      const gap = m[1].mean - m[0].mean;
      return finite(pooled > 0 ? gap / pooled : gap === 0 ? 0 : Number.NaN);
    };
    const ratio = (m: typeof before) => finite(m[1].variance / m[0].variance);
    return {
      name,
      before: difference(before),
      after: difference(after),
      varianceRatioBefore: ratio(before),
      varianceRatioAfter: ratio(after),
      missing: column.reduce((count, v) => count + (Number.isNaN(v) ? 1 : 0), 0),
    };
  });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Weighted mean and variance of an arm, Σw(x − x̄)² / (Σw − Σw²/Σw). */
function moments(column: Float64Array, weights: Float64Array, d: Float64Array, arm: number) {
  let [total, squares, sum] = [0, 0, 0];
  const counts = (i: number) => d[i] === arm && !Number.isNaN(column[i]);
  for (let i = 0; i < column.length; i++) {
    if (!counts(i)) continue;
    total += weights[i];
    squares += weights[i] * weights[i];
    sum += weights[i] * column[i];
  }
  const mean = sum / total;
  let spread = 0;
  for (let i = 0; i < column.length; i++) if (counts(i)) spread += weights[i] * (column[i] - mean) ** 2;
  return {mean, variance: spread / (total - squares / total)};
}
