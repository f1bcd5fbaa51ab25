import {normalQuantile} from "../../numeric/index.ts";
import type {Placebo} from "../../robustness/placebo/types.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import {moreData} from "../more-data.ts";
import type {Change, Gate, GateStatus} from "../types.ts";
import {list} from "./words.ts";

/**
 * Whether placebos are quiet: of the policy and, where an effect of real limits is estimated, of that. An alarm never speaks for the
 * opposite: it takes away what the estimate seemed to say. Placebos that only say where an effect lies (`central: false`) do not decide.
 *
 * Limits that are tied to P&L made before them, beyond what features tell, show that a hidden cause of limits is there, not that it moves
 * the day's P&L: with thousands of trader-days the least curve in the desk's rule is enough for it. Whether such a cause could explain
 * the effect is what the gate on hidden causes asks: the alarm stands where that gate does not pass.
 */
export function placeboGate(
  {placebos, impact, robustness}: Pick<Evidence, "placebos" | "impact" | "robustness">,
  limits: GateLimits,
  hiddenCauses: Pick<Gate, "status">,
): Gate {
  const central = (placebos?.placebos ?? []).filter((p) => p.central);
  const answered = (p: Placebo) => p.drawn.length === 0 && p.of === "causal" && hiddenCauses.status === "pass";
  const alarms = central.filter((p) => p.status === "alarm" && !answered(p));
  const told = central.filter((p) => p.status === "alarm" && answered(p));
  const tried = central.filter((p) => p.status !== "not run");
  const ofPolicy = tried.filter((p) => p.of === "policy");
  // a claim that is not made cannot be taken away: a quiet placebo of an interval that holds zero is no pass
  const open = ofPolicy.filter((p) => p.p !== null && p.p > limits.placeboLevel && p.status === "quiet");
  const untold = ofPolicy.length === 0;
  const status: GateStatus = untold ? "not assessed" : alarms.length + open.length > 0 ? "inconclusive" : "pass";
  return {
    id: "placebo",
    title: "Placebos are quiet",
    asks: `On wrong calendars the same cuts do worse, and where limits can have no effect none is found: every placebo that goes to the estimate itself, each at level ${limits.placeboLevel}.`,
    status,
    evidence: untold
      ? (central.find((p) => p.of === "policy")?.happened ?? "There is no policy to shift.")
      : alarms.length > 0
        ? `An alarm: ${list(alarms.map(named))}. ${alarms[0].happened}`
        : open.length > 0
          ? open[0].happened
          : told.length > 0
            ? `Every placebo of what is claimed is quiet. ${told[0].happened} The gate on hidden causes says that this is not enough to explain the effect.`
            : "Every placebo that goes to the estimate itself is quiet.",
    findings: [
      ...ofPolicy.map((p) => `placebo.${p.id}.p`),
      ...[...alarms, ...told].filter((p) => p.of !== "policy").map((p) => `placebo.${p.id}.p`),
    ],
    required: true,
    change:
      status === "pass"
        ? null
        : changeOfPlacebos([...alarms, ...open], impact?.days ?? robustness?.shift?.shifted.length ?? 0, limits),
  };
}

const named = ({title}: Placebo) => `“${title.charAt(0).toLowerCase()}${title.slice(1)}”`;

/** For draws among which the estimate must stand out, their spread is the standard error of the estimate under no effect. */
function changeOfPlacebos(loud: readonly Placebo[], days: number, {placeboLevel, power}: GateLimits): Change {
  const one = loud[0];
  if (one === undefined) return {kind: "otherwise", words: "A policy that acts, on enough days to shift."};
  if (one.drawn.length === 0 || one.observed === null)
    return {
      kind: "otherwise",
      words:
        "Whatever moves the limits and is not on record: an effect where there can be none does not go away with more days.",
    };
  const mean = one.drawn.reduce((sum, v) => sum + v, 0) / one.drawn.length;
  const variance = one.drawn.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / Math.max(1, one.drawn.length - 1);
  const error = Math.sqrt(variance);
  const half = normalQuantile(1 - placeboLevel) * error; // one-sided
  return moreData({
    of: one.of === "policy" ? "timing" : "effect of real limits",
    unit: one.unit,
    estimate: one.observed,
    interval: [one.observed - half, one.observed + half],
    // a spread among all that was drawn, taken as known
    ...{standardError: error, degrees: Number.POSITIVE_INFINITY, critical: () => half / error, days, power},
  });
}
