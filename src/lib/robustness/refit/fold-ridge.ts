import type {CrossFitFold} from "../../causal/index.ts";
import {addFourRows, type GrowingCholesky, growingCholesky} from "../../numeric/index.ts";
import type {WithinSample} from "./within-sample.ts";

/** All of a fold's ridge regressions within traders that does not depend on the target. */
export interface FoldRidge {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Training rows of each trader, and the mean of their v (traders × p); a trader without has the features' mean over all. */
  readonly count: Float64Array;
  readonly means: Float64Array;
  /** Standard deviations within traders over the training rows; 0 where a feature is constant there. */
  readonly sd: Float64Array;
  /** Correlations within traders of the features that vary, plus the penalty, factored. */
  readonly live: Int32Array;
  readonly cholesky: GrowingCholesky;
}

/** What the folds of a sample share: cross products over all rows, lower triangle. */
export interface FoldSource {
  readonly sample: WithinSample;
  readonly gram: Float64Array;
}

export function foldSource(sample: WithinSample): FoldSource {
  const all = Int32Array.from({length: sample.rows}, (_, i) => i);
  return {sample, gram: gramOf(sample, all)};
}

/** @param penalty λ of features of unit variance, as `models/ridge`. @throws RangeError for a penalty below 0. */
export function foldRidge({sample, gram}: FoldSource, {train, test}: CrossFitFold, penalty: number): FoldRidge {
  if (!(penalty >= 0 && penalty < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid penalty; not 0 or more: ${penalty}`);
  const {rows, p, v, level, trader, traders} = sample;
  const count = new Float64Array(traders);
  const sums = new Float64Array(traders * p);
  const total = new Float64Array(p);
  const trains = new Uint8Array(rows);
  for (let k = 0; k < train.length; k++) {
    const i = train[k];
    trains[i] = 1;
    count[trader[i]]++;
    for (let j = 0, at = i * p, to = trader[i] * p; j < p; j++) sums[to++] += v[at++];
  }
  for (let k = 0; k < sums.length; k++) total[k % p] += sums[k] + count[Math.floor(k / p)] * level[k];
  const within = trainingGram(sample, gram, train, trains);
  for (let t = 0; t < traders; t++) {
    if (count[t] === 0) continue;
    const from = t * p;
    for (let j = 0, at = 0; j < p; j++) {
      const mean = sums[from + j] / count[t];
      for (let l = 0; l <= j; l++) within[at++] -= mean * sums[from + l];
    }
  }
  const n = train.length;
  const at = (j: number, l: number) => (j * (j + 1)) / 2 + l;
  const sd = Float64Array.from({length: p}, (_, j) => {
    const own = within[at(j, j)];
    return own > 1e-12 * gram[at(j, j)] ? Math.sqrt(own / n) : 0;
  });
  const cholesky = growingCholesky(p);
  const live: number[] = [];
  for (let j = 0; j < p; j++) {
    if (sd[j] === 0) continue;
    const row = Float64Array.from(live, (l) => within[at(j, l)] / (n * sd[j] * sd[l]));
    if (cholesky.append(row, 1 + penalty)) live.push(j);
  }
  const means = sums.map((sum, k) => {
    const own = count[Math.floor(k / p)];
    return own === 0 ? total[k % p] / n - level[k] : sum / own;
  });
  return {train, test, count, means, sd, live: Int32Array.from(live), cholesky};
}

/** Of the training rows: summed, or what is left of all when the others, if fewer, are taken off. */
function trainingGram(sample: WithinSample, all: Float64Array, train: Int32Array, trains: Uint8Array): Float64Array {
  if (2 * train.length < sample.rows) return gramOf(sample, train);
  const others = new Int32Array(sample.rows - train.length);
  for (let i = 0, k = 0; i < sample.rows; i++) if (trains[i] === 0) others[k++] = i;
  const rest = gramOf(sample, others);
  for (let k = 0; k < rest.length; k++) rest[k] = all[k] - rest[k];
  return rest;
}

function gramOf({v, p}: WithinSample, rows: Int32Array): Float64Array {
  const gram = new Float64Array((p * (p + 1)) / 2);
  const four = new Float64Array(4 * p);
  for (let k = 0; k < rows.length; k += 4) {
    four.fill(0);
    for (let r = 0; r < 4 && k + r < rows.length; r++)
      for (let j = 0, at = rows[k + r] * p, to = r * p; j < p; j++) four[to++] = v[at++];
    addFourRows(four, p, gram);
  }
  return gram;
}

/** Coefficients of v, and what is added for each trader: prediction = offset + Σ coefficient · v. */
export interface FoldFit {
  readonly coefficients: Float64Array;
  readonly offset: Float64Array;
}

/**
 * The regression from a target's sums over the training rows: `products` Σ v · target (p), `totals` Σ target by trader. A trader
 * without training rows has the level of all.
 */
export function solveFold(fold: FoldRidge, products: Float64Array, totals: Float64Array, into: FoldFit): void {
  const {train, count, means, sd, live, cholesky} = fold;
  const p = sd.length;
  const {coefficients, offset} = into;
  const b = new Float64Array(live.length);
  let all = 0;
  for (let t = 0; t < totals.length; t++) all += totals[t];
  for (let k = 0; k < live.length; k++) b[k] = products[live[k]];
  for (let t = 0; t < totals.length; t++) {
    if (totals[t] === 0) continue;
    for (let k = 0; k < live.length; k++) b[k] -= means[t * p + live[k]] * totals[t];
  }
  for (let k = 0; k < live.length; k++) b[k] /= train.length * sd[live[k]];
  cholesky.solve(b);
  coefficients.fill(0);
  for (let k = 0; k < live.length; k++) coefficients[live[k]] = b[k] / sd[live[k]];
  for (let t = 0; t < totals.length; t++) {
    let level = count[t] === 0 ? all / train.length : totals[t] / count[t];
    for (let j = 0, at = t * p; j < p; j++) level -= coefficients[j] * means[at++];
    offset[t] = level;
  }
}
