import type {Strength} from "./linear.ts";

/** What a covariate that is seen explains of treatment and outcome: the yardstick for one that is not. */
export interface Benchmark {
  readonly name: string;
  /** Partial R² of the benchmark with the treatment, given the other covariates: in [0, 1). */
  readonly treatment: number;
  /** Partial R² of the benchmark with the outcome, given treatment and the other covariates: in [0, 1). */
  readonly outcome: number;
}

/**
 * Strength of a hidden cause that is at most `k` times as strong as the benchmark with the treatment, and `kOutcome` times
 * with the outcome, once both are known beside it (Cinelli and Hazlett 2020). The bound on the outcome's side is never above 1.
 * @throws RangeError where a cause that strong would explain all of the treatment or more: the benchmark allows no such k.
 */
export function benchmarkStrength(benchmark: Benchmark, k: number, kOutcome = k): Strength {
  const {name, treatment: d, outcome: y} = benchmark;
  for (const r2 of [d, y])
    if (!(r2 >= 0 && r2 < 1)) throw new RangeError(`invalid partial R² of "${name}"; not in [0, 1): ${r2}`);
  for (const times of [k, kOutcome])
    if (!(times >= 0 && times < Number.POSITIVE_INFINITY))
      throw new RangeError(`invalid k; not 0 or above and finite: ${times}`);
  const treatment = (k * d) / (1 - d);
  const withBenchmark = (k * d * d) / ((1 - k * d) * (1 - d));
  if (!(treatment < 1 && k * d < 1 && withBenchmark < 1))
    throw new RangeError(
      `invalid k; a cause ${k} times as strong as "${name}" (partial R² ${d} with the treatment) would leave nothing of the treatment: take a smaller k`,
    );
  const factor = (Math.sqrt(kOutcome) + Math.sqrt(withBenchmark)) / Math.sqrt(1 - withBenchmark);
  return {treatment, outcome: Math.min(1, (factor * factor * y) / (1 - y))};
}

/** Largest k that `benchmarkStrength` takes for this benchmark: any below it; Infinity where the benchmark explains nothing. */
export function largestMultiple({treatment: d}: Benchmark): number {
  // Of the three conditions k d/(1 − d) < 1 is the strictest: with x = k d ≤ 1 − d also x d / ((1 − x)(1 − d)) ≤ 1.
  return d > 0 ? (1 - d) / d : Number.POSITIVE_INFINITY;
}
