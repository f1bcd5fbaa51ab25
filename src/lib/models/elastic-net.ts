import {checkFit, taskOf} from "./design.ts";
import {type Hyperparameter, resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";
import {elasticNetPath, penaltyGrid, penaltyOfNull} from "./linear/elastic-net-path.ts";
import {termName} from "./linear/encoding.ts";
import {constantTarget, stated} from "./linear/fit-options.ts";
import {type LinearState, linearModel, linearState} from "./linear/model.ts";
import {readLinearState} from "./linear/read-state.ts";
import {type StandardGram, squaredErrorFromGram, standardGram, standardRight} from "./linear/ridge-gram.ts";
import {type WindowGrams, windowGrams} from "./linear/window-grams.ts";

const kind = "elastic-net@1";
const blocks = 5;
const pathLength = 100;
const pathRatio = 0.001;
const defaultShare = 0.1;

const hyperparameters: readonly Hyperparameter[] = [
  {
    name: "penalty",
    description:
      "As a share of the smallest that leaves every weight 0. Where it is not set it is chosen inside the fit; the default where there are too few days to choose",
    kind: "real",
    low: 1e-6,
    high: 1,
    default: defaultShare,
    search: {low: 0.001, high: 1, scale: "log"},
  },
  {
    name: "l1Ratio",
    description: "Share of the penalty on absolute weights: 1 is the lasso, near 0 ridge",
    kind: "real",
    low: 0.01,
    high: 1,
    default: 0.5,
    search: {low: 0.05, high: 1, scale: "linear"},
  },
];

/**
 * Elastic net (Zou and Hastie 2005) on standardised terms, the lasso (Tibshirani 1996) among it: see `elasticNetPath` for
 * what is minimised and how. One fit gives the whole path of 100 penalties, from the smallest that leaves every weight 0 to
 * a thousandth of it.
 *
 * Inside the fit: missing values and categorical features as in ridge; the penalty of the path with the smallest weighted
 * squared error over 5 time-ordered inner blocks (ties: the larger), a tenth of the largest where the window has fewer than
 * 24 days. A constant target is predicted as it is.
 */
export const learner: Learner = {
  name: "elastic-net",
  label: "Elastic net",
  description:
    "Linear regression on standardised features that leaves weak ones out, half lasso and half ridge by default, penalty chosen from a path on 5 time-ordered blocks inside each training window",
  hyperparameters,
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    taskOf(learner, y, options);
    const {l1Ratio} = resolveSettings("elastic-net", hyperparameters, options.settings) as {l1Ratio: number};
    const share = stated(options, "penalty");
    const constant = constantTarget(y, w);
    const window = windowGrams(x, y, w, options, share === undefined ? blocks : 0);
    const {whole, encoding, standard, terms} = window;
    const right = constant === null ? standardRight(whole, standard, terms) : new Float64Array(standard.live.length);
    const top = penaltyOfNull(right, l1Ratio);
    const base = {kind, rows: x.rows, encoding, link: "identity" as const};
    if (constant !== null || top === 0) {
      const path = {penalties: [], weights: [], loss: []};
      const chosen = {penalty: 0, l1Ratio, active: 0};
      const weights = new Float64Array(terms);
      return linearModel(linearState({...base, weights, intercept: constant ?? whole.mean[terms], chosen, path}));
    }
    const given = share === undefined ? [] : [share * top];
    const penalties = Float64Array.from([...penaltyGrid(top, pathLength, pathRatio), ...given])
      .sort()
      .reverse();
    const path = elasticNetPath(standard, right, penalties, l1Ratio).map((beta) => allTerms(beta, standard, terms));
    const loss = innerLoss(window, penalties, l1Ratio);
    const at = penalties.indexOf(given[0] ?? best(penalties, loss, defaultShare * top));
    const active = path[at].filter((weight) => weight !== 0).length;
    return linearModel(
      linearState({
        ...base,
        weights: path[at],
        intercept: whole.mean[terms],
        chosen: {penalty: penalties[at], l1Ratio, active},
        path: {
          penalties: [...penalties],
          weights: path.map((weights) => Array.from(weights, (v) => v + 0)),
          loss: [...loss],
        },
      }),
    );
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not an elastic net's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return linearModel(readState(state));
}

/** What a page draws of a fit: the weight of each term at each penalty. */
export interface CoefficientPath {
  /** Terms: features, and levels of categorical ones ("trader=T001"). */
  readonly names: readonly string[];
  /** Descending; empty where nothing varies. */
  readonly penalties: readonly number[];
  /** One row a penalty, one standardised weight a term. */
  readonly weights: readonly (readonly number[])[];
  /** Mean squared error on the inner blocks, one a penalty; empty where there were none. */
  readonly loss: readonly number[];
  /** The penalty of the model. */
  readonly chosen: number;
}

/** The path of a fitted elastic net, from the model's `toJSON`. @throws RangeError as `fromJSON` does. */
export function coefficientPath(state: unknown): CoefficientPath {
  const {encoding, path, chosen} = readState(state);
  return {names: encoding.terms.map((term) => termName(encoding, term)), ...path, chosen: chosen.penalty};
}

interface ElasticNetState extends LinearState {
  readonly path: Pick<CoefficientPath, "penalties" | "weights" | "loss">;
}

function readState(state: unknown): ElasticNetState {
  const read = readLinearState(kind, state) as ElasticNetState;
  const {penalties, weights, loss} = read.path ?? {};
  const numbers = (list: unknown) => Array.isArray(list) && list.every(Number.isFinite);
  const whole =
    numbers(penalties) &&
    Array.isArray(weights) &&
    weights.length === penalties.length &&
    weights.every((row) => numbers(row) && row.length === read.weights.length) &&
    numbers(loss) &&
    (loss.length === 0 || loss.length === penalties.length);
  if (!whole) throw new RangeError(`invalid model; path of a "${kind}" is missing or damaged: save it again`);
  return read;
}

/** Weighted mean squared error of each penalty over the inner blocks, each fitted on the days before; none without blocks. */
function innerLoss({folds, terms}: WindowGrams, penalties: Float64Array, l1Ratio: number): Float64Array {
  if (folds.length === 0) return new Float64Array(0);
  const loss = new Float64Array(penalties.length);
  let weight = 0;
  for (const {train, test} of folds) {
    const standard = standardGram(train, terms);
    const path = elasticNetPath(standard, standardRight(train, standard, terms), penalties, l1Ratio);
    path.forEach((beta, k) => {
      const fit = {...standard, weights: allTerms(beta, standard, terms), intercept: train.mean[terms]};
      loss[k] += squaredErrorFromGram(test, terms, fit);
    });
    weight += test.weight;
  }
  return weight > 0 ? loss.map((sum) => sum / weight) : new Float64Array(0);
}

/** The penalty with the smallest loss, the larger of equals; the one nearest below `otherwise` where there is no loss. */
function best(penalties: Float64Array, loss: Float64Array, otherwise: number): number {
  if (loss.length === 0) return penalties.find((penalty) => penalty <= otherwise * (1 + 1e-9))!;
  return penalties[loss.indexOf(Math.min(...loss))];
}

function allTerms(beta: Float64Array, {live}: StandardGram, terms: number): Float64Array {
  const weights = new Float64Array(terms);
  live.forEach((j, k) => {
    weights[j] = beta[k];
  });
  return weights;
}
