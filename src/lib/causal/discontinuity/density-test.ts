import {tTwoSided} from "../../numeric/index.ts";
import {densityBandwidths} from "./density-bandwidth.ts";
import {type DensitySample, densitySide} from "./density-fit.ts";

export interface DensityTest {
  /** Estimated density of the score at the cutoff, from below and from above (bias-corrected). */
  readonly densities: readonly [number, number];
  /** Difference above − below over its standard error; normal where the density is continuous. */
  readonly statistic: number;
  readonly p: number;
  readonly bandwidths: readonly [number, number];
  /** Rows within them, below and from the cutoff on. */
  readonly within: readonly [number, number];
}

/** Rows that each side needs at least. */
const fewestRows = 20;

/**
 * Do units place themselves at one side of the cutoff? Test that the score's density is continuous there (McCrary 2008), by local
 * polynomial densities without bins: order 3 at the bandwidth that is optimal for order 2, so that the test is robust to bias
 * (Cattaneo, Jansson and Ma 2020; triangular kernel, jackknife variance, unrestricted, as their rddensity).
 * @param bandwidth one for both sides, or one each. Default: MSE-optimal.
 * @throws RangeError where a side has fewer than 20 rows, or too few distinct scores.
 */
export function densityTest(
  score: Float64Array,
  cutoff: number,
  {bandwidth}: {readonly bandwidth?: number | readonly [number, number]} = {},
): DensityTest {
  const sample = densitySample(score, cutoff);
  const bandwidths =
    bandwidth === undefined
      ? densityBandwidths(sample)
      : typeof bandwidth === "number"
        ? ([bandwidth, bandwidth] as const)
        : bandwidth;
  for (const h of bandwidths)
    if (!(h > 0 && Number.isFinite(h))) throw new RangeError(`invalid bandwidth; not above 0: ${h}`);
  const sides = [false, true].map((right) => densitySide(sample, right, 3, bandwidths[right ? 1 : 0]).density);
  const [below, above] = sides;
  const error = Math.sqrt(below.variance + above.variance);
  if (!(error > 0)) throw new RangeError("the density at the cutoff has no standard error; scores do not vary there");
  const statistic = (above.value - below.value) / error;
  const {x} = sample;
  return {
    densities: [below.value, above.value],
    statistic,
    p: tTwoSided(statistic, Number.POSITIVE_INFINITY),
    bandwidths: [bandwidths[0], bandwidths[1]],
    within: [
      x.filter((v) => v < 0 && v >= -bandwidths[0]).length,
      x.filter((v) => v >= 0 && v <= bandwidths[1]).length,
    ],
  };
}

/** Scores less the cutoff in order, and their empirical distribution function, ties at the last rank. */
export function densitySample(score: Float64Array, cutoff: number): DensitySample {
  const bad = score.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`score of row ${bad} is ${score[bad]}; leave the row out or fill it`);
  if (!Number.isFinite(cutoff)) throw new RangeError(`invalid cutoff; not a finite number: ${cutoff}`);
  const x = score.map((v) => v - cutoff).sort();
  const n = x.length;
  const left = x.findIndex((v) => v >= 0);
  for (const [side, count] of [
    ["below", left < 0 ? n : left],
    ["at or above", left < 0 ? 0 : n - left],
  ] as const)
    if (count < fewestRows)
      throw new RangeError(
        `too little ${side} the cutoff ${cutoff}: ${count} rows, ${fewestRows} are the least for a density`,
      );
  const distribution = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) distribution[i] = i + 1 < n && x[i + 1] === x[i] ? distribution[i + 1] : i / (n - 1);
  return {x, distribution, left};
}
