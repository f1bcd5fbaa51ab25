import {type CausalEstimate, estimateInterventions} from "../../causal/index.ts";
import {type DayEstimate, dayRatio, pastMean, type SignalRows} from "../../evaluate/index.ts";
import {loadLearner} from "../../models/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";
import {impactOf, type PolicyImpact, type PolicyRows} from "../../policy/index.ts";
import {assessRobustness, type SignalRobustness} from "../../robustness/index.ts";
import type {ExhibitDesk} from "./exhibit-desk.ts";

/** Level of every interval of the autopsy, and draws of its bootstraps. */
export const level = 0.95;
const draws = 500;

/** The effect of limits that were really applied, as a study estimates it. @throws RangeError where it refuses. */
export async function effectOfLimits({desk, panel}: ExhibitDesk): Promise<CausalEstimate> {
  const ridge = await loadLearner("ridge");
  const learners = {outcome: ridge, treatment: ridge};
  const found = estimateInterventions({
    ...{panel, interventions: desk.interventions, learners, seed: 1, level},
    truth: null,
  });
  if (found.status === "estimated") return found;
  throw new RangeError(`invalid exhibit; its effect cannot be estimated: ${found.reason}`);
}

/** A policy's accounting with its intervals and its placebo. @throws RangeError where there are none. */
export async function accountFor(
  rows: PolicyRows,
  traders: number,
): Promise<
  PolicyImpact & Pick<SignalRobustness, "shift"> & {readonly bootstrap: NonNullable<SignalRobustness["bootstrap"]>}
> {
  const {bootstrap, shift, notes} = await assessRobustness({rows, traders, draws, level, seed: 1, signal: "autopsy"});
  if (bootstrap === null) throw new RangeError(`invalid exhibit; its policy has no intervals: ${notes.join(" ")}`);
  return {...impactOf(rows, traders), bootstrap, shift};
}

/** Out-of-sample R² against the mean so far, with an interval over days. */
export function r2Of({trader, day, value}: SignalRows, net: Float64Array, panel: Table): DayEstimate {
  const all = {trader: int32(panel, "trader"), day: int32(panel, "day")};
  const width = all.day.reduce((last, d) => Math.max(last, d), -1) + 1;
  const means = pastMean(all, float64(panel, "net"), "desk");
  const mean = new Map(Array.from(all.trader, (t, r) => [t * width + all.day[r], means[r]]));
  const around = net.map(
    (y, k) => (y - mean.get(trader[k] * width + day[k])!) * (y - mean.get(trader[k] * width + day[k])!),
  );
  const gained = net.map((y, k) => around[k] - (y - value[k]) * (y - value[k]));
  return dayRatio(day, gained, around, {level});
}
