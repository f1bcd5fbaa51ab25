import type {Model} from "../learner.ts";
import {type LinearFunction, linearContributions, linearMargin} from "./contributions.ts";
import {termName} from "./encoding.ts";
import {logistic} from "./logistic-link.ts";

/** A fitted linear model, as JSON. */
export interface LinearState extends LinearFunction {
  /** Learner and version of the format: "ridge@2". */
  readonly kind: string;
  readonly rows: number;
  /** What the prediction is of the margin: itself, or 1 / (1 + e^−margin). */
  readonly link: "identity" | "logistic";
  /** Numbers for the summary: the penalty, and what else was chosen or estimated. */
  readonly chosen: Readonly<Record<string, number>>;
}

/** The model of a state; what it says in JSON is the state itself. */
export function linearModel(state: LinearState): Model {
  const {encoding, weights, link, chosen, rows} = state;
  return {
    predict(x) {
      const margin = linearMargin(x, state);
      return link === "logistic" ? margin.map(logistic) : margin;
    },
    explain: (x) => linearContributions(x, state),
    toJSON: () => state,
    summary: () => ({
      rowsUsed: rows,
      chosen: {...chosen, features: new Set(encoding.terms.flatMap((t) => (t.sd > 0 ? [t.feature] : []))).size},
      weights: Object.fromEntries([
        ...encoding.names.map((name) => [name, 0] as const).filter(([name]) => !Object.hasOwn(encoding.levels, name)),
        ...encoding.terms.map((term, t) => [termName(encoding, term), weights[t]] as const),
      ]),
    }),
  };
}

/**
 * A state, with weights of −0 made 0 (JSON would lose it).
 * @throws RangeError where a number of the fit is not finite: squares of the data overflow.
 */
export function linearState<More extends object>(
  state: Omit<LinearState, "weights"> & {readonly weights: ArrayLike<number>} & More,
): LinearState & More {
  const weights = Array.from(state.weights, (weight) => weight + 0);
  if (![...weights, state.intercept].every(Number.isFinite))
    throw new RangeError(
      "invalid training window; the fit overflows: the target or a feature is of 1e150 or more, state it in larger units",
    );
  return {...state, weights, intercept: state.intercept + 0};
}
