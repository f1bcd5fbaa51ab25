import type {BootstrapScheme} from "../../numeric/index.ts";
import {drawMeans} from "../../numeric/index.ts";
import {gainsOver, kernelVariance, scalesOf} from "./superior-predictive-ability.ts";

export interface StepMOptions {
  readonly bootstrap: BootstrapScheme;
  /** Divide each gain by its standard error. Default true. */
  readonly studentised?: boolean;
  /** Familywise error rate: probability of naming any model that is not better. Default 0.05. */
  readonly size?: number;
}

export interface StepM {
  /** Models better than the benchmark, ascending. */
  readonly superior: readonly number[];
  /** p-value by model, adjusted for all models: superior where p ≤ size. */
  readonly p: Float64Array;
  readonly statistics: Float64Array;
}

/**
 * StepM (Romano and Wolf 2005): which models beat the benchmark, not only whether one does. Stepwise: the model with the
 * largest statistic is held against the draws' maximum over all models, the next against the maximum over those left, and so
 * on; p-values by Romano and Wolf (2016), never below that of a better model. Rejecting many at each step, as in the paper,
 * names the same models. All models are centred (least favourable).
 * @param benchmark mean loss by day. @param models mean losses by day, one series a model.
 */
export function stepM(
  benchmark: Float64Array,
  models: readonly Float64Array[],
  {bootstrap, studentised = true, size = 0.05}: StepMOptions,
): StepM {
  if (!(size > 0 && size < 1)) throw new RangeError(`invalid size; not in (0, 1): ${size}`);
  const {gains, series, draws} = gainsOver(benchmark, models, bootstrap);
  const n = benchmark.length;
  const variances = studentised
    ? Float64Array.from(series, (x, k) => kernelVariance(x, gains[k], draws.blockLength))
    : new Float64Array(gains.length);
  const scale = scalesOf(studentised, variances, n);
  const statistics = gains.map((g, k) => g * scale[k]);
  const means = drawMeans(series, draws);
  const order = Array.from(gains.keys()).sort((a, b) => statistics[a] - statistics[b] || b - a); // worst first
  // the maximum over a model and all worse ones, built up from the worst
  const largest = new Float64Array(draws.draws).fill(Number.NEGATIVE_INFINITY);
  const p = new Float64Array(gains.length);
  for (const k of order) {
    let reached = 0;
    for (let b = 0; b < draws.draws; b++) {
      largest[b] = Math.max(largest[b], (means[k][b] - gains[k]) * scale[k]);
      if (largest[b] > statistics[k]) reached++;
    }
    p[k] = statistics[k] > 0 ? reached / draws.draws : 1;
  }
  let least = 0;
  for (const k of order.reverse()) least = p[k] = Math.max(least, p[k]);
  return {superior: Array.from(p.keys()).filter((k) => p[k] <= size), p, statistics};
}
