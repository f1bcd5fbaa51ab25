import {chiSquareUpper, dot, orthonormalBasis} from "../../numeric/index.ts";
import {checkBreaches} from "./breaches.ts";
import type {LikelihoodRatio} from "./christoffersen.ts";
import {checkLevel} from "./kupiec.ts";

export interface DynamicQuantileTest extends LikelihoodRatio {
  /** Days that enter: all but the first `lags`. */
  readonly n: number;
  readonly lags: number;
}

/**
 * Dynamic quantile test, out of sample (Engle and Manganelli 2004, theorem 5): with Hit = 1{breach} − τ,
 * DQ = Hit′X (X′X)⁻¹ X′Hit / (τ(1 − τ)), X = (1, Hit of the last `lags` days, the day's value at risk). Sees a wrong level,
 * breaches in clusters, and breaches that depend on how high the value at risk is.
 *
 * Chi-squared with as many degrees of freedom as X has independent columns: a constant value at risk, or lags without a
 * breach, add none.
 * @param breach 0 or 1 a day, in time order, of one series. @param valueAtRisk of each day; leave out to use lags only.
 * @returns null where fewer than 10 days a column of X are left.
 */
export function dynamicQuantileTest(
  breach: ArrayLike<number>,
  valueAtRisk: ArrayLike<number> | null,
  level: number,
  {lags = 4}: {lags?: number} = {},
): DynamicQuantileTest | null {
  checkLevel(level);
  checkBreaches(breach);
  if (!(Number.isInteger(lags) && lags >= 0))
    throw new RangeError(`invalid lags; not a whole number, 0 or more: ${lags}`);
  const n = breach.length - lags;
  if (n < 10 * (lags + 2)) return null;
  const hit = (shift: number) => {
    const column = new Float64Array(n); // a loop: power and p-values run this thousands of times
    for (let t = 0; t < n; t++) column[t] = breach[t + lags - shift] - level;
    return column;
  };
  const columns = [new Float64Array(n).fill(1), ...Array.from({length: lags}, (_, k) => hit(k + 1))];
  if (valueAtRisk !== null) columns.push(Float64Array.from({length: n}, (_, t) => valueAtRisk[t + lags]));
  const basis = orthonormalBasis(columns);
  const today = hit(0);
  let square = 0; // squared length of Hit's projection on the columns' span
  for (const q of basis) {
    const along = dot(q, today);
    square += along * along;
  }
  const statistic = square / (level * (1 - level));
  return {n, lags, statistic, df: basis.length, p: chiSquareUpper(statistic, basis.length)};
}
