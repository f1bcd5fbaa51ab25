import {checkSyntheticControlData} from "./check.ts";
import {type ConformalMethod, residualsUnderNull} from "./conformal.ts";
import type {SyntheticControlData} from "./types.ts";

export interface ConformalIntervalOptions {
  /** Default: outcomes only. */
  readonly method?: ConformalMethod;
  /** Default 0.9. */
  readonly level?: number;
  /**
   * The effects tried, ascending: the interval is the least and the largest that are not rejected. Default: the ends are
   * found by stepping out from the least rejected effect and halving, to 10⁻⁴ of the interval.
   */
  readonly grid?: Float64Array;
}

/**
 * Pointwise conformal intervals, one for each period from the treatment on: the effects at that period, alone with all
 * pre-periods, that a permutation test does not reject (Chernozhukov, Wüthrich and Zhu 2021, algorithm 1).
 * @returns lower and upper ends; NaN never: an empty set (all of a grid rejected) is an error.
 * @throws RangeError where T₀ + 1 periods cannot reject at this level, or the grid does not hold the interval.
 */
export function conformalIntervals(
  data: SyntheticControlData,
  {method = {method: "outcomes"}, level = 0.9, grid}: ConformalIntervalOptions = {},
): {readonly lower: Float64Array; readonly upper: Float64Array; readonly level: number} {
  checkSyntheticControlData(data);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const {treated, donors, prePeriods} = data;
  if (1 / (prePeriods + 1) > 1 - level + 1e-12)
    throw new RangeError(
      `level ${level} cannot be reached: with ${prePeriods} periods before the treatment no p-value is below ` +
        `${(1 / (prePeriods + 1)).toFixed(3)}; lower the level or start the panel earlier`,
    );
  const lower = new Float64Array(treated.length - prePeriods);
  const upper = new Float64Array(lower.length);
  for (let k = 0; k < lower.length; k++) {
    const one = (y: Float64Array) => Float64Array.of(...y.subarray(0, prePeriods), y[prePeriods + k]);
    const own = one(treated);
    const others = donors.map(one);
    const kept = (effect: number) => pointwiseP(own, others, effect, prePeriods, method) > 1 - level + 1e-12; // 1 − 0.9 < 0.1
    [lower[k], upper[k]] = grid === undefined ? search(kept, startOf(own, others, method)) : onGrid(kept, grid, k);
  }
  return {lower, upper, level};
}

/** Share of |residuals| at least as large as that of the period in question, the last. */
function pointwiseP(
  own: Float64Array,
  donors: readonly Float64Array[],
  effect: number,
  prePeriods: number,
  method: ConformalMethod,
): number {
  const treated = own.map((y, t) => (t === prePeriods ? y - effect : y));
  const size = residualsUnderNull({treated, donors, prePeriods}, method).map(Math.abs);
  return size.filter((u) => u >= size[prePeriods]).length / size.length;
}

function onGrid(kept: (effect: number) => boolean, grid: Float64Array, period: number): [number, number] {
  const accepted = grid.filter(kept);
  if (accepted.length === 0)
    throw new RangeError(
      `every effect of the grid is rejected at period ${period} after the treatment: widen or refine it`,
    );
  return [accepted[0], accepted[accepted.length - 1]];
}

interface Start {
  /** The effect that a fit to the pre-periods leaves: hardly ever rejected. */
  readonly effect: number;
  /** A first step: the typical pre-period residual. */
  readonly step: number;
}

function startOf(own: Float64Array, donors: readonly Float64Array[], method: ConformalMethod): Start {
  const before = (y: Float64Array) => y.subarray(0, own.length - 1);
  const prePeriods = own.length - 1;
  const pre = residualsUnderNull({treated: before(own), donors: donors.map(before), prePeriods}, method);
  let square = 0;
  let spread = 0;
  for (const u of pre) square += u * u;
  for (const y of before(own)) spread = Math.max(spread, Math.abs(y - own[0]));
  // Residual of the last period when it is not fitted: solve for the effect that makes it zero, a few times.
  let effect = 0;
  for (let round = 0; round < 60; round++) {
    const treated = own.map((y, t) => (t === prePeriods ? y - effect : y));
    const residual = residualsUnderNull({treated, donors, prePeriods}, method)[prePeriods];
    effect += residual;
    if (Math.abs(residual) <= 1e-9 * (spread + Math.abs(effect))) break;
  }
  const scale = Math.sqrt(square / pre.length);
  return {effect, step: scale > 0 ? scale : spread > 0 ? 1e-6 * spread : 1};
}

/** The outermost effects not rejected: steps outward until eight in a row are rejected, then halves the last step. */
function search(kept: (effect: number) => boolean, {effect, step}: Start): [number, number] {
  const end = (direction: number): number => {
    let inside = effect;
    let outside = effect;
    let size = step / 2;
    for (let tries = 0, misses = 0; misses < 8 && tries < 200; tries++) {
      outside += direction * size;
      if (kept(outside)) {
        inside = outside;
        misses = 0;
        if (tries > 20) size *= 1.5;
      } else misses++;
    }
    // Between the last that was kept and the next tried.
    outside = inside + direction * size;
    for (let k = 0; k < 14; k++) {
      const middle = (inside + outside) / 2;
      if (kept(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [end(-1), end(1)];
}
