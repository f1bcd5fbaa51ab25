import {growingCholesky} from "../../numeric/index.ts";
import {integerPower} from "./local-fit.ts";

/** Scores less the cutoff, ascending, with the value of the empirical distribution function at each. */
export interface DensitySample {
  readonly x: Float64Array;
  /** (rank − 1) / (n − 1), ties at the last rank. */
  readonly distribution: Float64Array;
  /** Rows below the cutoff. */
  readonly left: number;
}

/** A coefficient of a side's local polynomial of the distribution function. */
export interface DensityTerm {
  readonly value: number;
  readonly variance: number;
}

export interface DensitySide {
  /** The density at the cutoff. */
  readonly density: DensityTerm;
  /** Coefficients of (x / bandwidth)ʲ, j = 0 … order. */
  readonly powers: Float64Array;
}

/**
 * Density at the cutoff from one side, by a local polynomial of the empirical distribution function (Cattaneo, Jansson and Ma
 * 2020): its slope. Triangular kernel; the variance is their jackknife's: row i moves the estimate through every score above it.
 * @throws RangeError where fewer than order + 1 distinct scores are within the bandwidth.
 */
export function densitySide(
  {x, distribution, left}: DensitySample,
  right: boolean,
  order: number,
  bandwidth: number,
): DensitySide {
  let [from, to] = right ? [left, x.length] : [0, left];
  while (from < to && x[from] < -bandwidth) from++;
  while (to > from && x[to - 1] > bandwidth) to--;
  const n = to - from;
  const u = x.subarray(from, to).map((value) => value / bandwidth);
  const k = u.map((value) => 1 - Math.abs(value));
  const size = order + 1;
  const factor = growingCholesky(size);
  for (let j = 0; j < size; j++) {
    const row = Float64Array.from({length: j + 1}, (_, l) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += k[i] * integerPower(u[i], j + l);
      return sum;
    });
    if (!(row[j] > 0 && factor.append(row, row[j])))
      throw new RangeError(
        `too few distinct scores ${right ? "at or above" : "below"} the cutoff within ${bandwidth}: ${new Set(u).size}; widen the bandwidth`,
      );
  }
  const slope = new Float64Array(size); // the row of the inverse that makes the slope
  slope[1] = 1;
  factor.solve(slope);
  const weight = (i: number) => k[i] * slope.reduce((sum, c, j) => sum + c * integerPower(u[i], j), 0);
  const powers = new Float64Array(size);
  for (let j = 0; j < size; j++)
    for (let i = 0; i < n; i++) powers[j] += k[i] * integerPower(u[i], j) * distribution[from + i];
  factor.solve(powers);
  let variance = 0;
  let above = 0; // Σ weights of the rows at or above row i, ties together
  for (let i = n - 1; i >= 0; ) {
    let first = i;
    while (first > 0 && u[first - 1] === u[i]) first--;
    for (let j = first; j <= i; j++) above += weight(j);
    variance += (i - first + 1) * (above / (x.length - 1)) * (above / (x.length - 1));
    i = first - 1;
  }
  return {
    density: {value: powers[1] / bandwidth, variance: variance / bandwidth / bandwidth},
    powers,
  };
}
