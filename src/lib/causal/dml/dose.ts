import type {Labels} from "../inference/labels.ts";
import {checkColumns} from "./linear-score.ts";
import {epanechnikov, localPolynomial, powers, ruleOfThumbBandwidth} from "./local-polynomial.ts";

export interface DosePredictions {
  /** Doses, ascending, over which nuisances are averaged; they span the doses of the rows. */
  readonly grid: Float64Array;
  /** μ̂(xᵢ, aᵢ) of E[y | x, a], one a row, and at each grid dose, one Float64Array a dose. */
  readonly outcome: Float64Array;
  readonly outcomeAtGrid: readonly Float64Array[];
  /** π̂(aᵢ | xᵢ), one a row, and at each grid dose. */
  readonly density: Float64Array;
  readonly densityAtGrid: readonly Float64Array[];
}

export interface DoseOptions {
  /** Doses at which the curve is wanted. Default 25 between the 5 % and the 95 % quantile. */
  readonly points?: ArrayLike<number>;
  /** Default: Fan and Gijbels' rule of thumb for local linear regression. */
  readonly bandwidth?: number;
  /**
   * Degree of the local polynomial. Default 2: at a bandwidth that is right for local linear regression, local quadratic
   * regression is its bias correction, and its interval holds (Calonico, Cattaneo and Titiunik 2014). 1: Kennedy's estimator.
   */
  readonly degree?: 1 | 2;
  /** Effects against this dose; absent: mean outcomes at each dose. */
  readonly reference?: number;
  /** Weights are kept at or below this. Default 20. */
  readonly maxWeight?: number;
  readonly labels?: Labels;
}

/** A dose-response curve. For a band: `jointInference(fit.curve, covariance(fit.influences, …), …)`. */
export interface DoseFit {
  readonly points: Float64Array;
  /** Mean outcome if all had the dose; against the reference dose where one is given. */
  readonly curve: Float64Array;
  /** One a point, each of one value a row; mean zero. */
  readonly influences: readonly Float64Array[];
  /** Doubly robust pseudo-outcomes, one a row. */
  readonly pseudo: Float64Array;
  readonly bandwidth: number;
  /** Rows whose weight was capped. */
  readonly capped: number;
  readonly labels?: Labels;
}

/**
 * Effect curve of a continuous dose (Kennedy, Ma, McHugh and Small 2017): local polynomial regression on the dose of the
 * doubly robust pseudo-outcome ξ = (y − μ̂(x, a)) w̄(a)/π̂(a | x) + m̄(a), with w̄ and m̄ the means over all rows of π̂(a | x) and
 * μ̂(x, a). Influence functions include what averaging m̄ adds (their theorem 3).
 * Estimand: E[y(a)], smoothed by the kernel. Assumes that the dose is as good as random given x, and that every row could have
 * had each dose of the curve.
 * @throws RangeError for lengths that differ, values that are not finite, or points where there are too few doses.
 */
export function doseFromPredictions(
  y: Float64Array,
  a: Float64Array,
  {grid, outcome, outcomeAtGrid, density, densityAtGrid}: DosePredictions,
  options: DoseOptions = {},
): DoseFit {
  const {degree = 2, maxWeight = 20, reference, labels} = options;
  const n = checkColumns({y, dose: a, "prediction of y": outcome, density});
  if (outcomeAtGrid.length !== grid.length || densityAtGrid.length !== grid.length)
    throw new RangeError(
      `invalid predictions; ${outcomeAtGrid.length} and ${densityAtGrid.length} for ${grid.length} doses`,
    );
  const mean = (column: Float64Array) => column.reduce((sum, v) => sum + v, 0) / n;
  const meanOutcome = Float64Array.from(outcomeAtGrid, mean);
  const meanDensity = Float64Array.from(densityAtGrid, mean);
  let capped = 0;
  const pseudo = y.map((v, i) => {
    const weight = interpolate(grid, meanDensity, a[i]) / density[i];
    const within = weight <= maxWeight; // not where the density is 0: 0/0 and 1/0 are capped too
    if (!within) capped++;
    const used = within ? weight : maxWeight;
    return (v - outcome[i]) * used + interpolate(grid, meanOutcome, a[i]);
  });
  const points = Float64Array.from(options.points ?? quantilePoints(a));
  const bandwidth = options.bandwidth ?? ruleOfThumbBandwidth(a, pseudo);
  if (!(bandwidth > 0)) throw new RangeError(`invalid bandwidth; not above 0: ${bandwidth}`);
  const at = (point: number) => {
    const {value, coefficients, first} = localPolynomial(a, pseudo, {point, bandwidth, degree});
    const reach = (dose: number) => {
      const u = (dose - point) / bandwidth;
      const w = epanechnikov(u);
      return w === 0 ? 0 : w * n * powers(u, degree).reduce((sum, v, j) => sum + v * first[j], 0);
    };
    const influence = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const weight = reach(a[i]);
      if (weight === 0) continue;
      const fitted = powers((a[i] - point) / bandwidth, degree).reduce((sum, v, j) => sum + v * coefficients[j], 0);
      influence[i] = weight * (pseudo[i] - fitted);
    }
    for (let g = 0; g < grid.length; g++) {
      const width = (grid[Math.min(g + 1, grid.length - 1)] - grid[Math.max(g - 1, 0)]) / 2;
      const weight = reach(grid[g]) * meanDensity[g] * width;
      if (weight === 0) continue;
      for (let i = 0; i < n; i++) influence[i] += weight * (outcomeAtGrid[g][i] - meanOutcome[g]);
    }
    return {value, influence};
  };
  const base = reference === undefined ? null : at(reference);
  const found = Array.from(points, at);
  return {
    points,
    curve: Float64Array.from(found, ({value}) => value - (base?.value ?? 0)),
    influences: found.map(({influence}) =>
      base === null ? influence : influence.map((v, i) => v - base.influence[i]),
    ),
    pseudo,
    bandwidth,
    capped,
    labels,
  };
}

/** Linear between grid points, constant beyond them. */
function interpolate(grid: Float64Array, values: Float64Array, at: number): number {
  let low = 0;
  let high = grid.length - 1;
  if (at <= grid[low]) return values[low];
  if (at >= grid[high]) return values[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (grid[middle] <= at) low = middle;
    else high = middle;
  }
  const share = (at - grid[low]) / (grid[high] - grid[low]);
  return values[low] + share * (values[high] - values[low]);
}

function quantilePoints(a: Float64Array): Float64Array {
  const sorted = a.slice().sort();
  const at = (p: number) => sorted[Math.floor(p * (sorted.length - 1))];
  return Float64Array.from({length: 25}, (_, k) => at(0.05) + ((at(0.95) - at(0.05)) * k) / 24);
}
