import type {Task} from "../learner.ts";
import {logOdds} from "../linear/logistic-link.ts";
import {checkKindOf} from "../linear/read-state.ts";

/** What every baseline's state has. */
export interface BaselineState {
  readonly kind: string;
  readonly rows: number;
  readonly names: readonly string[];
}

/**
 * A baseline's state from JSON, checked.
 * @param numbers fields that must be finite numbers.
 * @throws RangeError if it is of another kind, or damaged.
 */
export function readBaseline<State extends BaselineState>(
  kind: string,
  state: unknown,
  numbers: readonly (keyof State & string)[],
): State {
  checkKindOf(kind, state);
  const read = state as unknown as State;
  const whole =
    Number.isInteger(read.rows) &&
    Array.isArray(read.names) &&
    read.names.every((name) => typeof name === "string") &&
    numbers.every((field) => Number.isFinite(read[field]));
  if (!whole) throw damaged(kind);
  return read;
}

/** What a prediction is of the margin that is explained. */
export function linkOf(task: Task): "identity" | "logistic" {
  return task.kind === "probability" ? "logistic" : "identity";
}

export function marginOf(prediction: number, link: "identity" | "logistic"): number {
  return link === "logistic" ? logOdds(prediction) : prediction;
}

export function damaged(kind: string): RangeError {
  return new RangeError(`invalid model; a part of a "${kind}" is missing or damaged: save it again`);
}
