import {growingCholesky} from "../../numeric/index.ts";
import type {DiscontinuityKernel, Side} from "./types.ts";

/** A local polynomial at the cutoff from one side, as weights on the outcomes: it is linear in them. */
export interface LocalFit {
  /** First and last row (exclusive) of the side that have weight. */
  readonly from: number;
  readonly to: number;
  /** For each power 0 … order: the weights of the rows from … to − 1 that make its coefficient, in units of (x / bandwidth). */
  readonly weights: readonly Float64Array[];
  readonly bandwidth: number;
  readonly order: number;
}

/**
 * Local polynomial regression at the cutoff (Fan and Gijbels 1996): min Σ K(xᵢ/h) (yᵢ − Σ βⱼ (xᵢ/h)ʲ)².
 * @throws RangeError where fewer than order + 1 distinct scores have weight.
 */
export function localFit(side: Side, order: number, bandwidth: number, kernel: DiscontinuityKernel): LocalFit {
  const {x, right} = side;
  let from = 0;
  let to = x.length;
  const inside = (i: number) => kernelWeight(x[i] / bandwidth, kernel) > 0;
  while (from < to && !inside(from)) from++;
  while (to > from && !inside(to - 1)) to--;
  const n = to - from;
  const u = x.subarray(from, to).map((value) => value / bandwidth);
  const k = u.map((value) => kernelWeight(value, kernel));
  const powers = [new Float64Array(n).fill(1)];
  for (let j = 1; j <= order; j++) powers.push(powers[j - 1].map((value, i) => value * u[i]));
  const factor = growingCholesky(order + 1);
  for (let j = 0; j <= order; j++) {
    const row = Float64Array.from({length: j + 1}, (_, l) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += k[i] * powers[j][i] * powers[l][i];
      return sum;
    });
    if (!(row[j] > 0 && factor.append(row, row[j])))
      throw new RangeError(
        `too few distinct scores ${right ? "at or above" : "below"} the cutoff within ${bandwidth}: ` +
          `${new Set(u).size} for a local polynomial of order ${order}; widen the bandwidth`,
      );
  }
  const weights = powers.map(() => new Float64Array(n));
  const column = new Float64Array(order + 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= order; j++) column[j] = k[i] * powers[j][i];
    factor.solve(column);
    for (let j = 0; j <= order; j++) weights[j][i] = column[j];
  }
  return {from, to, weights, bandwidth, order};
}

/** Coefficient of (x / bandwidth)ᵖᵒʷᵉʳ for an outcome of the side's rows. */
export function coefficient({from, to, weights}: LocalFit, power: number, y: Float64Array): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += weights[power][i - from] * y[i];
  return sum;
}

/** What the fit makes of (x / bandwidth)^(order + 1) at the given power: the constant of its leading bias. */
export function biasConstant(fit: LocalFit, power: number, side: Side): number {
  const next = side.x.map((x) => integerPower(x / fit.bandwidth, fit.order + 1));
  return coefficient(fit, power, next);
}

/** The fitted value at row i of the side. */
export function fittedAt(fit: LocalFit, coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, b, j) => sum + b * integerPower(x / fit.bandwidth, j), 0);
}

/** xⁿ by multiplication: the same bits everywhere. */
export function integerPower(x: number, n: number): number {
  let product = 1;
  for (let k = 0; k < n; k++) product *= x;
  return product;
}

/** K(u), with integral 1 over [−1, 1]. */
export function kernelWeight(u: number, kernel: DiscontinuityKernel): number {
  const size = Math.abs(u);
  if (size > 1) return 0;
  return kernel === "triangular" ? 1 - size : kernel === "epanechnikov" ? 0.75 * (1 - size * size) : 0.5;
}
