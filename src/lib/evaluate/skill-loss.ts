import {type Loss, pinballLoss, squaredError} from "./metrics.ts";
import type {DieboldMarianoTest} from "./tests/diebold-mariano.ts";
import {defaultLags, dieboldMariano} from "./tests/index.ts";
import type {Signal} from "./types.ts";

/** The loss that a signal of a kind is judged by: the one that what it predicts minimises. */
export function lossFor({kind, level}: Pick<Signal, "kind" | "level">): {
  readonly of: Loss;
  readonly name: {readonly name: string; readonly label: string};
} {
  if (kind === "net") return {of: squaredError, name: {name: "squared-error", label: "Mean squared error"}};
  if (kind === "probability") return {of: squaredError, name: {name: "brier", label: "Brier score"}};
  return {of: pinballLoss(level!), name: {name: "pinball", label: "Pinball loss"}};
}

/** Days that the label of a signal looks at: 1 for the day itself. */
export function reachOf({target}: Pick<Signal, "target">): number {
  return target?.kind === "net" ? target.horizon : 1;
}

/** Autocovariances that enter, plus one: the cube root of the number of days, as losses of one signal can stay high for some
 * days; not less than the labels' reach, as labels of several days overlap. */
export function testHorizon(days: number, reach: number): number {
  return Math.max(reach, 1 + defaultLags(days));
}

/** Diebold and Mariano's test on daily means of the loss difference, as every test of skill here makes it. */
export function dailyTest(differential: Float64Array, reach: number, level: number): DieboldMarianoTest | null {
  return dieboldMariano(differential, {horizon: testHorizon(differential.length, reach), variance: "bartlett", level});
}
