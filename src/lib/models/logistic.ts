import {constantFor} from "./baselines/constant.ts";
import {checkFit, taskOf} from "./design.ts";
import {type Hyperparameter, resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";
import {fitEncoding} from "./linear/encoding.ts";
import {constantTarget, stated} from "./linear/fit-options.ts";
import {choosePenalty, encodedWeights} from "./linear/inner-choice.ts";
import {logisticSolver} from "./linear/logistic-fit.ts";
import {logOdds, softplus} from "./linear/logistic-link.ts";
import {linearModel, linearState} from "./linear/model.ts";
import {type ModelMatrix, modelMatrix, type TermFit} from "./linear/model-matrix.ts";
import {readLinearState} from "./linear/read-state.ts";

const kind = "logistic@1";
const penalties = [0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100];
const defaultPenalty = 0.1;
/** Enough to tell penalties apart. */
const coarse = 1e-4;

const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "penalty",
    description:
      "λ on squared standardised weights; a lone balanced feature's curvature is 0.25. Where it is not set it is chosen inside the fit; the default where there are too few days to choose",
    kind: "real",
    low: 0,
    high: 1e9,
    default: defaultPenalty,
    search: {low: 0.0001, high: 100, scale: "log"},
  },
];

/**
 * Ridge-penalised logistic regression on standardised terms, for probabilities: see `logisticSolver` for what is minimised.
 *
 * Inside the fit: missing values and categorical features as in ridge; the penalty of a grid of 10 with the smallest
 * weighted log loss over 5 time-ordered inner blocks (ties: the larger), 0.1 where the window has fewer than 24 days or none
 * of its blocks' pasts has both outcomes. Features that separate the outcomes have a finite fit for any penalty above 0.
 * A window with one outcome only is predicted with (k + ½) / (n + 1) of its n rows with weight, k of them events (Jeffreys):
 * never 0 or 1, however short it is.
 */
export const learner: Learner = {
  name: "logistic",
  label: "Logistic regression",
  description:
    "Logistic regression on standardised features, median imputation, ridge penalty chosen on 5 time-ordered blocks inside each training window",
  tasks: ["probability"],
  hyperparameters,
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    taskOf(learner, y, options);
    resolveSettings("logistic", hyperparameters, options.settings);
    const encoding = fitEncoding(x, w);
    const base = {kind, rows: x.rows, encoding, link: "logistic" as const};
    const given = stated(options, "penalty");
    const constant = constantTarget(y, w);
    if (constant !== null) {
      const intercept = logOdds(constantFor({kind: "probability"}, y, w)!);
      const weights = new Float64Array(encoding.terms.length);
      return linearModel(linearState({...base, weights, intercept, chosen: {penalty: given ?? defaultPenalty}}));
    }
    const penalty = given ?? choosePenalty({x, y, w, days: options.days}, {penalties, fitAll, loss}) ?? defaultPenalty;
    const matrix = modelMatrix(x, encoding);
    const fit = logisticSolver(matrix, y, w)(penalty);
    const weights = encodedWeights(matrix, fit, encoding);
    return linearModel(linearState({...base, weights, intercept: fit.intercept, chosen: {penalty}}));
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not a logistic regression's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return linearModel(readLinearState(kind, state));
}

function fitAll(
  matrix: ModelMatrix,
  y: Float64Array,
  w: Float64Array,
  descending: readonly number[],
): TermFit[] | null {
  if (constantTarget(y, w) !== null) return null;
  const solve = logisticSolver(matrix, y, w);
  let last: TermFit | undefined;
  return descending.map((penalty) => {
    last = solve(penalty, last, coarse);
    return last;
  });
}

/** Log loss of a margin. */
const loss = (y: number, margin: number) => softplus(y === 1 ? -margin : margin);
