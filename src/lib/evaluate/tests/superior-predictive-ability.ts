import {type BootstrapDraws, type BootstrapScheme, bootstrapDraws, drawMeans} from "../../numeric/index.ts";
import {meanOf} from "../metrics.ts";
import {checkSeries} from "./daily-losses.ts";

export interface SuperiorAbilityOptions {
  readonly bootstrap: BootstrapScheme;
  /** Divide each model's gain by its standard error, as Hansen (2005) does. Default true. */
  readonly studentised?: boolean;
}

export interface SuperiorAbilityTest {
  /** max(maxₖ √n·d̄ₖ / ω̂ₖ, 0); not divided by ω̂ₖ unless studentised. */
  readonly statistic: number;
  /** Model with the largest gain, in the statistic's scale. */
  readonly best: number;
  /**
   * p-values by how models worse than the benchmark are centred: "lower" not at all, "upper" as if all were as good (least
   * favourable), "consistent" not those that are worse by more than √(2 log log n) standard errors. Report "consistent".
   * 1 where no model is better than the benchmark.
   */
  readonly lower: number;
  readonly consistent: number;
  readonly upper: number;
  /** Mean gain by model: benchmark's loss − model's; and its long-run variance ω̂². */
  readonly gains: Float64Array;
  readonly variances: Float64Array;
  readonly blockLength: number;
  readonly draws: number;
}

/**
 * Test for superior predictive ability (Hansen 2005): is any of many models, all that were tried, better than the
 * benchmark? p-values are shares of block-bootstrap draws of days whose maximum exceeds the observed one.
 * @param benchmark mean loss by day. @param models mean losses by day, one series a model, trials among them.
 * @throws RangeError for no model, a loss that is not finite, or given indices without a block length (studentised ones
 * need it for ω̂).
 */
export function superiorPredictiveAbility(
  benchmark: Float64Array,
  models: readonly Float64Array[],
  {bootstrap, studentised = true}: SuperiorAbilityOptions,
): SuperiorAbilityTest {
  const {gains, series, draws} = gainsOver(benchmark, models, bootstrap);
  const n = benchmark.length;
  const variances = Float64Array.from(series, (x, k) => kernelVariance(x, gains[k], draws.blockLength));
  const scale = scalesOf(studentised, variances, n);
  const gone = Float64Array.from(variances, (v) => -Math.sqrt((v / n) * 2 * Math.log(Math.log(n))));
  const means = drawMeans(series, draws);
  const statistic = Math.max(0, ...gains.map((g, k) => g * scale[k]));
  const best = gains.reduce((b, g, k) => (g * scale[k] > gains[b] * scale[b] ? k : b), 0);
  const p = (centre: (k: number) => number) =>
    shareOfMaxima(
      means,
      gains.map((_, k) => centre(k)),
      scale,
      statistic,
    );
  return {
    statistic,
    best,
    lower: p((k) => Math.max(gains[k], 0)),
    consistent: p((k) => (gains[k] >= gone[k] ? gains[k] : 0)),
    upper: p((k) => gains[k]),
    gains,
    variances,
    blockLength: draws.blockLength,
    draws: draws.draws,
  };
}

/** White's (2000) reality check: the largest gain itself, not studentised, all models centred. Harder to pass with bad models. */
export function realityCheck(
  benchmark: Float64Array,
  models: readonly Float64Array[],
  bootstrap: BootstrapScheme,
): {readonly statistic: number; readonly best: number; readonly p: number} {
  const {gains, series, draws} = gainsOver(benchmark, models, bootstrap);
  const root = Math.sqrt(benchmark.length);
  const best = gains.reduce((b, g, k) => (g > gains[b] ? k : b), 0);
  const scale = new Float64Array(gains.length).fill(root);
  const statistic = root * gains[best];
  return {statistic, best, p: shareOfMaxima(drawMeans(series, draws), gains, scale, statistic)};
}

/** Gains over the benchmark by day and on average, and the draws of days. */
export function gainsOver(
  benchmark: Float64Array,
  models: readonly Float64Array[],
  bootstrap: BootstrapScheme,
): {readonly gains: Float64Array; readonly series: Float64Array[]; readonly draws: BootstrapDraws} {
  checkSeries([benchmark, ...models], 2, "losses");
  const series = models.map((x) => x.map((v, t) => benchmark[t] - v));
  return {gains: Float64Array.from(series, meanOf), series, draws: bootstrapDraws(series, bootstrap)};
}

/** √n / ω̂ₖ, or √n; 0 for a model that is the benchmark to the last digit. */
export function scalesOf(studentised: boolean, variances: Float64Array, n: number): Float64Array {
  return variances.map((v) => (studentised ? (v > 0 ? Math.sqrt(n / v) : 0) : Math.sqrt(n)));
}

/**
 * Long-run variance with the weights that the stationary bootstrap implies (Politis and Romano 1994, eq. 9):
 * ω² = γ₀ + 2·Σ κ(i)·γᵢ, κ(i) = (1 − i/n)(1 − q)ⁱ + (i/n)(1 − q)ⁿ⁻ⁱ, q = 1/block length, γᵢ divided by n.
 */
export function kernelVariance(x: Float64Array, mean: number, blockLength: number): number {
  if (!(blockLength >= 1))
    throw new RangeError(`invalid block length; not 1 or more: ${blockLength}; give it beside the indices`);
  const n = x.length;
  const off = x.map((v) => v - mean);
  const stay = new Float64Array(n + 1); // (1 − q)ⁱ
  stay[0] = 1;
  for (let i = 1; i <= n; i++) stay[i] = stay[i - 1] * (1 - 1 / blockLength);
  let variance = 0;
  for (let lag = 0; lag < n; lag++) {
    const kappa = (1 - lag / n) * stay[lag] + (lag / n) * stay[n - lag];
    if (lag > 0 && kappa < 1e-16) continue;
    let sum = 0;
    for (let t = lag; t < n; t++) sum += off[t] * off[t - lag];
    variance += ((lag === 0 ? 1 : 2 * kappa) * sum) / n;
  }
  return Math.max(0, variance);
}

/** Share of draws whose largest recentred gain exceeds the statistic; 1 where no model is better than the benchmark. */
function shareOfMaxima(
  means: readonly Float64Array[],
  centres: Float64Array,
  scale: Float64Array,
  statistic: number,
): number {
  if (!(statistic > 0)) return 1;
  const draws = means[0].length;
  let above = 0;
  for (let b = 0; b < draws; b++) {
    let largest = 0;
    for (let k = 0; k < means.length; k++) largest = Math.max(largest, (means[k][b] - centres[k]) * scale[k]);
    if (largest > statistic) above++;
  }
  return above / draws;
}
