import type {Design, Learner} from "../models/index.ts";
import {type Random, stream} from "../numeric/index.ts";
import type {CrossFitFold} from "./day-blocks.ts";

/** A fitted partially linear regression; standard errors are chosen afterwards, by `inference`. */
export interface PlrFit {
  /** Effect of one unit of d, in units of y. */
  readonly theta: number;
  /** y − ℓ̂(x) and d − m̂(x), one a row. */
  readonly residualY: Float64Array;
  readonly residualD: Float64Array;
  /** m̂(x): the propensity where d is 0/1. Not clipped: partialling-out does not divide by it. */
  readonly predictedD: Float64Array;
  /** Orthogonal score ψ at θ̂, one a row: (residualY − θ̂·residualD)·residualD; sums to zero. */
  readonly score: Float64Array;
  /** ψ over the mean of residualD²: the estimate moves by influence / n when a row is added. */
  readonly influence: Float64Array;
}

/**
 * Partialling-out estimate (Robinson 1988; Chernozhukov et al. 2018, eq. 4.4) of θ in y = θ·d + g(x) + ε, from nuisance
 * predictions made elsewhere: θ̂ = Σ (y − ℓ̂)(d − m̂) / Σ (d − m̂)², with ℓ̂ of E[y | x] and m̂ of E[d | x], all folds
 * pooled ("DML2").
 * Estimand: the effect of d on y; where it varies, its average weighted by Var(d | x). Assumes that d is as good as random
 * given x.
 * @throws RangeError if lengths differ or nothing of d is left after partialling out.
 */
export function plrFromPredictions(
  y: Float64Array,
  d: Float64Array,
  predictedY: Float64Array,
  predictedD: Float64Array,
): PlrFit {
  const n = y.length;
  if (d.length !== n || predictedY.length !== n || predictedD.length !== n)
    throw new RangeError(
      `invalid lengths; y ${n}, d ${d.length}, predictions ${predictedY.length}, ${predictedD.length}`,
    );
  const residualY = y.map((v, i) => v - predictedY[i]);
  const residualD = d.map((v, i) => v - predictedD[i]);
  let cross = 0;
  let square = 0;
  let size = 0;
  for (let i = 0; i < n; i++) {
    cross += residualD[i] * residualY[i];
    square += residualD[i] * residualD[i];
    size += d[i] * d[i];
  }
  if (!(square > size * 1e-12))
    throw new RangeError("invalid treatment; nothing of it varies once x is partialled out");
  const theta = cross / square;
  const score = residualY.map((u, i) => (u - theta * residualD[i]) * residualD[i]);
  return {theta, residualY, residualD, predictedD, score, influence: score.map((s) => s / (square / n))};
}

export interface FitPlrOptions {
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly x: Design;
  /** Day index of each row. */
  readonly day: Int32Array;
  readonly folds: readonly CrossFitFold[];
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner};
  readonly seed: number;
  /**
   * Group of each row (its trader) whose own level of y, d and every feature is taken out first, by means of its training
   * rows (the within transformation): a confounder that no feature needs to carry. A group without training rows has the
   * mean of all.
   */
  readonly group?: Int32Array;
}

/**
 * Cross-fits both nuisances, each row predicted by models that were fitted on other blocks of days, and partials them out.
 * @throws RangeError if the folds do not test every row exactly once, and as `plrFromPredictions` does.
 */
export function fitPlr({y, d, x, day, folds, learners, seed, group}: FitPlrOptions): PlrFit {
  const tested = new Uint8Array(y.length);
  for (const {test} of folds) for (const i of test) tested[i]++;
  const wrong = tested.findIndex((count) => count !== 1);
  if (wrong >= 0) throw new RangeError(`invalid folds; row ${wrong} is tested ${tested[wrong]} times, not once`);
  const nuisance = (target: Float64Array, learner: Learner, name: string) => {
    const prediction = new Float64Array(y.length);
    folds.forEach((fold, k) => {
      predictFold(target, {x, day, fold, learner, group, random: stream(seed, "plr", name, k)}, prediction);
    });
    return prediction;
  };
  return plrFromPredictions(
    y,
    d,
    nuisance(y, learners.outcome, "outcome"),
    nuisance(d, learners.treatment, "treatment"),
  );
}

interface FoldTask {
  readonly x: Design;
  readonly day: Int32Array;
  readonly fold: CrossFitFold;
  readonly learner: Learner;
  readonly group: Int32Array | undefined;
  readonly random: Random;
}

function predictFold(target: Float64Array, {x, day, fold, learner, group, random}: FoldTask, into: Float64Array): void {
  const levelOf = (values: Float64Array) => (group === undefined ? () => 0 : trainingMeans(values, group, fold.train));
  const level = levelOf(target);
  const within = x.columns.map((column) => {
    const ofColumn = levelOf(column);
    return column.map((v, i) => v - ofColumn(i));
  });
  const part = (rows: Int32Array): Design => ({
    rows: rows.length,
    names: x.names,
    columns: within.map((column) => Float64Array.from(rows, (i) => column[i])),
  });
  const y = Float64Array.from(fold.train, (i) => target[i] - level(i));
  const model = learner.fit(part(fold.train), y, {random, days: Int32Array.from(fold.train, (i) => day[i])});
  const prediction = model.predict(part(fold.test));
  fold.test.forEach((i, k) => {
    into[i] = level(i) + prediction[k];
  });
}

/** Mean over the training rows of a row's group, missing values apart; of all groups where its own has none. */
function trainingMeans(values: Float64Array, group: Int32Array, train: Int32Array): (row: number) => number {
  const groups = new Map<number, {sum: number; n: number}>();
  const all = {sum: 0, n: 0};
  for (const i of train) {
    if (Number.isNaN(values[i])) continue;
    const own = groups.get(group[i]) ?? {sum: 0, n: 0};
    groups.set(group[i], own);
    for (const entry of [own, all]) {
      entry.sum += values[i];
      entry.n++;
    }
  }
  return (row) => {
    const {sum, n} = groups.get(group[row]) ?? all;
    return n === 0 ? 0 : sum / n;
  };
}
