import {ranked} from "../numeric/index.ts";

export interface Cluster {
  /** Indices of the columns, ascending; two or more. */
  readonly members: readonly number[];
  /** The smallest absolute correlation between any two of them. */
  readonly least: number;
}

/**
 * Clusters of columns that say the same: complete-linkage agglomerative clustering on 1 − |Spearman correlation|, cut where
 * the smallest absolute correlation within a cluster would fall below `level`. Rank correlation, so that a monotone copy is
 * seen; missing values stand at the median rank. Ties: the pair with the lowest indices is joined first.
 */
export function clusterByCorrelation(columns: readonly Float64Array[], level: number): Cluster[] {
  const z = columns.map(standardisedRanks);
  const p = columns.length;
  const link = Array.from({length: p}, () => new Float64Array(p));
  for (let j = 0; j < p; j++)
    for (let k = 0; k < j; k++) {
      let sum = 0;
      for (let i = 0; i < z[j].length; i++) sum += z[j][i] * z[k][i];
      link[j][k] = link[k][j] = Math.min(1, Math.abs(sum));
    }
  const clusters = columns.map((_, j) => ({members: [j], least: 1}));
  const alive = columns.map(() => true);
  for (;;) {
    let [most, a, b] = [level, -1, -1];
    for (let j = 0; j < p; j++)
      for (let k = j + 1; k < p; k++)
        if (alive[j] && alive[k] && (link[j][k] > most || (a < 0 && link[j][k] >= most)))
          [most, a, b] = [link[j][k], j, k];
    if (a < 0) break;
    alive[b] = false;
    clusters[a] = {members: [...clusters[a].members, ...clusters[b].members].sort((x, y) => x - y), least: most};
    for (let k = 0; k < p; k++) link[a][k] = link[k][a] = Math.min(link[a][k], link[b][k]);
  }
  return clusters.filter((c, j) => alive[j] && c.members.length > 1);
}

/** Mid-ranks, centred and of length 1; zeros for a constant. */
function standardisedRanks(column: Float64Array): Float64Array {
  const ranks = ranked(column);
  let norm = 0;
  for (let i = 0; i < ranks.length; i++) norm += ranks[i] * ranks[i];
  return norm > 0 ? ranks.map((r) => r / Math.sqrt(norm)) : ranks;
}
