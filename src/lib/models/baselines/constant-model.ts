import {checkNames} from "../design.ts";
import type {Model} from "../learner.ts";
import {type BaselineState, damaged, marginOf, readBaseline} from "./read.ts";

/** A model that says the same of every row. */
export interface ConstantState extends BaselineState {
  readonly value: number;
  /** "logistic": the value is a probability, and explained by its log-odds. */
  readonly link: "identity" | "logistic";
}

export function constantModel(state: ConstantState): Model {
  return {
    predict(x) {
      checkNames(x, state.names);
      return new Float64Array(x.rows).fill(state.value);
    },
    explain(x) {
      checkNames(x, state.names);
      return {base: marginOf(state.value, state.link), columns: x.columns.map(() => new Float64Array(x.rows))};
    },
    toJSON: () => state,
    summary: () => ({rowsUsed: state.rows, chosen: {value: state.value}, weights: {}}),
  };
}

/** @throws RangeError if the state is of another kind, or damaged. */
export function readConstant(kind: string, state: unknown): Model {
  const read = readBaseline<ConstantState>(kind, state, ["value"]);
  if (read.link !== "identity" && read.link !== "logistic") throw damaged(kind);
  return constantModel(read);
}
