import type {Design} from "../../models/index.ts";
import {type Labels, numbered} from "../inference/labels.ts";
import {type CrossFitFold, checkFolds} from "./folds.ts";
import {checkColumns} from "./linear-score.ts";
import {type PlrFit, plrFromPredictions} from "./partially-linear.ts";
import {type BlockSums, blockSums, sumBlocks} from "./ridge-blocks.ts";
import {solveRidge} from "./ridge-solve.ts";

export interface RidgeCrossFitOptions {
  readonly y: Float64Array;
  readonly d: Float64Array;
  /** Without missing values. */
  readonly x: Design;
  /** Block of each row (its day), any labels: folds are made of whole blocks. */
  readonly block: Int32Array;
  /**
   * Sample splits, one a repeat, of the *blocks* in ascending order of their labels: `randomFolds(blocks, 5, random)`, or
   * `dayBlockFolds(Int32Array.from({length: blocks}, (_, b) => b), 5, gap, shift)`.
   */
  readonly repeats: readonly (readonly CrossFitFold[])[];
  readonly penalty: {readonly outcome: number; readonly treatment: number};
  /**
   * Default true: the penalty is of standardised features and the mean squared error, as in `models/ridge`. False: of the features
   * as they are and the sum of squared errors, as scikit-learn's Ridge(alpha).
   */
  readonly standardise?: boolean;
  readonly labels?: Labels;
}

/**
 * Partially linear regression with ridge nuisances of fixed penalty over many sample splits, at the cost of few: cross products are
 * summed once a block, and every fold of every repeat adds and subtracts those; only predictions touch the rows again.
 * @param use what is wanted of each repeat's fit, which is the one that `fitPlr` would give with the same folds:
 * `(fit) => inference(fit)`, to be combined by `medianOfRepeats`. Fits are not kept: a hundred of them would fill the memory.
 * @throws RangeError for missing values, a penalty below 0, folds that do not test every block once, or a treatment of which
 * nothing is left.
 */
export function plrRidgeRepeats<T>(options: RidgeCrossFitOptions, use: (fit: PlrFit, repeat: number) => T): T[] {
  const {y, d, x, block, repeats, penalty, standardise = true, labels} = options;
  const n = checkColumns({y, d, ...Object.fromEntries(x.columns.map((c, j) => [`"${x.names[j]}"`, c]))});
  for (const [name, value] of Object.entries(penalty))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`invalid penalty of the ${name}; not ≥ 0: ${value}`);
  if (block.length !== n) throw new RangeError(`invalid block; ${block.length} labels for ${n} rows`);
  const {of, count} = numbered(block);
  const p = x.columns.length;
  const sums = blockSums(x.columns, [y, d], of, count);
  const whole = sumBlocks(
    sums,
    Int32Array.from({length: count}, (_, b) => b),
  );
  const predictedY = new Float64Array(n);
  return repeats.map((folds, repeat) => {
    checkFolds(folds, count);
    const predictedD = new Float64Array(n);
    for (const {train, test} of folds) {
      if (train.length === 0) throw new RangeError("invalid folds; one has no block to train on");
      const triangle = trainingSums(sums, whole, train, test);
      const own = {p, standardise};
      const outcome = solveRidge(triangle, {...own, target: p + 1, penalty: penalty.outcome});
      const treatment = solveRidge(triangle, {...own, target: p + 2, penalty: penalty.treatment});
      const atY = {into: predictedY, ...outcome, intercept: outcome.intercept + sums.shift[p + 1]};
      const atD = {into: predictedD, ...treatment, intercept: treatment.intercept + sums.shift[p + 2]};
      for (const b of test) predictBlock(sums, p, b, atY, atD);
    }
    return use(plrFromPredictions(y, d, predictedY, predictedD, labels), repeat);
  });
}

/** Of the training blocks: all less the tested, where nothing is left out between them. */
function trainingSums(sums: BlockSums, whole: Float64Array, train: Int32Array, test: Int32Array): Float64Array {
  if (train.length + test.length < sums.blocks || train.length <= test.length) return sumBlocks(sums, train);
  const triangle = sumBlocks(sums, test);
  for (let j = 0; j < triangle.length; j++) triangle[j] = whole[j] - triangle[j];
  return triangle;
}

interface Target {
  readonly into: Float64Array;
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/**
 * Both predictions of a block's rows in one pass, four rows at a time: eight sums that do not wait for each other, and every
 * coefficient is read once for four rows.
 */
function predictBlock({values, order, start}: BlockSums, p: number, b: number, y: Target, d: Target): void {
  const [ofY, ofD, intoY, intoD] = [y.coefficients, d.coefficients, y.into, d.into];
  const end = start[b + 1];
  let k = start[b];
  for (; k + 3 < end; k += 4) {
    const row0 = k * p;
    const row1 = row0 + p;
    const row2 = row1 + p;
    const row3 = row2 + p;
    let y0 = y.intercept;
    let d0 = d.intercept;
    let [y1, y2, y3, d1, d2, d3] = [y0, y0, y0, d0, d0, d0];
    for (let j = 0; j < p; j++) {
      const cy = ofY[j];
      const cd = ofD[j];
      const v0 = values[row0 + j];
      const v1 = values[row1 + j];
      const v2 = values[row2 + j];
      const v3 = values[row3 + j];
      y0 += v0 * cy;
      d0 += v0 * cd;
      y1 += v1 * cy;
      d1 += v1 * cd;
      y2 += v2 * cy;
      d2 += v2 * cd;
      y3 += v3 * cy;
      d3 += v3 * cd;
    }
    intoY[order[k]] = y0;
    intoD[order[k]] = d0;
    intoY[order[k + 1]] = y1;
    intoD[order[k + 1]] = d1;
    intoY[order[k + 2]] = y2;
    intoD[order[k + 2]] = d2;
    intoY[order[k + 3]] = y3;
    intoD[order[k + 3]] = d3;
  }
  for (; k < end; k++) {
    let atY = y.intercept;
    let atD = d.intercept;
    for (let j = 0; j < p; j++) {
      atY += values[k * p + j] * ofY[j];
      atD += values[k * p + j] * ofD[j];
    }
    intoY[order[k]] = atY;
    intoD[order[k]] = atD;
  }
}
