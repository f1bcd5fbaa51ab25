import {type DensitySample, densitySide} from "./density-fit.ts";
import {integerPower} from "./local-fit.ts";

/**
 * Of a normal reference density, for order 2: constants of the pilot bandwidths, of the third derivative's coefficient and of
 * the density (Cattaneo, Jansson and Ma 2018, "Manipulation testing based on density discontinuity", section 4).
 */
const [ofDerivative, ofDensity] = [3430865.455123618, 548.5714285715546];
/** Rows, and distinct scores, that a bandwidth holds at least on each side. */
const fewest = 23;

/** MSE-optimal bandwidths of a local quadratic density on each side ("comb": the median of each, difference and sum). */
export function densityBandwidths(sample: DensitySample): readonly [number, number] {
  const {x, left} = sample;
  const n = x.length;
  let mean = 0;
  for (const value of x) mean += value / n;
  let square = 0;
  for (const value of x) square += (value - mean) * (value - mean);
  const deviation = Math.sqrt(square / (n - 1));
  const z = mean / deviation;
  const normal = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const reference = (hermite: number) => 1 / (hermite * hermite * normal);
  const root = (value: number, degree: number) => Math.exp(Math.log(value) / degree);
  const farthest = [-x[0], x[n - 1]];
  const distances = [
    x
      .subarray(0, left)
      .map((v) => -v)
      .sort(),
    x.subarray(left),
  ];
  const holding = (count: number) =>
    distances.map((d) => {
      const distinct = Float64Array.from(new Set(d));
      return Math.max(d[Math.min(count, d.length) - 1], distinct[Math.min(count, distinct.length) - 1]);
    });
  const bounded = (bandwidth: number, count: number) =>
    Math.max(Math.min(bandwidth, Math.max(...farthest)), ...holding(count));
  // fourth and second Hermite polynomials: derivatives of the normal density
  const pilotDerivative = deviation * root(((5 / 4) * reference(z * z * z * z - 6 * z * z + 3) * ofDerivative) / n, 9);
  const pilotDensity = deviation * root(((1 / 4) * reference(z * z - 1) * ofDensity) / n, 5);
  const b = bounded(Number.isFinite(pilotDerivative) ? pilotDerivative : Math.max(...farthest), fewest + 1);
  const c = bounded(Number.isFinite(pilotDensity) ? pilotDensity : Math.max(...farthest), fewest - 1);
  const sides = [false, true].map((right) => ({
    variance: n * c * densitySide(sample, right, 2, c).density.variance,
    bias: thirdDerivativeTerm(sample, right, b) * biasOfSlope,
  }));
  const optimal = (variance: number, bias: number, limit: number) => {
    const size = variance / (4 * bias * bias * n);
    return size > 0 && Number.isFinite(size) ? Math.min(root(size, 5), limit) : limit;
  };
  const [l, r] = sides;
  const both = Math.max(...farthest);
  const each = [optimal(l.variance, l.bias, farthest[0]), optimal(r.variance, r.bias, farthest[1])];
  const sumOfVariances = l.variance + r.variance;
  const difference = optimal(sumOfVariances, r.bias - l.bias, both);
  const sum = optimal(sumOfVariances, r.bias + l.bias, both);
  const least = holding(fewest);
  const median = (a: number) => [Math.max(a, 0), difference, sum].sort((p, q) => p - q)[1];
  const chosen = each.map((h, k) => Math.max(median(h), least[k]));
  return [chosen[0], chosen[1]];
}

/**
 * The constant of the slope's leading bias at a boundary, triangular kernel, order 2: element 1 of S⁻¹C, with
 * Sⱼₗ = ∫₀¹ (1 − u) uʲ⁺ˡ du and Cⱼ = ∫₀¹ (1 − u) uʲ⁺³ du. The same on both sides for the third power of x.
 */
const biasOfSlope = slopeBiasConstant();

function slopeBiasConstant(): number {
  const moment = (m: number) => 1 / (m + 1) - 1 / (m + 2);
  const s = [0, 1, 2].map((j) => [0, 1, 2].map((l) => moment(j + l)));
  const c = [0, 1, 2].map((j) => moment(j + 3));
  const determinant = (m: readonly (readonly number[])[]) =>
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  return determinant(s.map((row, j) => [row[0], c[j], row[2]])) / determinant(s);
}

/** Coefficient of x³ in a local polynomial of order 4 of the distribution function. */
function thirdDerivativeTerm(sample: DensitySample, right: boolean, bandwidth: number): number {
  return densitySide(sample, right, 4, bandwidth).powers[3] / integerPower(bandwidth, 3);
}
