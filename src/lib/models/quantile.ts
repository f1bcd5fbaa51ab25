import {checkFit, taskOf} from "./design.ts";
import {type Hyperparameter, resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";
import {fitEncoding} from "./linear/encoding.ts";
import {constantTarget, stated} from "./linear/fit-options.ts";
import {choosePenalty, encodedWeights} from "./linear/inner-choice.ts";
import {linearModel, linearState} from "./linear/model.ts";
import {type ModelMatrix, modelMatrix} from "./linear/model-matrix.ts";
import {pinball, type QuantileFit, quantileSolver} from "./linear/quantile-fit.ts";
import {readLinearState} from "./linear/read-state.ts";

const kind = "quantile@1";
const penalties = [0.001, 0.01, 0.03, 0.1, 0.3, 1, 10];
const defaultPenalty = 0.1;

const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "penalty",
    description:
      "λ on squared standardised weights, in units of the loss of the best constant. Where it is not set it is chosen inside the fit; the default where there are too few days to choose",
    kind: "real",
    low: 0,
    high: 1e9,
    default: defaultPenalty,
    search: {low: 0.001, high: 10, scale: "log"},
  },
];

/**
 * Linear quantile regression on standardised terms, of any level (value at risk: 0.05 or 0.01): see `quantileSolver` for what
 * is minimised, and how the minimum is certified. `summary().chosen.gap` is 0 where the fit is exact; else the share of the
 * value that is not proven to be needed.
 *
 * Inside the fit: missing values and categorical features as in ridge; the penalty of a grid of 7 with the smallest weighted
 * pinball loss over 5 time-ordered inner blocks (ties: the larger), 0.1 where the window has fewer than 24 days. A constant
 * target is predicted as it is.
 */
export const learner: Learner = {
  name: "quantile",
  label: "Quantile regression",
  description:
    "Linear quantile regression on standardised features, median imputation, ridge penalty chosen on 5 time-ordered blocks inside each training window",
  tasks: ["quantile"],
  hyperparameters,
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    const level = task.kind === "quantile" ? task.level : 0.5;
    resolveSettings("quantile", hyperparameters, options.settings);
    const encoding = fitEncoding(x, w);
    const base = {kind, rows: x.rows, encoding, link: "identity" as const};
    const given = stated(options, "penalty");
    const constant = constantTarget(y, w);
    if (constant !== null) {
      const chosen = {penalty: given ?? defaultPenalty, level, gap: 0};
      const weights = new Float64Array(encoding.terms.length);
      return linearModel(linearState({...base, weights, intercept: constant, chosen}));
    }
    const fitAll = (matrix: ModelMatrix, past: Float64Array, pastW: Float64Array, all: readonly number[]) => {
      if (constantTarget(past, pastW) !== null) return null;
      const solve = quantileSolver(matrix, past, pastW, level);
      let start: QuantileFit | undefined;
      return all.map((penalty) => {
        start = solve(penalty, {start, coarse: true});
        return start;
      });
    };
    const loss = (target: number, margin: number) => pinball(level, target - margin);
    const penalty = given ?? choosePenalty({x, y, w, days: options.days}, {penalties, fitAll, loss}) ?? defaultPenalty;
    const matrix = modelMatrix(x, encoding);
    const fit = quantileSolver(matrix, y, w, level)(penalty);
    const {intercept, gap} = fit;
    const weights = encodedWeights(matrix, fit, encoding);
    return linearModel(linearState({...base, weights, intercept, chosen: {penalty, level, gap}}));
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not a quantile regression's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return linearModel(readLinearState(kind, state));
}
