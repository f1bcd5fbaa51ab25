import {chiSquareUpper} from "../numeric/index.ts";

/** Whether a value at risk is breached as often as it says. */
export interface CoverageTest {
  readonly n: number;
  readonly breaches: number;
  /** breaches / n, to be compared with the level. */
  readonly coverage: number;
  /** Likelihood ratio, chi-squared with 1 degree of freedom when breaches are independent and at the level. */
  readonly statistic: number;
  readonly p: number;
}

/**
 * Kupiec (1995) proportion-of-failures test of unconditional coverage,
 * LR = −2·log[(1−τ)^(n−x)·τ^x] + 2·log[(1−x/n)^(n−x)·(x/n)^x], with 0·log 0 = 0.
 * Takes rows as independent: where traders breach together on one day, the true p-value is larger.
 * @param n rows, ≥ 1. @param breaches rows with P&L strictly below the value at risk. @param level τ in (0, 1).
 */
export function kupiecTest(n: number, breaches: number, level: number): CoverageTest {
  if (!(n >= 1 && breaches >= 0 && breaches <= n)) throw new RangeError(`invalid coverage; ${breaches} of ${n} rows`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const coverage = breaches / n;
  const logLikelihood = (share: number) => xLogY(n - breaches, 1 - share) + xLogY(breaches, share);
  const statistic = Math.max(0, 2 * (logLikelihood(coverage) - logLikelihood(level)));
  return {n, breaches, coverage, statistic, p: chiSquareUpper(statistic, 1)};
}

function xLogY(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(y);
}
