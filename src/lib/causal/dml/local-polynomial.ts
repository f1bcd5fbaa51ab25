import {solvePositiveDefinite} from "../../numeric/index.ts";

/** A local polynomial fit at one point. */
export interface LocalFit {
  readonly value: number;
  /** Coefficients on 1, (a − point)/h, …: the value first. */
  readonly coefficients: Float64Array;
  /** e₁' (X'WX)⁻¹, to be multiplied by x(a) K((a − point)/h). */
  readonly first: Float64Array;
}

/** Epanechnikov's kernel. */
export function epanechnikov(u: number): number {
  return u > -1 && u < 1 ? 0.75 * (1 - u * u) : 0;
}

/** 1, u, …, u^degree. */
export function powers(u: number, degree: number): Float64Array {
  const out = new Float64Array(degree + 1);
  out[0] = 1;
  for (let j = 1; j <= degree; j++) out[j] = out[j - 1] * u;
  return out;
}

/**
 * Local polynomial regression of `outcome` on `a` at a point (Fan and Gijbels 1996), Epanechnikov's kernel.
 * @throws RangeError where the window holds too few distinct values.
 */
export function localPolynomial(
  a: Float64Array,
  outcome: Float64Array,
  {point, bandwidth, degree}: {readonly point: number; readonly bandwidth: number; readonly degree: number},
): LocalFit {
  const k = degree + 1;
  const gram = Array.from({length: k}, () => new Float64Array(k));
  const right = new Float64Array(k);
  let rows = 0;
  for (let i = 0; i < a.length; i++) {
    const u = (a[i] - point) / bandwidth;
    const w = epanechnikov(u);
    if (w === 0) continue;
    rows++;
    const x = powers(u, degree);
    for (let j = 0; j < k; j++) {
      right[j] += w * x[j] * outcome[i];
      for (let l = 0; l < k; l++) gram[j][l] += w * (x[j] * x[l]); // symmetric to the last bit
    }
  }
  try {
    if (rows <= k) throw new RangeError("too few rows");
    const coefficients = solvePositiveDefinite(gram, right);
    const unit = new Float64Array(k);
    unit[0] = 1;
    return {value: coefficients[0], coefficients, first: solvePositiveDefinite(gram, unit)};
  } catch {
    throw new RangeError(
      `invalid dose; ${rows} rows lie within ${bandwidth} of ${point}, too few for a local fit: choose points where doses are, or a larger bandwidth`,
    );
  }
}

/**
 * Rule-of-thumb bandwidth of Fan and Gijbels (1996, eq. 4.3) for local linear regression with Epanechnikov's kernel: σ² and the
 * second derivative from a quartic over all rows, integrated over the middle 90 % of doses. At most half the range of those.
 */
export function ruleOfThumbBandwidth(a: Float64Array, outcome: Float64Array): number {
  const sorted = a.slice().sort();
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  const [low, high] = [at(0.05), at(0.95)];
  const half = (high - low) / 2;
  if (!(half > 0)) throw new RangeError(`invalid dose; nine tenths of the rows have the dose ${low}`);
  const middle = (low + high) / 2;
  const rows = Array.from(a.keys()).filter((i) => a[i] >= low && a[i] <= high);
  const gram = Array.from({length: 5}, () => new Float64Array(5));
  const right = new Float64Array(5);
  for (const i of rows) {
    const x = powers((a[i] - middle) / half, 4);
    for (let j = 0; j < 5; j++) {
      right[j] += x[j] * outcome[i];
      for (let l = 0; l < 5; l++) gram[j][l] += x[j] * x[l];
    }
  }
  for (let j = 0; j < 5; j++) gram[j][j] += 1e-9 * rows.length; // few distinct doses: no singular quartic
  const b = solvePositiveDefinite(gram, right);
  let [square, bend] = [0, 0];
  for (const i of rows) {
    const u = (a[i] - middle) / half;
    const x = powers(u, 4);
    square += (outcome[i] - x.reduce((sum, v, j) => sum + v * b[j], 0)) ** 2;
    bend += ((2 * b[2] + 6 * b[3] * u + 12 * b[4] * u * u) / (half * half)) ** 2;
  }
  const variance = square / Math.max(1, rows.length - 5);
  if (!(variance > 0 && bend > 0)) return half;
  return Math.min(half, 1.719 * Math.exp(Math.log((variance * (high - low)) / bend) / 5));
}
