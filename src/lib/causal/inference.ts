import {tQuantile, tTwoSided} from "../numeric/index.ts";

export interface InferenceOptions {
  /** None: rows independent. One or two labellings of the rows: standard errors robust to dependence within each. */
  readonly clusters?: readonly Int32Array[];
  /** Default 0.95. */
  readonly level?: number;
  /**
   * With clusters: each variance times G/(G − 1), and Student's t with min(G) − 1 degrees of freedom (Cameron, Gelbach and
   * Miller 2011). Default true; false, or no clusters: no factor, normal.
   */
  readonly smallSample?: boolean;
}

export interface Inference {
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  /** Two-sided, of no effect. */
  readonly p: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly degreesOfFreedom: number;
  /** Number of clusters of each labelling. */
  readonly clusters: readonly number[];
}

/**
 * Standard error and interval of a fitted estimate, from its influence function: V = Σ over clusters of (Σ influence)² / n².
 * Two labellings: V₁ + V₂ − V₁₂, with V₁₂ of the clusters' intersections (Cameron, Gelbach and Miller 2011); where
 * sampling noise makes that smaller than the larger of V₁ and V₂, the larger is used.
 * @param fit the estimate and one influence value a row.
 * @throws RangeError for fewer than two clusters, or more than two labellings.
 */
export function inference(
  {theta, influence}: {readonly theta: number; readonly influence: Float64Array},
  {clusters = [], level = 0.95, smallSample = true}: InferenceOptions = {},
): Inference {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (clusters.length > 2) throw new RangeError(`invalid clusters; at most two labellings, found ${clusters.length}`);
  const parts = clusters.map((labels) => clusterVariance(influence, labels, smallSample));
  let variance = 0;
  if (clusters.length === 0) for (const x of influence) variance += (x / influence.length) * (x / influence.length);
  else if (clusters.length === 1) variance = parts[0].variance;
  else {
    const both = clusterVariance(influence, intersection(clusters[0], clusters[1]), smallSample);
    const [a, b] = parts;
    variance = Math.max(a.variance + b.variance - both.variance, a.variance, b.variance);
  }
  const counts = parts.map((part) => part.count);
  const degreesOfFreedom = counts.length > 0 && smallSample ? Math.min(...counts) - 1 : Number.POSITIVE_INFINITY;
  const standardError = Math.sqrt(variance);
  const statistic = theta / standardError;
  const half = tQuantile(0.5 + level / 2, degreesOfFreedom) * standardError;
  return {
    estimate: theta,
    standardError,
    statistic,
    p: tTwoSided(statistic, degreesOfFreedom),
    interval: [theta - half, theta + half],
    level,
    degreesOfFreedom,
    clusters: counts,
  };
}

function clusterVariance(influence: Float64Array, labels: Int32Array, smallSample: boolean) {
  if (labels.length !== influence.length)
    throw new RangeError(`invalid clusters; ${labels.length} labels for ${influence.length} rows`);
  const sums = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) sums.set(labels[i], (sums.get(labels[i]) ?? 0) + influence[i]);
  if (sums.size < 2) throw new RangeError(`invalid clusters; needs two or more, found ${sums.size}`);
  let squares = 0;
  for (const sum of sums.values()) squares += (sum / labels.length) * (sum / labels.length);
  return {variance: smallSample ? (squares * sums.size) / (sums.size - 1) : squares, count: sums.size};
}

/** One label for each pair of labels that occurs. */
function intersection(a: Int32Array, b: Int32Array): Int32Array {
  const ids = new Map<string, number>();
  return a.map((label, i) => {
    const key = `${label},${b[i]}`;
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  });
}
