import {checkFit, taskOf} from "./design.ts";
import {type Hyperparameter, resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";
import {fitEncoding} from "./linear/encoding.ts";
import {constantTarget, stated} from "./linear/fit-options.ts";
import {type HuberFit, huberSolver} from "./linear/huber-fit.ts";
import {choosePenalty, encodedWeights} from "./linear/inner-choice.ts";
import {linearModel, linearState} from "./linear/model.ts";
import {type ModelMatrix, modelMatrix} from "./linear/model-matrix.ts";
import {readLinearState} from "./linear/read-state.ts";

const kind = "huber@1";
const penalties = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
const defaultPenalty = 1;
const coarse = 1e-3;

const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "penalty",
    description:
      "λ, in units of a standardised feature's variance, as in ridge. Where it is not set it is chosen inside the fit; the default where there are too few days to choose",
    kind: "real",
    low: 0,
    high: 1e9,
    default: defaultPenalty,
    search: {low: 0.001, high: 1000, scale: "log"},
  },
  {
    name: "epsilon",
    description:
      "Residuals of more than so many scales count by their size, not their square; 1.35 keeps 95 % of the efficiency at a normal",
    kind: "real",
    low: 1.01,
    high: 100,
    default: 1.35,
    search: {low: 1.05, high: 3, scale: "log"},
  },
];

/**
 * Huber's robust regression on standardised terms, for targets with heavy tails: see `huberSolver` for what is minimised. A
 * tail day pulls by its sign, not by its size. Predicts the centre of the conditional distribution, which is its mean where
 * the errors are symmetric: with skewed P&L it is nearer the median.
 *
 * Inside the fit: missing values and categorical features as in ridge; the penalty of a grid of 7 with the smallest weighted
 * absolute error over 5 time-ordered inner blocks (ties: the larger), 1 where the window has fewer than 24 days. A constant
 * target is predicted as it is.
 */
export const learner: Learner = {
  name: "huber",
  label: "Huber regression",
  description:
    "Robust linear regression on standardised features, median imputation, scale of the residuals estimated along, ridge penalty chosen on 5 time-ordered blocks inside each training window",
  hyperparameters,
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    taskOf(learner, y, options);
    const {epsilon} = resolveSettings("huber", hyperparameters, options.settings) as {epsilon: number};
    const encoding = fitEncoding(x, w);
    const base = {kind, rows: x.rows, encoding, link: "identity" as const};
    const given = stated(options, "penalty");
    const constant = constantTarget(y, w);
    if (constant !== null) {
      const chosen = {penalty: given ?? defaultPenalty, epsilon, scale: 0, outlierShare: 0};
      const weights = new Float64Array(encoding.terms.length);
      return linearModel(linearState({...base, weights, intercept: constant, chosen}));
    }
    const fitAll = (matrix: ModelMatrix, past: Float64Array, pastW: Float64Array, all: readonly number[]) => {
      if (constantTarget(past, pastW) !== null) return null;
      const solve = huberSolver(matrix, past, pastW, epsilon);
      let last: HuberFit | undefined;
      return all.map((penalty) => {
        last = solve(penalty, last, coarse);
        return last;
      });
    };
    const loss = (target: number, margin: number) => Math.abs(target - margin);
    const penalty = given ?? choosePenalty({x, y, w, days: options.days}, {penalties, fitAll, loss}) ?? defaultPenalty;
    const matrix = modelMatrix(x, encoding);
    const fit = huberSolver(matrix, y, w, epsilon)(penalty);
    const {intercept, scale, outlierShare} = fit;
    const weights = encodedWeights(matrix, fit, encoding);
    return linearModel(linearState({...base, weights, intercept, chosen: {penalty, epsilon, scale, outlierShare}}));
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not a Huber regression's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return linearModel(readLinearState(kind, state));
}
