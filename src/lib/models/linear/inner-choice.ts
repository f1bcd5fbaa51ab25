import {designRows, pick} from "../design.ts";
import {innerSplits} from "../inner-split.ts";
import type {Design} from "../learner.ts";
import {type Encoding, fitEncoding} from "./encoding.ts";
import {type ModelMatrix, modelMatrix, multiply, type TermFit} from "./model-matrix.ts";

const blocks = 5;

/** Rows with weight to learn from. */
export interface TrainingRows {
  readonly x: Design;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly days: Int32Array;
}

export interface InnerChoice {
  /** Ascending. */
  readonly penalties: readonly number[];
  /** Fits a block's past at every penalty given, descending; null where it cannot be fitted. */
  fitAll(matrix: ModelMatrix, y: Float64Array, w: Float64Array, penalties: readonly number[]): TermFit[] | null;
  /** Loss of one row, of its margin. */
  loss(y: number, margin: number): number;
}

/**
 * The penalty with the smallest weighted loss over 5 time-ordered inner blocks, each predicted from the days before it
 * with its own encoding; the larger of equals.
 * @returns null where no block can be judged: fewer than 24 days, or none with weight in its past.
 */
export function choosePenalty({x, y, w, days}: TrainingRows, {penalties, fitAll, loss}: InnerChoice): number | null {
  const descending = [...penalties].reverse();
  const total = new Float64Array(descending.length);
  let judged = 0;
  for (const {train, test} of innerSplits(days, blocks)) {
    const weights = pick(w, train);
    if (!weights.some((v) => v > 0)) continue;
    const past = designRows(x, train);
    const encoding: Encoding = fitEncoding(past, weights);
    const fits = fitAll(modelMatrix(past, encoding), pick(y, train), weights, descending);
    if (fits === null) continue;
    const matrix = modelMatrix(designRows(x, test), encoding);
    fits.forEach(({beta, intercept}, k) => {
      const margin = multiply(matrix, beta, intercept);
      test.forEach((i, r) => {
        if (w[i] > 0) total[k] += w[i] * loss(y[i], margin[r]);
      });
    });
    judged++;
  }
  return judged === 0 ? null : descending[total.indexOf(Math.min(...total))];
}

/** Weights of a fit's terms as those of the encoding's, 0 for terms that do not vary. */
export function encodedWeights({of}: ModelMatrix, {beta}: TermFit, {terms}: Encoding): Float64Array {
  const weights = new Float64Array(terms.length);
  of.forEach((t, j) => {
    weights[t] = beta[j];
  });
  return weights;
}
