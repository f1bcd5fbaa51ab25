import {normalQuantile, tTwoSided} from "../numeric/index.ts";
import type {Inference} from "./inference.ts";

export interface ClusterCrossFitRows {
  /** y − ℓ̂(x) and d − m̂(x), one a row, each row predicted from clusters other than its own. */
  readonly residualY: Float64Array;
  readonly residualD: Float64Array;
  /** Which fold tests the row. */
  readonly fold: Int32Array;
  /** One or two labellings. A fold holds whole clusters, or, with two, whole cells of clusters by clusters. */
  readonly clusters: readonly Int32Array[];
}

/**
 * Partially linear effect and standard error when folds are made of whole clusters, one-way or two-way (Chiang, Kato, Ma
 * and Sasaki 2022, "Multiway cluster robust double/debiased machine learning"; conventions of DoubleML 0.9). Each fold
 * counts by its number of clusters (cells), not of rows: θ̂ solves Σₖ (Σ scores in k) / (clusters in k) = 0, and the variance
 * sums squared score totals of each cluster *within* a fold.
 * For folds that split clusters (blocks of days, clustered by trader too) use `inference`.
 */
export function clusterCrossFit(rows: ClusterCrossFitRows, level = 0.95): Inference {
  const {residualY, residualD, fold, clusters} = rows;
  if (!(clusters.length === 1 || clusters.length === 2))
    throw new RangeError(`invalid clusters; one or two labellings, found ${clusters.length}`);
  const folds = [...new Set(fold)]
    .sort((a, b) => a - b)
    .map((k) => Int32Array.from(fold.keys()).filter((i) => fold[i] === k));
  const cells = folds.map((inFold) => {
    const labels = clusters.map((labelling) => Int32Array.from(inFold, (i) => labelling[i]));
    return {inFold, labels, counts: labels.map((l) => new Set(l).size)};
  });
  const size = (counts: readonly number[]) => counts.reduce((product, c) => product * c, 1);

  let cross = 0;
  let square = 0;
  for (const {inFold, counts} of cells)
    for (const i of inFold) {
      cross += (residualD[i] * residualY[i]) / size(counts);
      square += (residualD[i] * residualD[i]) / size(counts);
    }
  const theta = cross / square;
  let gamma = 0;
  for (const {inFold, labels, counts} of cells) {
    const score = Float64Array.from(inFold, (i) => (residualY[i] - theta * residualD[i]) * residualD[i]);
    const weight = Math.min(...counts) / (size(counts) * size(counts));
    for (const labelling of labels) gamma += weight * squaredTotals(score, labelling);
  }
  const total = clusters.map((labelling) => new Set(labelling).size);
  const bread = square / cells.length;
  const standardError = Math.sqrt(gamma / cells.length / (bread * bread) / Math.min(...total));
  const half = normalQuantile(0.5 + level / 2) * standardError;
  return {
    estimate: theta,
    standardError,
    statistic: theta / standardError,
    p: tTwoSided(theta / standardError, Number.POSITIVE_INFINITY),
    interval: [theta - half, theta + half],
    level,
    degreesOfFreedom: Number.POSITIVE_INFINITY,
    clusters: total,
  };
}

/** Σ over labels of (Σ score)². */
function squaredTotals(score: Float64Array, labels: Int32Array): number {
  const sums = new Map<number, number>();
  for (let i = 0; i < score.length; i++) sums.set(labels[i], (sums.get(labels[i]) ?? 0) + score[i]);
  let total = 0;
  for (const sum of sums.values()) total += sum * sum;
  return total;
}
