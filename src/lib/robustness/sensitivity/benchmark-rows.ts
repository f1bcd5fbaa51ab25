import {type Benchmark, benchmarkStrength, largestMultiple} from "./benchmark.ts";
import {biasFactor} from "./bias.ts";
import type {ClusteredDml} from "./moved.ts";
import {criticalFactor, type HiddenCause, type Moved, movedDml} from "./moved.ts";
import type {BenchmarkRow, ExplainedAway} from "./report-types.ts";

/** A feature, or a family of features taken as one cause. */
export interface Yardstick extends Benchmark {
  readonly label: string;
  readonly kind: "feature" | "family";
}

/** Multiples that are tabled. */
export const multiples = [1, 2, 3] as const;

/** The cause that is k times as strong as the benchmark, at its worst; null where there can be none so strong. */
export function causeOf(benchmark: Benchmark, times: number): HiddenCause | null {
  if (!(times * benchmark.treatment < 1 && times < largestMultiple(benchmark))) return null;
  return {...benchmarkStrength(benchmark, times), correlation: 1};
}

/** What causes 1, 2 and 3 times as strong as each benchmark would do to an estimate; impossible ones are left out. */
export function benchmarkRows(benchmarks: readonly Yardstick[], move: (cause: HiddenCause) => Moved): BenchmarkRow[] {
  return benchmarks.flatMap((benchmark) =>
    multiples.flatMap((times): BenchmarkRow[] => {
      const cause = causeOf(benchmark, times);
      if (cause === null) return [];
      const {estimate, interval} = move(cause);
      return [
        {
          feature: benchmark.name,
          label: benchmark.label,
          kind: benchmark.kind,
          times,
          partialR2Treatment: cause.treatment,
          partialR2Outcome: cause.outcome,
          estimate,
          interval,
        },
      ];
    }),
  );
}

/** How far a cause as strong as the benchmark would move an estimate, without units. */
export function reach(benchmark: Benchmark): number {
  const cause = causeOf(benchmark, 1);
  return cause === null ? Number.POSITIVE_INFINITY : biasFactor(cause);
}

/**
 * How many times as strong as the benchmark a cause must be to take the estimate, or the near end of its interval, to zero: the
 * factor rises with the multiple without end as that nears its largest.
 */
export function explainedAway(fit: ClusteredDml, benchmark: Yardstick): ExplainedAway {
  const bound = largestMultiple(benchmark);
  const largest = bound === Number.POSITIVE_INFINITY ? null : bound;
  const reached = (target: number) => {
    if (!(target > 0)) return 0;
    const factor = (times: number) => {
      const cause = causeOf(benchmark, times);
      return cause === null ? Number.POSITIVE_INFINITY : biasFactor(cause);
    };
    let [low, high] = [0, 1];
    while (factor(high) < target) {
      [low, high] = [high, high * 2];
      if (high > 1e9) return null;
    }
    for (;;) {
      const middle = low + (high - low) / 2;
      if (!(middle > low && middle < high)) break;
      if (factor(middle) < target) low = middle;
      else high = middle;
    }
    return causeOf(benchmark, high) === null ? null : high;
  };
  return {
    feature: benchmark.name,
    label: benchmark.label,
    times: reached(criticalFactor(fit, "estimate")),
    timesAtLevel: reached(criticalFactor(fit, "interval")),
    largest,
  };
}

/** Whether the interval still leaves out zero; null where it holds zero before anything is moved. */
export function survivesCause(fit: ClusteredDml, cause: HiddenCause | null): boolean | null {
  const off = ({estimate, interval: [lower, upper]}: Moved) =>
    (fit.estimate < 0 ? upper < 0 : lower > 0) && estimate !== 0;
  if (!off(movedDml(fit, {treatment: 0, outcome: 0, correlation: 0}))) return null;
  return cause !== null && off(movedDml(fit, cause));
}
