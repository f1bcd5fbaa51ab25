import {crossProducts, dot, solvePositiveDefinite} from "../numeric/index.ts";
import {checkFit, checkNames, designRows, impute, medianPresent, pick} from "./design.ts";
import {innerSplits} from "./inner-split.ts";
import type {Design, FitOptions, Learner, Model} from "./learner.ts";

/** Penalties tried, in units of a standardised feature's variance: 1000 shrinks a lone feature's weight to a thousandth. */
const penalties = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
/** Used where the window has too few days to choose one. */
const defaultPenalty = 1;
const blocks = 5;

/**
 * Ridge regression (Hoerl and Kennard 1970) on standardised features: minimises
 * Σ wᵢ (yᵢ − α − zᵢ'β)² / Σ wᵢ + λ |β|², where z = (x − mean) / sd, weighted, of the training window; α is not penalised.
 *
 * Inside the fit: missing values become the training median; features constant on the window (or missing throughout)
 * get weight 0; λ is the value of a fixed grid with the smallest weighted squared error over 5 time-ordered inner blocks,
 * each predicted from the days before it (ties: the larger), 1 where the window has fewer than 24 days; then one fit on
 * all rows. The target is used as it is: the caller brings traders of different size to one scale (see fit-fold.ts).
 */
export const learner: Learner = {
  name: "ridge",
  label: "Ridge regression",
  description:
    "Linear regression on standardised features, median imputation, penalty chosen on 5 time-ordered blocks inside each training window",
  fit(x, y, options) {
    const weights = checkFit(x, y, options);
    const penalty = choosePenalty(x, y, weights, options.days);
    const solve = prepare(x, y, weights);
    return modelOf({kind: "ridge@1", rows: x.rows, penalty, ...solve(penalty)});
  },
};

/** A fitted ridge regression, as JSON. Arrays have one entry a feature. */
interface RidgeState extends Coefficients {
  readonly kind: "ridge@1";
  readonly rows: number;
  readonly penalty: number;
}

interface Coefficients {
  readonly names: readonly string[];
  readonly medians: readonly number[];
  readonly means: readonly number[];
  /** Standard deviations; 0: constant on the training window. */
  readonly sds: readonly number[];
  /** Of the standardised features; 0 where sd is. */
  readonly weights: readonly number[];
  readonly intercept: number;
}

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not a ridge regression's. */
export function fromJSON(state: unknown): Model {
  const candidate = state as RidgeState | null;
  if (candidate?.kind !== "ridge@1") throw new RangeError(`invalid model; not "ridge@1": ${candidate?.kind}`);
  return modelOf(candidate);
}

function modelOf(state: RidgeState): Model {
  const {names, medians, means, sds, weights, intercept, penalty, rows} = state;
  return {
    predict(x) {
      checkNames(x, names);
      const prediction = new Float64Array(x.rows).fill(intercept);
      for (let j = 0; j < names.length; j++) {
        if (weights[j] === 0) continue;
        const column = impute(x.columns[j], medians[j]);
        for (let i = 0; i < x.rows; i++) prediction[i] += weights[j] * ((column[i] - means[j]) / sds[j]);
      }
      return prediction;
    },
    toJSON: () => state,
    summary: () => ({
      rowsUsed: rows,
      chosen: {penalty, features: sds.filter((s) => s > 0).length},
      weights: Object.fromEntries(names.map((name, j) => [name, weights[j]])),
    }),
  };
}

/** Standardises once; the returned function solves for any penalty. */
function prepare(x: Design, y: Float64Array, w: Float64Array): (penalty: number) => Coefficients {
  let total = 0;
  for (let i = 0; i < w.length; i++) total += w[i];
  const intercept = dot(w, y) / total;
  const medians = x.columns.map(medianPresent);
  const filled = x.columns.map((column, j) => impute(column, medians[j]));
  const means = filled.map((column) => dot(w, column) / total);
  const sds = filled.map((column, j) => spread(column, means[j], w, total));
  const live = sds.flatMap((sd, j) => (sd > 0 ? [j] : []));
  const z = live.map((j) => filled[j].map((v) => (v - means[j]) / sds[j]));
  const gram = crossProducts(z, w).map((row) => row.map((v) => v / total));
  const residual = y.map((v, i) => (w[i] * (v - intercept)) / total);
  const right = Float64Array.from(z, (column) => dot(column, residual));
  return (penalty) => {
    const penalised = gram.map((row, j) => row.map((v, k) => (j === k ? v + penalty : v)));
    const beta = solvePositiveDefinite(penalised, right);
    const weights = new Array<number>(x.names.length).fill(0);
    live.forEach((j, k) => {
      weights[j] = beta[k] + 0; // no negative zero: JSON would lose it
    });
    return {names: [...x.names], medians, means, sds, weights, intercept};
  };
}

/** Weighted standard deviation; 0 where all that is left is rounding. */
function spread(column: Float64Array, mean: number, w: Float64Array, total: number): number {
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < column.length; i++) {
    sum += w[i] * (column[i] - mean) ** 2;
    if (w[i] > 0) largest = Math.max(largest, Math.abs(column[i]));
  }
  const sd = Math.sqrt(sum / total);
  return sd > 1e-12 * largest ? sd : 0;
}

function choosePenalty(x: Design, y: Float64Array, w: Float64Array, days: FitOptions["days"]): number {
  const loss = new Float64Array(penalties.length);
  let judged = 0;
  for (const {train, test} of innerSplits(days, blocks)) {
    const weights = pick(w, train);
    if (!weights.some((v) => v > 0)) continue;
    const solve = prepare(designRows(x, train), pick(y, train), weights);
    const held = {x: designRows(x, test), y: pick(y, test), w: pick(w, test)};
    penalties.forEach((penalty, k) => {
      const prediction = modelOf({kind: "ridge@1", rows: train.length, penalty, ...solve(penalty)}).predict(held.x);
      for (let i = 0; i < prediction.length; i++) loss[k] += held.w[i] * (held.y[i] - prediction[i]) ** 2;
    });
    judged++;
  }
  if (judged === 0) return defaultPenalty;
  let best = 0;
  for (let k = 1; k < penalties.length; k++) if (loss[k] <= loss[best]) best = k;
  return penalties[best];
}
