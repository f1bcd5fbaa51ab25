import type {Random} from "../../numeric/index.ts";

/** Rows in groups that are drawn whole: of[i] is in 0 … count − 1. */
export interface Clusters {
  readonly count: number;
  /** Rows of each, in order. */
  readonly rows: readonly Int32Array[];
}

/** Rows by label, clusters in order of first row. @throws RangeError for fewer than two clusters. */
export function clustersOf(labels: Int32Array): Clusters {
  const rows = new Map<number, number[]>();
  labels.forEach((label, i) => {
    const mine = rows.get(label);
    if (mine) mine.push(i);
    else rows.set(label, [i]);
  });
  if (rows.size < 2) throw new RangeError(`invalid clusters; needs two or more, found ${rows.size}`);
  return {count: rows.size, rows: Array.from(rows.values(), (mine) => Int32Array.from(mine))};
}

export interface ResampleOptions {
  readonly random: Random;
  /** How many, 1 or more. */
  readonly draws: number;
}

/**
 * Pairs bootstrap, the estimator re-run: rows drawn with replacement, outcome and covariates together (Efron 1979).
 * @param statistic of the rows given, repeats among them. What it throws passes through: a draw is never left out.
 */
export function pairsBootstrap(
  n: number,
  statistic: (rows: Int32Array) => number,
  {random, draws}: ResampleOptions,
): Float64Array {
  if (!(Number.isInteger(n) && n >= 2)) throw new RangeError(`invalid rows; needs 2 or more: ${n}`);
  checkDraws(draws);
  const rows = new Int32Array(n);
  return Float64Array.from({length: draws}, () => {
    for (let i = 0; i < n; i++) rows[i] = random.integer(n);
    return statistic(rows);
  });
}

/** Cluster bootstrap, the estimator re-run: whole clusters drawn with replacement, as many as there are. */
export function clusterBootstrap(
  labels: Int32Array,
  statistic: (rows: Int32Array) => number,
  {random, draws}: ResampleOptions,
): Float64Array {
  checkDraws(draws);
  const {count, rows} = clustersOf(labels);
  return Float64Array.from({length: draws}, () => {
    const drawn = Array.from({length: count}, () => rows[random.integer(count)]);
    const all = new Int32Array(drawn.reduce((sum, mine) => sum + mine.length, 0));
    let at = 0;
    for (const mine of drawn) {
      all.set(mine, at);
      at += mine.length;
    }
    return statistic(all);
  });
}

/** The statistic without each row, or without each cluster: what BCa intervals need. */
export function jackknife(n: number, statistic: (rows: Int32Array) => number, labels?: Int32Array): Float64Array {
  if (labels !== undefined && labels.length !== n)
    throw new RangeError(`invalid clusters; ${labels.length} labels for ${n} rows`);
  if (!(n >= 2)) throw new RangeError(`invalid rows; needs 2 or more: ${n}`);
  const left = labels ? clustersOf(labels).rows : Array.from({length: n}, (_, i) => Int32Array.of(i));
  const every = Int32Array.from({length: n}, (_, i) => i);
  return Float64Array.from(left, (out) => {
    const without = new Set(out);
    return statistic(every.filter((i) => !without.has(i)));
  });
}

/** @throws RangeError unless a whole number, 1 or more. */
export function checkDraws(draws: number): void {
  if (!(Number.isInteger(draws) && draws >= 1)) throw new RangeError(`invalid draws; not 1 or more: ${draws}`);
}
