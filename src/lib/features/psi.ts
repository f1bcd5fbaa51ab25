import {chiSquareUpper} from "../numeric/index.ts";

export interface Psi {
  /** Σ (r − c) log(r / c) over the bins' shares r (reference) and c (current). */
  readonly psi: number;
  readonly bins: number;
  /** What it is on average where nothing drifts: (bins − 1)(1/n + 1/m). */
  readonly expected: number;
  /** Above it, "no drift" is rejected at `level`. */
  readonly threshold: number;
  /** Probability of at least this value where nothing drifts. */
  readonly p: number;
  readonly drifted: boolean;
}

export interface PsiOptions {
  /** Bins of about equal numbers of the reference. Default 10. */
  readonly bins?: number;
  /** Level of the threshold. Default 0.01. */
  readonly level?: number;
  /** Independent observations in each sample, where fewer than values. Default: the values. */
  readonly effective?: readonly [number, number];
}

/**
 * Population stability index of a current sample against a reference one, with a threshold that knows their sizes: where
 * nothing drifts, PSI / (1/n + 1/m) is asymptotically χ² with bins − 1 degrees of freedom (Yurdakul and Naranjo 2020). The
 * usual 0.1 and 0.25 are too strict for small samples and too lax for large ones.
 *
 * Bins begin at quantiles of the reference (type 7), left end included; equal edges are joined. A reference that is one value
 * has bins below, at and above it. Missing values, where either
 * sample has any, are a bin. An empty bin counts as half an observation.
 */
export function psi(reference: Float64Array, current: Float64Array, options: PsiOptions = {}): Psi {
  const {bins = 10, level = 0.01, effective = [reference.length, current.length]} = options;
  const edges = quantileEdges(reference, bins);
  const [r, c] = [reference, current].map((values) => countBins(values, edges));
  const used = Array.from(r.keys()).filter((b) => r[b] > 0 || c[b] > 0);
  let sum = 0;
  for (const b of used) {
    const [share, now] = [Math.max(r[b], 0.5) / reference.length, Math.max(c[b], 0.5) / current.length];
    sum += (share - now) * Math.log(share / now);
  }
  const scale = 1 / effective[0] + 1 / effective[1];
  const freedom = used.length - 1;
  if (!(reference.length > 0 && current.length > 0 && freedom > 0))
    return {psi: 0, bins: used.length, expected: 0, threshold: Number.POSITIVE_INFINITY, p: 1, drifted: false};
  const p = Math.max(0, chiSquareUpper(sum / scale, freedom));
  const threshold = scale * chiSquareQuantile(1 - level, freedom);
  return {psi: sum, bins: used.length, expected: freedom * scale, threshold, p, drifted: sum > threshold};
}

/** Inner edges, ascending and distinct. */
function quantileEdges(values: Float64Array, bins: number): number[] {
  const sorted = values.filter((v) => Number.isFinite(v)).sort();
  if (sorted.length === 0) return [];
  const edges: number[] = [];
  for (let k = 1; k < bins; k++) {
    const at = (k * (sorted.length - 1)) / bins;
    const low = Math.floor(at);
    const edge = sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
    if (edge !== edges[edges.length - 1]) edges.push(edge);
  }
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return low === high ? [low, low + Math.max(Number.MIN_VALUE, Math.abs(low) * Number.EPSILON)] : edges;
}

/** Counts of values below each edge (and from the one before), from the last on, and missing. */
function countBins(values: Float64Array, edges: readonly number[]): Int32Array {
  const counts = new Int32Array(edges.length + 2);
  for (const v of values) {
    if (!Number.isFinite(v)) {
      counts[edges.length + 1]++;
      continue;
    }
    let bin = 0;
    while (bin < edges.length && v >= edges[bin]) bin++;
    counts[bin]++;
  }
  return counts;
}

/** The p-quantile of χ², by bisection of its upper tail to the last bits. */
function chiSquareQuantile(p: number, df: number): number {
  let [low, high] = [0, df + 10 * Math.sqrt(2 * df) + 20];
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (chiSquareUpper(middle, df) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
