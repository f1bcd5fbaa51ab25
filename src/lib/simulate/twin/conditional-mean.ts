import {normalQuantile} from "../../numeric/index.ts";
import type {Autoregression} from "./autoregression.ts";
import {type Clustering, mixtureCdf} from "./clustering.ts";
import {type Marginal, quantileOf} from "./marginal.ts";

/** E[P&L of the next day | the latent past], tabulated: for a trader, over the mean of its score and its log variance. */
export interface ConditionalMean {
  /** Half width of the grid of means, and of log variances; 0: a single point. */
  readonly reach: number;
  readonly depth: number;
  /** [variance · MEANS + mean]. */
  readonly values: Float64Array;
}

const MEANS = 13;
const VARIANCES = 7;
const DRAWS = 80;
const SHOCKS = 5;

const points = (n: number) => Array.from({length: n}, (_, k) => normalQuantile((k + 0.5) / n));
const draws = points(DRAWS);
const shocks = points(SHOCKS);

/** By equally likely points: 80 of the score's innovation, 5 of the log variance's. */
export function conditionalMean(
  marginal: Marginal,
  {innovation}: Autoregression,
  {variance, persistence}: Clustering,
  table: Float64Array,
): ConditionalMean {
  const reach = 4 * Math.sqrt(1 - innovation * innovation);
  const depth = 3 * Math.sqrt(variance);
  const step = Math.sqrt(variance * (1 - persistence * persistence));
  const values = new Float64Array(MEANS * VARIANCES);
  for (let v = 0; v < VARIANCES; v++)
    for (let m = 0; m < MEANS; m++) {
      const mean = reach * ((2 * m) / (MEANS - 1) - 1);
      const h = persistence * depth * ((2 * v) / (VARIANCES - 1) - 1);
      let sum = 0;
      for (const eta of shocks) {
        const scale = Math.exp((h + step * eta) / 2);
        for (const e of draws) sum += quantileOf(marginal, mixtureCdf(table, scale * (mean + innovation * e)));
      }
      values[v * MEANS + m] = sum / (SHOCKS * DRAWS);
    }
  return {reach, depth, values};
}

/** The table's value at a mean score and yesterday's log variance, by straight lines between its points. */
export function expectationAt({reach, depth, values}: ConditionalMean, mean: number, h: number): number {
  const x = place(mean, reach, MEANS);
  const y = place(h, depth, VARIANCES);
  const [m, v] = [Math.min(MEANS - 2, Math.floor(x)), Math.min(VARIANCES - 2, Math.floor(y))];
  const [a, b] = [x - m, y - v];
  const row = (k: number) => (1 - a) * values[k * MEANS + m] + a * values[k * MEANS + m + 1];
  return (1 - b) * row(v) + b * row(v + 1);
}

function place(value: number, end: number, n: number): number {
  return end === 0 ? 0 : ((Math.max(-end, Math.min(end, value)) / end + 1) * (n - 1)) / 2;
}
