import {checkFit, taskOf} from "./design.ts";
import {type Hyperparameter, resolveSettings} from "./hyperparameters.ts";
import type {Design, Learner, Model} from "./learner.ts";
import {type Encoding, filledColumns} from "./linear/encoding.ts";
import {constantTarget, stated} from "./linear/fit-options.ts";
import {linearModel, linearState} from "./linear/model.ts";
import {readLinearState} from "./linear/read-state.ts";
import {ridgeFromGram, squaredErrorFromGram} from "./linear/ridge-gram.ts";
import {ridgeLoo} from "./linear/ridge-loo.ts";
import {type WindowGrams, windowGrams} from "./linear/window-grams.ts";

const kind = "ridge@2";
/** Penalties tried, in units of a standardised feature's variance: 1000 shrinks a lone feature's weight to a thousandth. */
const penalties = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
/** Used where the window has too few days to choose one. */
const defaultPenalty = 1;
const blocks = 5;

const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "penalty",
    description:
      "λ, in units of a standardised feature's variance. Where it is not set it is chosen inside the fit; the default where there are too few days to choose",
    kind: "real",
    low: 0,
    high: 1e9,
    default: defaultPenalty,
    search: {low: 0.001, high: 1000, scale: "log"},
  },
  {
    name: "criterion",
    description:
      "How a penalty that is not set is chosen: on time-ordered inner blocks, or by leave-one-out in closed form, for rows that can be exchanged",
    kind: "choice",
    options: ["blocks", "leave-one-out"],
    default: "blocks",
  },
];

/**
 * Ridge regression (Hoerl and Kennard 1970) on standardised terms: minimises
 * Σ wᵢ (yᵢ − α − zᵢ'β)² / Σ wᵢ + λ |β|², where z = (x − mean) / sd, weighted, of the training window; α is not penalised.
 *
 * Inside the fit: missing values become the training median, categorical features indicators (see linear/encoding.ts);
 * terms constant on the window (or missing throughout) get weight 0; λ is the value of a fixed grid with the smallest
 * weighted squared error over 5 time-ordered inner blocks, each predicted from the days before it (ties: the larger), 1
 * where the window has fewer than 24 days; then one fit on all rows. A constant target is predicted as it is. The target is
 * used as it is: the caller brings traders of different size to one scale (see fit-fold.ts).
 *
 * One pass over the rows serves the window and all of its blocks: time is that of its cross products.
 */
export const learner: Learner = {
  name: "ridge",
  label: "Ridge regression",
  description:
    "Linear regression on standardised features, median imputation, penalty chosen on 5 time-ordered blocks inside each training window",
  hyperparameters,
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    taskOf(learner, y, options);
    const {criterion} = resolveSettings("ridge", hyperparameters, options.settings);
    const given = stated(options, "penalty");
    const constant = constantTarget(y, w);
    const byBlocks = given === undefined && constant === null && criterion === "blocks";
    const window = windowGrams(x, y, w, options, byBlocks ? blocks : 0);
    const {whole, encoding, terms} = window;
    const penalty =
      given ??
      (constant !== null ? defaultPenalty : byBlocks ? chooseOnBlocks(window) : chooseByLeavingOut(x, y, w, encoding));
    const {weights, intercept} =
      constant === null
        ? ridgeFromGram(whole, terms)(penalty)
        : {weights: new Float64Array(terms), intercept: constant};
    return linearModel(
      linearState({kind, rows: x.rows, encoding, weights, intercept, link: "identity", chosen: {penalty}}),
    );
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not a ridge regression's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return linearModel(readLinearState(kind, state));
}

function chooseOnBlocks({folds, terms}: WindowGrams): number {
  if (folds.length === 0) return defaultPenalty;
  const loss = new Float64Array(penalties.length);
  for (const {train, test} of folds) {
    const solve = ridgeFromGram(train, terms);
    penalties.forEach((penalty, k) => {
      loss[k] += squaredErrorFromGram(test, terms, solve(penalty));
    });
  }
  return largestBest(loss);
}

function chooseByLeavingOut(x: Design, y: Float64Array, w: Float64Array, encoding: Encoding): number {
  const errorsOf = ridgeLoo(filledColumns(x, encoding), y, w);
  return largestBest(
    Float64Array.from(penalties, (penalty) => errorsOf(penalty).reduce((sum, e, i) => sum + w[i] * e * e, 0)),
  );
}

function largestBest(loss: Float64Array): number {
  let best = 0;
  for (let k = 1; k < penalties.length; k++) if (loss[k] <= loss[best]) best = k;
  return penalties[best];
}
