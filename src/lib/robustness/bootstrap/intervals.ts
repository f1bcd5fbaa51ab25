import {normalCdf, normalQuantile} from "../../numeric/index.ts";

/** Lower and upper end. */
export type Interval = readonly [lower: number, upper: number];

/**
 * Percentile interval: quantiles of the draws at (1 ± level)/2, type 7.
 * @throws RangeError for fewer than 2 draws, one that is not finite, or a level outside (0, 1); the other intervals likewise.
 */
export function percentileInterval(draws: Float64Array, level = 0.95): Interval {
  const sorted = checked(draws, level);
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

/** Basic interval: the percentile one reflected about the estimate, 2 θ̂ − q (Davison and Hinkley 1997, eq. 5.6). */
export function basicInterval(estimate: number, draws: Float64Array, level = 0.95): Interval {
  const [lower, upper] = percentileInterval(draws, level);
  return [2 * estimate - upper, 2 * estimate - lower];
}

/** Normal interval with the draws' standard deviation. */
export function normalInterval(estimate: number, draws: Float64Array, level = 0.95): Interval {
  checked(draws, level);
  const reach = normalQuantile((1 + level) / 2) * deviation(draws);
  return [estimate - reach, estimate + reach];
}

/**
 * Bias-corrected and accelerated interval (Efron 1987): quantiles moved by the share of draws below the estimate and by the skewness
 * of the jackknife's values. Without those, or where they are all equal, bias-corrected only.
 * @param jackknife the estimate without each row (or cluster, where clusters were drawn).
 * @throws RangeError as above, and where all draws lie on one side of the estimate, so that no correction is defined.
 */
export function bcaInterval(estimate: number, draws: Float64Array, jackknife?: Float64Array, level = 0.95): Interval {
  const sorted = checked(draws, level);
  let below = 0;
  while (below < sorted.length && sorted[below] < estimate) below++;
  if (below === 0 || below === sorted.length)
    throw new RangeError(
      `invalid draws; ${below} of ${sorted.length} are below the estimate ${estimate}: no bias correction, use the basic interval`,
    );
  const bias = normalQuantile(below / sorted.length);
  const a = jackknife ? acceleration(jackknife) : 0;
  const moved = (p: number) => {
    const z = bias + normalQuantile(p);
    const slowed = 1 - a * z;
    if (!(slowed > 0))
      throw new RangeError(
        `invalid jackknife; acceleration ${a} is too large for level ${level}: use another interval`,
      );
    return quantile(sorted, normalCdf(bias + z / slowed));
  };
  return [moved((1 - level) / 2), moved((1 + level) / 2)];
}

/**
 * Studentised interval (bootstrap-t): θ̂ − q s with q the quantiles of (draw − θ̂) / its own standard error.
 * @param standardErrors of each draw.
 * @param se of the estimate. Default: the draws' standard deviation.
 */
export function studentisedInterval(
  estimate: number,
  draws: Float64Array,
  standardErrors: Float64Array,
  {level = 0.95, se = deviation(draws)}: {readonly level?: number; readonly se?: number} = {},
): Interval {
  if (standardErrors.length !== draws.length)
    throw new RangeError(`invalid standard errors; ${standardErrors.length} for ${draws.length} draws`);
  if (!(se >= 0 && se < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid standard error; not 0 or above: ${se}`);
  const bad = standardErrors.findIndex((v) => !(v > 0));
  if (bad >= 0) throw new RangeError(`invalid standard error of draw ${bad}; not above 0: ${standardErrors[bad]}`);
  const [low, high] = percentileInterval(
    draws.map((v, b) => (v - estimate) / standardErrors[b]),
    level,
  );
  return [estimate - high * se, estimate - low * se];
}

/** Σ u³ / (6 (Σ u²)^(3/2)), u the mean of the jackknife's values less each; 0 where they do not vary. */
function acceleration(values: Float64Array): number {
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (values.length < 2 || bad >= 0)
    throw new RangeError(`invalid jackknife; needs 2 or more finite values: ${values.length}, row ${bad}`);
  const mean = meanOf(values);
  let [square, cube] = [0, 0];
  for (const v of values) {
    const u = mean - v;
    square += u * u;
    cube += u * u * u;
  }
  return square > 0 ? cube / (6 * square * Math.sqrt(square)) : 0;
}

function checked(draws: Float64Array, level: number): Float64Array {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(draws.length >= 2)) throw new RangeError(`invalid draws; needs 2 or more: ${draws.length}`);
  const bad = draws.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`invalid draw ${bad}; not finite: ${draws[bad]}`);
  return draws.slice().sort();
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/** Standard deviation about the draws' mean, over their number. */
function deviation(draws: Float64Array): number {
  const mean = meanOf(draws);
  let sum = 0;
  for (const v of draws) sum += (v - mean) ** 2;
  return Math.sqrt(sum / draws.length);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}
