import type {CrossFitFold} from "./folds.ts";

export interface DoseDensity {
  /** π̂(aᵢ | xᵢ), one a row. */
  readonly observed: Float64Array;
  /** One a grid point: π̂(grid | xᵢ), one a row. */
  readonly atGrid: readonly Float64Array[];
}

/**
 * Conditional density of a dose, location and scale: a = m̂(x) + ŝ(x) u, with the density of u by a Gaussian kernel
 * (Silverman's 1986 bandwidth, eq. 3.31) over the standardised residuals of the fold's training rows (as Kennedy et al. 2017).
 * @param mean and @param scale out-of-fold predictions, one a row; scale above 0.
 */
export function doseDensity(
  a: Float64Array,
  {mean, scale}: {readonly mean: Float64Array; readonly scale: Float64Array},
  grid: Float64Array,
  folds: readonly CrossFitFold[],
): DoseDensity {
  const standard = a.map((v, i) => (v - mean[i]) / scale[i]);
  const observed = new Float64Array(a.length);
  const atGrid = Array.from(grid, () => new Float64Array(a.length));
  for (const {train, test} of folds) {
    const density = kernelDensity(Float64Array.from(train, (i) => standard[i]));
    for (const i of test) {
      observed[i] = density(standard[i]) / scale[i];
      for (let g = 0; g < grid.length; g++) atGrid[g][i] = density((grid[g] - mean[i]) / scale[i]) / scale[i];
    }
  }
  return {observed, atGrid};
}

const bins = 512;

/** Gaussian kernel density, binned linearly on 512 points (Wand 1994) that reach four bandwidths beyond the data; 0 outside. */
function kernelDensity(values: Float64Array): (u: number) => number {
  const n = values.length;
  const sorted = values.slice().sort();
  const mean = values.reduce((s, v) => s + v, 0) / n;
  const sd = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / n);
  const range = (sorted[Math.floor(0.75 * n)] - sorted[Math.floor(0.25 * n)]) / 1.349;
  const spread = range > 0 ? Math.min(sd, range) : sd;
  if (!(spread > 0)) throw new RangeError("invalid dose; nothing of it varies once x is partialled out");
  const h = 0.9 * spread * Math.exp(-Math.log(n) / 5);
  const low = sorted[0] - 4 * h;
  const step = (sorted[n - 1] + 4 * h - low) / (bins - 1);
  const weights = new Float64Array(bins);
  for (const v of values) {
    const at = (v - low) / step;
    const k = Math.min(bins - 2, Math.floor(at));
    weights[k] += 1 - (at - k);
    weights[k + 1] += at - k;
  }
  const reach = Math.min(bins, Math.ceil((5 * h) / step));
  const kernel = Float64Array.from({length: reach + 1}, (_, k) => Math.exp(-((k * step) ** 2) / (2 * h * h)));
  const total = n * h * Math.sqrt(2 * Math.PI);
  const density = new Float64Array(bins);
  for (let k = 0; k < bins; k++) {
    for (let l = Math.max(0, k - reach); l <= Math.min(bins - 1, k + reach); l++)
      density[k] += weights[l] * kernel[Math.abs(k - l)];
    density[k] /= total;
  }
  return (u) => {
    const at = (u - low) / step;
    if (!(at >= 0 && at < bins - 1)) return 0;
    const k = Math.floor(at);
    return density[k] + (at - k) * (density[k + 1] - density[k]);
  };
}
