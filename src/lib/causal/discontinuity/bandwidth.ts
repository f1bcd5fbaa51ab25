import {biasConstant, coefficient, integerPower, type LocalFit, localFit} from "./local-fit.ts";
import {fitResiduals, nearestResiduals} from "./residuals.ts";
import type {DiscontinuityKernel, Side} from "./types.ts";

export interface DiscontinuityBandwidths {
  /** h, of the estimate. */
  readonly main: number;
  /** b, of its bias. */
  readonly bias: number;
}

/** Rule-of-thumb constants of the pilot bandwidth. */
const pilotConstant = {triangular: 2.576, epanechnikov: 2.34, uniform: 1.843} as const;
/** With this share of repeated scores on a side, bandwidths hold at least ten distinct ones. */
const manyRepeated = 0.2;
const fewestDistinct = 10;

interface SideTerms {
  readonly variance: number;
  readonly bias: number;
  readonly regularisation: number;
}

/**
 * One MSE-optimal bandwidth for both sides, and one for the bias, by three plug-in steps with regularisation (Calonico, Cattaneo
 * and Titiunik 2014, section 5; Calonico, Cattaneo, Farrell and Titiunik 2017; "mserd" of their rdrobust, repeated scores
 * handled as its "adjust").
 * @param order p of the estimate; p + 1 corrects its bias.
 */
export function mseOptimalBandwidths(
  sides: readonly [Side, Side],
  {order, kernel, matches}: {readonly order: number; readonly kernel: DiscontinuityKernel; readonly matches: number},
): DiscontinuityBandwidths {
  const [left, right] = sides;
  const farthest = Math.max(-left.x[0], right.x[right.x.length - 1]);
  const distinct = left.distinct.length + right.distinct.length;
  const repeated = sides.some((side) => 1 - side.distinct.length / side.x.length >= manyRepeated);
  const least = repeated
    ? Math.max(...sides.map((s) => s.distinct[Math.min(fewestDistinct, s.distinct.length) - 1])) * (1 + 1e-8)
    : 0;
  const pilot = Math.max(
    least,
    Math.min(farthest, pilotConstant[kernel] * spread(sides) * Math.exp(-Math.log(distinct) / 5)),
  );
  const terms = (
    o: number,
    power: number,
    biasOrder: number,
    biasBandwidth: (side: Side) => number,
    regular: boolean,
  ) =>
    sides.map((side) =>
      sideTerms(side, {order: o, power, biasOrder, main: pilot, bias: biasBandwidth(side), regular, kernel, matches}),
    );
  const optimal = ([l, r]: readonly SideTerms[], o: number) => {
    const size = (l.variance + r.variance) / ((r.bias - l.bias) ** 2 + l.regularisation + r.regularisation);
    if (!(size > 0)) return farthest; // no noise, or no curvature: all rows serve
    return Math.min(farthest, Math.exp(Math.log(size) / (2 * o + 3)));
  };
  const q = order + 1;
  const reach = (side: Side) => Math.abs(side.right ? side.x[side.x.length - 1] : side.x[0]);
  const third = Math.max(least, optimal(terms(q + 1, q + 1, q + 2, reach, false), q + 1));
  const bias = optimal(
    terms(q, order + 1, q + 1, () => third, true),
    q,
  );
  const main = optimal(
    terms(order, 0, q, () => bias, true),
    order,
  );
  return {main: Math.max(main, least), bias: Math.max(bias, least)};
}

interface TermOptions {
  readonly order: number;
  /** Which coefficient's bandwidth it is. */
  readonly power: number;
  readonly biasOrder: number;
  readonly main: number;
  readonly bias: number;
  readonly regular: boolean;
  readonly kernel: DiscontinuityKernel;
  readonly matches: number;
}

function sideTerms(
  side: Side,
  {order, power, biasOrder, main, bias, regular, kernel, matches}: TermOptions,
): SideTerms {
  const fit = localFit(side, order, main, kernel);
  const variance = (2 * power + 1) * main * varianceOf(fit, power, side, matches);
  const constant = biasConstant(fit, power, side);
  const curve = localFit(side, biasOrder, bias, kernel);
  const scale = integerPower(bias, biasOrder);
  const derivative = coefficient(curve, biasOrder, side.y) / scale;
  const factor = 2 * (order + 1 - power);
  const noise = regular ? varianceOf(curve, biasOrder, side, matches) / scale / scale : 0;
  return {
    variance,
    bias: Math.sqrt(factor) * constant * derivative,
    regularisation: factor * 3 * constant * constant * noise,
  };
}

/** Variance of a coefficient: of rows, or of clusters with (n − 1)/(n − k) · G/(G − 1). */
function varianceOf(fit: LocalFit, power: number, side: Side, matches: number): number {
  const {from, to, weights} = fit;
  if (side.cluster === null) {
    const residuals = nearestResiduals(side.x, side.y, from, to, matches);
    return residuals.reduce((sum, e, i) => sum + (weights[power][i] * e) ** 2, 0);
  }
  const residuals = fitResiduals(fit, side, side.y, from, to);
  const totals = new Map<number, number>();
  for (let i = 0; i < residuals.length; i++) {
    const label = side.cluster[from + i];
    totals.set(label, (totals.get(label) ?? 0) + weights[power][i] * residuals[i]);
  }
  const [n, count, k] = [residuals.length, totals.size, fit.order + 1];
  if (count < 2)
    throw new RangeError(
      `invalid cluster; one side has rows of ${count} cluster within ${fit.bandwidth}, two are the least`,
    );
  let sum = 0;
  for (const total of totals.values()) sum += total * total;
  return (((sum * (n - 1)) / Math.max(n - k, 1)) * count) / (count - 1);
}

/** The smaller of the standard deviation and the interquartile range / 1.349, of all scores (quantiles of type 2). */
function spread([left, right]: readonly [Side, Side]): number {
  const x = new Float64Array(left.x.length + right.x.length);
  x.set(left.x);
  x.set(right.x, left.x.length);
  let mean = 0;
  for (const value of x) mean += value / x.length;
  let square = 0;
  for (const value of x) square += (value - mean) * (value - mean);
  const range = (quantile(x, 0.75) - quantile(x, 0.25)) / 1.349;
  const deviation = Math.sqrt(square / (x.length - 1));
  return range > 0 ? Math.min(deviation, range) : deviation;
}

/** Inverse of the distribution function, averaged at its steps (Hyndman and Fan 1996, type 2). */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * sorted.length;
  const k = Math.floor(at);
  return k === at ? (sorted[k - 1] + sorted[Math.min(k, sorted.length - 1)]) / 2 : sorted[k];
}
