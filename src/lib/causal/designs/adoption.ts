import {float64, int32} from "../../numeric/index.ts";
import type {AdoptionRows} from "../synthetic/index.ts";
import type {Refusal} from "../types.ts";
import {counted, money, percent} from "../words.ts";
import {firstLimits, traderCount} from "./adjusted.ts";
import type {DesignContext} from "./types.ts";

/** Trading days that make a period of the panel designs: about a month. */
export const daysPerPeriod = 20;
/** Periods before a first limit that a trader needs to be compared, and those shown before and after it. */
export const pastPeriods = 3;
export const [periodsBefore, periodsAfter] = [8, 5];
/** First limits within this many days of each other count as one common start. */
const commonDays = 20;

/** Traders who came under limits while they were watched, beside those who did not (yet). */
export interface AdoptionSample extends AdoptionRows {
  /** The desk's number of each trader of the sample. */
  readonly traders: Int32Array;
  /** Row of the panel that each row is. */
  readonly rows: Int32Array;
  /** Adopters with a past, and traders never limited. */
  readonly adopters: number;
  readonly never: number;
  /** Traders limited too early to have a past, and those who cannot be brought to one scale. */
  readonly early: number;
  readonly unscaled: number;
  /** Mean past volatility of the adopters: currency a day. */
  readonly volatility: number;
  /** Expected effect of what was done on the row's day, scaled as the outcome is; null: not known. */
  readonly effect: Float64Array | null;
  /** Share of the adopters' days from the first limit on that had one. */
  readonly limitedShare: number;
}

/**
 * A trader adopts on the day of the first limit that was really set; who was never limited never adopts. Traders limited within the
 * first `pastPeriods` periods have no past to compare and are left out: neither adopters nor free.
 * The outcome is net P&L over the trader's own volatility before anybody of the sample was limited, times the adopters' mean
 * volatility: currency, but large traders do not drown the others.
 */
export function adoptionSample({panel, interventions, days, truth}: DesignContext): AdoptionSample | Refusal {
  const needs = `Traders who came under limits at different times, each after at least ${pastPeriods * daysPerPeriod} days without, and traders free of limits meanwhile.`;
  if (interventions === null)
    return {
      reason: "The desk states no interventions: who came under limits when is not known.",
      needs: "interventions.csv with account_id, date and the multiplier that was applied.",
    };
  const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const first = firstLimits(interventions, traderCount(panel));
  const past = pastPeriods * daysPerPeriod;
  const seen = [...new Set(trader)].sort((a, b) => a - b);
  const adopting = seen.filter((t) => first[t] >= past);
  const never = seen.filter((t) => first[t] < 0);
  const early = seen.length - adopting.length - never.length;
  if (seen.length < 2) return {reason: "There is one trader: nobody to compare with.", needs};
  if (adopting.length === 0)
    return {
      reason:
        early === 0
          ? "No trader ever came under limits."
          : `All ${early} traders who were ever limited were so within the first ${past} days: they have no past without limits.`,
      needs,
    };
  const starts = adopting.map((t) => first[t]);
  const [from, to] = [Math.min(...starts), Math.max(...starts)];
  if (never.length === 0 && to - from < commonDays)
    return {
      reason: `All traders came under limits within ${to - from + 1} days: nobody was left to compare with.`,
      needs,
    };
  const sd = volatilities(trader, day, net, from);
  const kept = [...adopting, ...never].filter((t) => (sd.get(t) ?? 0) > 0).sort((a, b) => a - b);
  const adopters = kept.filter((t) => first[t] >= 0);
  if (adopters.length === 0 || kept.length < 2)
    return {
      reason: `Of ${counted(adopting.length, "trader")} with a first limit after day ${past} and ${never.length} never limited, too few have 20 days of P&L that varies before anybody was limited: nothing to compare.`,
      needs,
    };
  const volatility = adopters.reduce((sum, t) => sum + sd.get(t)! / adopters.length, 0);
  const index = new Map(kept.map((t, k) => [t, k]));
  const rows = Int32Array.from(trader.keys()).filter((i) => index.has(trader[i]));
  const scale = (i: number) => volatility / sd.get(trader[i])!;
  const limited = limitedDays(interventions);
  const after = rows.filter((i) => first[trader[i]] >= 0 && day[i] >= first[trader[i]]);
  const done = (i: number) => (limited.has(`${trader[i]},${day[i]}`) ? 1 : 0);
  return {
    traders: Int32Array.from(kept),
    rows,
    trader: rows.map((i) => index.get(trader[i])!),
    day: rows.map((i) => day[i]),
    outcome: Float64Array.from(rows, (i) => net[i] * scale(i)),
    adoption: Int32Array.from(kept, (t) => first[t]),
    days,
    adopters: adopters.length,
    never: kept.length - adopters.length,
    early,
    unscaled: adopting.length + never.length - kept.length,
    volatility,
    effect: truth && Float64Array.from(rows, (i) => done(i) * truth.effect[i] * scale(i)),
    limitedShare: after.length === 0 ? 0 : after.reduce((sum, i) => sum + done(i), 0) / after.length,
  };
}

/** Standard deviation of each trader's P&L before a day; none with fewer than 20 rows. */
function volatilities(trader: Int32Array, day: Int32Array, net: Float64Array, before: number): Map<number, number> {
  const own = new Map<number, number[]>();
  trader.forEach((t, i) => {
    if (day[i] < before) own.set(t, [...(own.get(t) ?? []), net[i]]);
  });
  const found = new Map<number, number>();
  for (const [t, values] of own) {
    if (values.length < 20) continue;
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    found.set(t, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (values.length - 1)));
  }
  return found;
}

function limitedDays(interventions: NonNullable<DesignContext["interventions"]>): Set<string> {
  const [t, d] = [int32(interventions, "trader"), int32(interventions, "day")];
  const multiplier = float64(interventions, "multiplier");
  return new Set(Array.from(multiplier.keys()).flatMap((k) => (multiplier[k] < 1 ? [`${t[k]},${d[k]}`] : [])));
}

/** Values of rows by trader and day; a day without a row is 0. */
export function grid({trader, day, traders, days}: AdoptionSample, values: Float64Array): Float64Array[] {
  const own = Array.from(traders, () => new Float64Array(days));
  trader.forEach((t, i) => {
    own[t][day[i]] = values[i];
  });
  return own;
}

/** Mean of a series from a day on, over so many days. */
export function meanFrom(series: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let t = from; t < from + length; t++) sum += series[t];
  return sum / length;
}

/** Who is compared, in words. */
export function adoptionWords({adopters, never, early, unscaled, limitedShare}: AdoptionSample): string {
  return (
    `${counted(adopters, "trader")} with a first limit after day ${pastPeriods * daysPerPeriod}, ${never} never limited` +
    `${early > 0 ? `; left out: ${early} limited before, without a past to compare` : ""}` +
    `${unscaled > 0 ? `; left out: ${unscaled} without 20 days of P&L that varies before anybody was limited` : ""}. ` +
    `From the first limit on, ${percent(limitedShare)} of the adopters' days had one`
  );
}

export const panelUnit = ({volatility}: AdoptionSample, currency: string) =>
  "Study currency a day after the first limit, limited or not; P&L is brought to the adopters' mean volatility before " +
  `(${money(volatility, currency)} a day), so that no large trader drowns the others`;

/** What all comparisons of adopters with others rest on. */
export const panelAssumptions = [
  {
    name: "First limits do not follow from what is to come",
    status: "not checkable",
    evidence:
      "The first limit is taken as the start. Had it come because worse days were foreseen, the comparison would mistake them for its effect.",
  },
  {
    name: "No interference",
    status: "not checkable",
    evidence: "Limits on some traders change nothing for those they are compared with.",
  },
] as const;

/** Inference between traders needs some of each kind. */
export function enoughTraders({adopters}: {readonly adopters: number}, others: number) {
  const least = 5;
  return {
    name: "Enough traders on each side",
    status: adopters >= least && others >= least ? ("checked" as const) : ("failed" as const),
    evidence: `${counted(adopters, "adopter")}, each with at least ${others} to compare with; below ${least} of either the standard error is a rough guide.`,
  };
}
