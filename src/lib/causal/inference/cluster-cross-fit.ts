import {fromStandardError, type Inference} from "./inference.ts";
import {numbered} from "./labels.ts";

export interface ClusterCrossFitRows {
  /** ψ_a and ψ_b of a linear score ψ = ψ_a θ + ψ_b, one a row, each row's nuisances from clusters other than its own. */
  readonly scoreA: Float64Array;
  readonly scoreB: Float64Array;
  /** Which fold tests the row. */
  readonly fold: Int32Array;
  /** One or two labellings. A fold holds whole clusters, or, with two, whole cells of clusters by clusters. */
  readonly clusters: readonly Int32Array[];
}

/**
 * Effect and standard error when folds are made of whole clusters, one-way or two-way (Chiang, Kato, Ma and Sasaki 2022,
 * "Multiway cluster robust double/debiased machine learning"; conventions of DoubleML 0.9), for any linear score. Each fold
 * counts by its number of clusters (cells), not of rows: θ̂ solves Σₖ (Σ scores in k) / (clusters in k) = 0, and the variance
 * sums squared score totals of each cluster *within* a fold.
 * For folds that split clusters (blocks of days, clustered by trader too) use `inference`.
 */
export function clusterCrossFit(rows: ClusterCrossFitRows, level = 0.95): Inference {
  const {scoreA, scoreB, fold, clusters} = rows;
  if (!(clusters.length === 1 || clusters.length === 2))
    throw new RangeError(`invalid clusters; one or two labellings, found ${clusters.length}`);
  const folds = numbered(fold);
  const members: number[][] = Array.from({length: folds.count}, () => []);
  folds.of.forEach((k, i) => {
    members[k].push(i);
  });
  const cells = members.map((inFold) => {
    const labels = clusters.map((labelling) => Int32Array.from(inFold, (i) => labelling[i]));
    return {inFold, labels, counts: labels.map((l) => new Set(l).size)};
  });
  const size = (counts: readonly number[]) => counts.reduce((product, c) => product * c, 1);

  let a = 0;
  let b = 0;
  for (const {inFold, counts} of cells)
    for (const i of inFold) {
      a += scoreA[i] / size(counts);
      b += scoreB[i] / size(counts);
    }
  const theta = -b / a;
  let gamma = 0;
  for (const {inFold, labels, counts} of cells) {
    const score = Float64Array.from(inFold, (i) => scoreA[i] * theta + scoreB[i]);
    const weight = Math.min(...counts) / (size(counts) * size(counts));
    for (const labelling of labels) gamma += weight * squaredTotals(score, labelling);
  }
  const total = clusters.map((labelling) => new Set(labelling).size);
  const bread = a / cells.length;
  const standardError = Math.sqrt(gamma / cells.length / (bread * bread) / Math.min(...total));
  return {
    ...fromStandardError(theta, standardError, Number.POSITIVE_INFINITY, level),
    clusters: total,
    method: `cluster-robust cross-fitting, ${clusters.length === 1 ? "one-way" : "two-way"} (Chiang et al. 2022)`,
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
