import {normalQuantile, tTwoSided} from "../../numeric/index.ts";
import {type DiscontinuityBandwidths, mseOptimalBandwidths} from "./bandwidth.ts";
import {biasConstant, type LocalFit, localFit} from "./local-fit.ts";
import {fitResiduals, nearestResiduals} from "./residuals.ts";
import {splitAtCutoff} from "./sides.ts";
import type {DiscontinuityKernel, DiscontinuitySample, Side} from "./types.ts";

export interface DiscontinuityOptions {
  /** Default "triangular". */
  readonly kernel?: DiscontinuityKernel;
  /** Order of the local polynomial: 1 (default), or 0 or 2. One more corrects the bias. */
  readonly order?: number;
  /** h, or h and b. Default: MSE-optimal ones, of the outcome also in a fuzzy design. b without a value is h. */
  readonly bandwidth?: number | {readonly main: number; readonly bias: number};
  /** Neighbours that residuals are taken from, where rows are not clustered. Default 3. */
  readonly matches?: number;
  /** Default 0.95. */
  readonly level?: number;
}

export interface DiscontinuityFit {
  /** The jump at the cutoff: local polynomials of order p on each side, no correction. Report with the robust interval. */
  readonly conventional: number;
  /** The jump less its estimated bias. */
  readonly estimate: number;
  /** Standard error of `estimate`, which counts that the bias is estimated. */
  readonly standardError: number;
  /** Of `conventional`; its interval would ignore the bias. */
  readonly conventionalStandardError: number;
  /** Robust bias-corrected: estimate ± z · standardError. */
  readonly interval: readonly [number, number];
  readonly p: number;
  readonly level: number;
  readonly bandwidths: DiscontinuityBandwidths;
  /** Rows within h, below and from the cutoff on; and all rows. */
  readonly within: readonly [number, number];
  readonly rows: readonly [number, number];
  /** Share of rows whose score another row has, too: far from 0, the score is discrete. */
  readonly repeatedScores: readonly [number, number];
  /** Mean outcome at the cutoff, from below and from above (conventional). */
  readonly atCutoff: readonly [number, number];
  /** Fuzzy: the jump of the treatment, with its robust standard error. null: sharp. */
  readonly firstStage: {readonly estimate: number; readonly standardError: number} | null;
  /** Clusters within max(h, b); null: rows are independent. */
  readonly clusters: number | null;
}

/**
 * Regression discontinuity at a score's cutoff, sharp or fuzzy, with robust bias-corrected inference (Calonico, Cattaneo and Titiunik 2014;
 * conventions of their rdrobust; for the fuzzy design the bandwidth is the outcome's, its "sharpbw"). Estimand: the mean effect at
 * the cutoff (fuzzy: on those whose treatment the cutoff decides). Assumes that outcomes would be continuous in the score there,
 * and that nobody places scores exactly at either side: see `densityTest` and `covariateContinuity`.
 * Clusters may reach over the cutoff: what rows of a day share is counted on both sides, with (n − 1)/(n − k) · G/(G − 1).
 * @throws RangeError for too few distinct scores on a side, or a treatment that does not jump.
 */
export function regressionDiscontinuity(
  sample: DiscontinuitySample,
  {kernel = "triangular", order = 1, bandwidth, matches = 3, level = 0.95}: DiscontinuityOptions = {},
): DiscontinuityFit {
  if (![0, 1, 2].includes(order)) throw new RangeError(`invalid order; not 0, 1 or 2: ${order}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(Number.isInteger(matches) && matches >= 1))
    throw new RangeError(`invalid matches; not a whole number from 1 on: ${matches}`);
  const sides = splitAtCutoff(sample);
  const bandwidths = chosenBandwidths(bandwidth) ?? mseOptimalBandwidths(sides, {order, kernel, matches});
  const fits = sides.map((side) => smoothSide(side, order, bandwidths, kernel));
  const jump = (pick: (side: Side) => Float64Array, robust: boolean) =>
    fits.map((fit, k) => total(robust ? fit.corrected : fit.plain, pick(sides[k]), fit.from));
  const difference = ([below, above]: readonly number[]) => above - below;
  const outcome = (side: Side) => side.y;
  const atCutoff = jump(outcome, false);
  let conventional = difference(atCutoff);
  let estimate = difference(jump(outcome, true));
  let slopes: readonly [number, number] = [1, 0]; // derivatives of the estimate by the jumps of outcome and treatment
  let firstStage: DiscontinuityFit["firstStage"] = null;
  const error = (robust: boolean, weights: readonly [number, number]) =>
    Math.sqrt(varianceOf(sides, fits, robust, weights, matches, order));
  if (sample.treatment !== undefined) {
    const given = (side: Side) => side.treatment!;
    const treated = difference(jump(given, false));
    const largest = (values: Float64Array) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const spread = Math.max(...sides.map(({treatment}) => largest(treatment!)));
    if (!(Math.abs(treated) > 1e-9 * spread))
      throw new RangeError(
        "the treatment does not change at the cutoff; the score decides nothing there: check cutoff and treatment",
      );
    slopes = [1 / treated, -conventional / treated / treated];
    const corrections = [conventional - estimate, treated - difference(jump(given, true))];
    conventional /= treated;
    estimate = conventional - slopes[0] * corrections[0] - slopes[1] * corrections[1];
    firstStage = {estimate: difference(jump(given, true)), standardError: error(true, [0, 1])};
  }
  const standardError = error(true, slopes);
  const half = normalQuantile(0.5 + level / 2) * standardError;
  return {
    conventional,
    estimate,
    standardError,
    conventionalStandardError: error(false, slopes),
    interval: [estimate - half, estimate + half],
    p: standardError > 0 ? tTwoSided(estimate / standardError, Number.POSITIVE_INFINITY) : estimate === 0 ? 1 : 0,
    level,
    bandwidths,
    within: [countWithin(sides[0], bandwidths.main), countWithin(sides[1], bandwidths.main)],
    rows: [sides[0].x.length, sides[1].x.length],
    repeatedScores: [repeated(sides[0]), repeated(sides[1])],
    atCutoff: [atCutoff[0], atCutoff[1]],
    firstStage,
    clusters:
      sample.cluster === undefined
        ? null
        : new Set(sides.flatMap((side, k) => [...side.cluster!.subarray(fits[k].from, fits[k].to)])).size,
  };
}

function chosenBandwidths(given: DiscontinuityOptions["bandwidth"]): DiscontinuityBandwidths | null {
  if (given === undefined) return null;
  const chosen = typeof given === "number" ? {main: given, bias: given} : given;
  for (const [name, value] of Object.entries(chosen))
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`invalid ${name} bandwidth; not above 0: ${value}`);
  return chosen;
}

/** A side's level at the cutoff as weights on its rows from … to − 1: of order p, and less the bias. */
interface SmoothedSide {
  readonly from: number;
  readonly to: number;
  readonly plain: Float64Array;
  readonly corrected: Float64Array;
  readonly main: LocalFit;
  readonly curve: LocalFit;
}

function smoothSide(
  side: Side,
  order: number,
  {main: h, bias: b}: DiscontinuityBandwidths,
  kernel: DiscontinuityKernel,
): SmoothedSide {
  const main = localFit(side, order, h, kernel);
  const curve = localFit(side, order + 1, b, kernel);
  const from = Math.min(main.from, curve.from);
  const to = Math.max(main.to, curve.to);
  const plain = new Float64Array(to - from);
  plain.set(main.weights[0], main.from - from);
  let ratio = 1; // (h / b)^(p + 1): the curve's coefficient is in units of b
  for (let j = 0; j <= order; j++) ratio *= h / b;
  const constant = biasConstant(main, 0, side) * ratio;
  const corrected = plain.slice();
  for (let i = curve.from; i < curve.to; i++)
    corrected[i - from] -= constant * curve.weights[order + 1][i - curve.from];
  return {from, to, plain, corrected, main, curve};
}

function total(weights: Float64Array, values: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * values[from + i];
  return sum;
}

/** Variance of slopes · (jump of the outcome, jump of the treatment). */
function varianceOf(
  sides: readonly Side[],
  fits: readonly SmoothedSide[],
  robust: boolean,
  slopes: readonly [number, number],
  matches: number,
  order: number,
): number {
  let sum = 0;
  let n = 0;
  const totals = new Map<number, number>();
  sides.forEach((side, k) => {
    const {from, to, plain, corrected, main, curve} = fits[k];
    const residualsOf = (values: Float64Array) =>
      side.cluster === null
        ? nearestResiduals(side.x, values, from, to, matches)
        : fitResiduals(robust ? curve : main, side, values, from, to);
    const combined = new Float64Array(to - from);
    [side.y, side.treatment].forEach((values, j) => {
      if (values !== null && slopes[j] !== 0)
        residualsOf(values).forEach((e, i) => {
          combined[i] += slopes[j] * e;
        });
    });
    const weights = robust ? corrected : plain;
    const sign = side.right ? 1 : -1;
    for (let i = 0; i < combined.length; i++) {
      const term = sign * weights[i] * combined[i];
      sum += term * term;
      if (side.cluster !== null) {
        const label = side.cluster[from + i];
        totals.set(label, (totals.get(label) ?? 0) + term);
      }
    }
    n += combined.length;
  });
  if (sides[0].cluster === null) return sum;
  const count = totals.size;
  if (count < 2) throw new RangeError(`invalid cluster; two or more are needed within the bandwidth, found ${count}`);
  let squares = 0;
  for (const value of totals.values()) squares += value * value;
  return (((squares * (n - 1)) / Math.max(n - 2 * (order + 1), 1)) * count) / (count - 1);
}

function countWithin({x}: Side, bandwidth: number): number {
  return x.filter((value) => Math.abs(value) <= bandwidth).length;
}

function repeated({x, distinct}: Side): number {
  return 1 - distinct.length / x.length;
}
