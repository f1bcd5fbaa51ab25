import {float64, int32} from "../../numeric/index.ts";
import {isRefusal, type LimitSample, limitSample, minimumTreatedDays} from "../limit-sample.ts";
import type {Assumption, Refusal} from "../types.ts";
import {counted, percent} from "../words.ts";
import type {DesignContext} from "./types.ts";

/** Days on which a trader could have got a limit: those after its first. Before it, nobody had a choice to make. */
export interface AtRiskSample extends LimitSample {
  readonly traders: number;
}

/**
 * The trader-days after each trader's first limit: on the others a limit was not in question, and nothing can be weighed up.
 * That a trader has been limited before is known before the day, so that nothing of the day selects it.
 */
export function atRiskSample({panel, interventions}: DesignContext): AtRiskSample | Refusal {
  if (interventions === null) return limitSample(panel, null) as Refusal;
  const first = firstLimits(interventions, traderCount(panel));
  const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
  const among = Uint8Array.from(trader, (t, i) => (first[t] >= 0 && day[i] > first[t] ? 1 : 0));
  const found = limitSample(panel, interventions, {among});
  return isRefusal(found) ? found : {...found, traders: new Set(found.trader).size};
}

/** Day of each trader's first limit; −1: never limited. */
export function firstLimits(interventions: NonNullable<DesignContext["interventions"]>, traders: number): Int32Array {
  const [trader, day] = [int32(interventions, "trader"), int32(interventions, "day")];
  const multiplier = float64(interventions, "multiplier");
  const first = new Int32Array(traders).fill(-1);
  for (let k = 0; k < trader.length; k++)
    if (multiplier[k] < 1 && trader[k] < traders && (first[trader[k]] < 0 || day[k] < first[trader[k]]))
      first[trader[k]] = day[k];
  return first;
}

/** Traders of the panel, counted by their largest number. */
export function traderCount(panel: DesignContext["panel"]): number {
  return int32(panel, "trader").reduce((most, t) => Math.max(most, t + 1), 0);
}

/** What any estimate that adjusts for features rests on and no data can show. */
export function adjustmentAssumptions(features: number): Assumption[] {
  return [
    {
      name: "No hidden common causes",
      status: "not checkable",
      evidence:
        `Nothing outside the ${features} features and each trader's own level moves both the limit and the day's P&L. ` +
        "No data can show this; a risk manager's private knowledge would break it.",
    },
    {
      name: "Limited before the day's P&L",
      status: "not checkable",
      evidence: "Each limit was decided before that day's P&L was known. The file states days, not times.",
    },
    {
      name: "No interference",
      status: "not checkable",
      evidence: "A limit on one trader, or on one day, changes nobody else's P&L and none of the trader's other days.",
    },
  ];
}

/** Rows of a sample in words. */
export function sampleWords(
  {y, treated, trader}: Pick<LimitSample, "y" | "treated" | "trader">,
  where: string,
): string {
  const count = treated.reduce((sum, d) => sum + d, 0);
  return (
    `${counted(y.length, "trader-day")} of ${counted(new Set(trader).size, "trader")}${where}; ` +
    `${count} of them with a limit (${percent(count / y.length)})`
  );
}

export const needsLimits = `Limits on at least ${minimumTreatedDays} days, and comparable trader-days without one.`;
