import type {LimitSample, PlrFit} from "../../causal/index.ts";
import {stream} from "../../numeric/index.ts";
import type {LinearColumns} from "./linear-columns.ts";
import {type ClusteredDml, dmlRobustness, movedDml} from "./moved.ts";
import type {SimulatedCheck} from "./report-types.ts";
import {simulatedCause} from "./simulated-cause.ts";

export interface SimulatedCheckOptions {
  readonly linear: LinearColumns;
  /** Whether least squares and the published estimate have the same sign. */
  readonly same: boolean;
  readonly x: LimitSample["x"];
  readonly whole: ClusteredDml;
  readonly refit: (x: LimitSample["x"]) => PlrFit | {readonly reason: string};
  readonly seed: number;
}

/**
 * A hidden cause made up, as strong as the robustness value, and given to the published estimator as one feature more: which then
 * should say what the formula says. null where the estimator cannot be run with it.
 */
export function simulatedCheck({linear, same, x, whole, refit, seed}: SimulatedCheckOptions): SimulatedCheck | null {
  const strength = dmlRobustness(whole, "estimate");
  const cause = simulatedCause({
    ...linear,
    strength: {treatment: strength, outcome: strength},
    direction: same ? "reduce" : "increase",
    random: stream(seed, "sensitivity", "hidden cause"),
  });
  const known = refit({...x, names: [...x.names, "(hidden cause)"], columns: [...x.columns, cause]});
  if ("reason" in known) return null;
  const {estimate: expected} = movedDml(whole, {treatment: strength, outcome: strength, correlation: 1});
  return {strength, expected, refitted: known.theta};
}
