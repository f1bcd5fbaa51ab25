import {checkNames} from "../design.ts";
import type {Design, Model} from "../learner.ts";
import {type BaselineState, damaged, readBaseline} from "./read.ts";

/**
 * A model of one feature known the day before: intercept + slope × feature, and `otherwise` where the feature is missing.
 *
 * Baselines that follow a trader's own past (last value, moving average, autoregression) read it from the design's features
 * and not from the targets they were fitted on: a model is fitted once for weeks of predictions, and what is the last value
 * on each of those days is a fact of that day. The features are in the target's units (see features/performance.ts).
 */
export interface PastColumnState extends BaselineState {
  readonly column: string;
  readonly intercept: number;
  readonly slope: number;
  readonly otherwise: number;
}

export function pastColumnModel(state: PastColumnState): Model {
  const {names, column, intercept, slope, otherwise, rows} = state;
  const at = names.indexOf(column);
  const predict = (x: Design) => {
    checkNames(x, names);
    return x.columns[at].map((v) => (Number.isNaN(v) ? otherwise : intercept + slope * v));
  };
  return {
    predict,
    explain: (x) => {
      const own = predict(x).map((v) => v - otherwise);
      return {base: otherwise, columns: names.map((_, j) => (j === at ? own : new Float64Array(x.rows)))};
    },
    toJSON: () => state,
    summary: () => ({rowsUsed: rows, chosen: {intercept, otherwise}, weights: {[column]: slope}}),
  };
}

/** @throws RangeError if the state is of another kind, or damaged. */
export function readPastColumn(kind: string, state: unknown): Model {
  const read = readBaseline<PastColumnState>(kind, state, ["intercept", "slope", "otherwise"]);
  if (!read.names.includes(read.column)) throw damaged(kind);
  return pastColumnModel(read);
}

/** The column of that name. @throws RangeError where the design has none, or has it as a categorical one. */
export function neededColumn(learner: string, x: Design, name: string): Float64Array {
  const at = x.names.indexOf(name);
  if (at < 0 || (x.levels !== undefined && Object.hasOwn(x.levels, name)))
    throw new RangeError(
      `invalid design; ${learner} reads the number "${name}", the columns are: ${x.names.join(", ") || "none"}: add that feature to the study`,
    );
  return x.columns[at];
}
