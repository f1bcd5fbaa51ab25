import {type BootstrapDraws, tQuantile} from "../../numeric/index.ts";
import type {Evaluate} from "./day-mean.ts";
import type {MetricKernel} from "./kernels.ts";

export interface MetricValue {
  readonly metric: string;
  readonly better: MetricKernel["better"];
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** The naive rule that does best by this metric on the same rows, chosen in hindsight. */
  readonly baseline: {readonly name: string; readonly label: string; readonly value: number} | null;
  /** value − baseline's, and its interval: which way is better says `better`. */
  readonly difference: number | null;
  readonly differenceInterval: readonly [number, number] | null;
}

/** Fewer days cannot show how much a metric varies. */
export const minimumDays = 20;

interface Rival {
  readonly name: string;
  readonly label: string;
  readonly evaluate: Evaluate;
}

/** A metric of a group beside the best of its rivals; `own` of the `days` of all groups have rows of it. */
export function metricValue(
  {name: metric, better}: MetricKernel,
  evaluate: Evaluate,
  rivals: readonly Rival[],
  {sample, own, days, level}: {sample: BootstrapDraws | null; own: number; days: number; level: number},
): MetricValue {
  const once = new Float64Array(days).fill(1);
  const value = finite(evaluate(once, 0));
  const judged = rivals
    .map((rival) => ({...rival, value: rival.evaluate(once, 0)}))
    .filter((rival) => Number.isFinite(rival.value));
  const best = judged.reduce<(typeof judged)[number] | null>(
    (a, b) => (a === null || (better === "lower" ? b.value < a.value : b.value > a.value) ? b : a),
    null,
  );
  const interval = (centre: number | null, drawn: Float64Array) =>
    centre === null || sample === null ? null : studentInterval(centre, drawn, sample.blockLength, own, level);
  const difference = value === null || best === null ? null : value - best.value;
  const drawn = inDraws(evaluate, sample);
  const rule = best === null ? drawn : inDraws(best.evaluate, sample);
  return {
    metric,
    better,
    value,
    interval: interval(value, drawn),
    baseline: best && {name: best.name, label: best.label, value: best.value},
    difference,
    differenceInterval: interval(
      difference,
      drawn.map((v, b) => v - rule[b]),
    ),
  };
}

/** The metric in every draw. */
function inDraws(evaluate: Evaluate, sample: BootstrapDraws | null): Float64Array {
  if (sample === null) return new Float64Array(0);
  const values = new Float64Array(sample.draws);
  for (let b = 0; b < sample.draws; b++) values[b] = evaluate(sample.counts, b * sample.days);
  return values;
}

/** Whether a group of so many days can show how much a metric varies. */
export function allowsInterval(days: number, blockLength: number): boolean {
  return days >= minimumDays && days > 2 * blockLength;
}

function studentInterval(
  centre: number,
  drawn: Float64Array,
  blockLength: number,
  own: number,
  level: number,
): [number, number] | null {
  if (!allowsInterval(own, blockLength)) return null;
  let [n, mean, squares] = [0, 0, 0]; // Welford (1962)
  for (const value of drawn) {
    if (!Number.isFinite(value)) continue;
    n++;
    const off = value - mean;
    mean += off / n;
    squares += off * (value - mean);
  }
  if (n < 0.8 * drawn.length || n < 2) return null;
  const error = Math.sqrt((squares / (n - 1)) * (own / (own - blockLength)));
  const half = tQuantile(0.5 + level / 2, own / blockLength - 1) * error;
  return [centre - half, centre + half];
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
