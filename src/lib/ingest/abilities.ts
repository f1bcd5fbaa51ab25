import {float64, type Table} from "../numeric/index.ts";
import type {Ability, Desk} from "./desk.ts";
import {counted, listed} from "./error.ts";
import {recogniseSignals} from "./signals.ts";

/** Days below which a walk-forward study has no room for a first training window and tests after it. */
const MIN_DAYS = 30;

type Parts = Pick<Desk, "accounts" | "days" | "daily" | "predictions" | "interventions" | "market">;

/** What is known of fills.csv beyond its columns in the daily table. */
export interface FillFile {
  /** Fills whose side is not understood. */
  readonly unsided: number;
}

/** What a study on these data can and cannot do, and why: each thing once, possible or not. */
export function abilitiesOf(desk: Parts, fillFile: FillFile | null): Ability[] {
  return [
    judgeGiven(desk),
    train(desk),
    replay(desk),
    behaviour(desk),
    fills(desk, fillFile),
    market(desk),
    causal(desk),
  ];
}

function judgeGiven({predictions}: Parts): Ability {
  const what = "Judge predictions made elsewhere";
  if (predictions === null)
    return {
      what,
      possible: false,
      why: "There is no predictions.csv; it needs account_id, date and a column of predictions.",
    };
  const {signals, labels, unrecognised} = recogniseSignals(predictions);
  const parts = [
    signals.length > 0 ? `recognised by name: ${listed(signals.map((s) => s.name))}` : "",
    labels.length > 0 ? `labels, known only after the day and never used to predict: ${listed(labels)}` : "",
    unrecognised.length > 0 ? `only if the study names them: ${listed(unrecognised.map((u) => u.name))}` : "",
  ].filter((part) => part !== "");
  const why = `${counted(predictions.rows, "prediction")}; ${parts.join("; ")}.`;
  return {what, possible: signals.length > 0 || unrecognised.length > 0, why};
}

function train({days, accounts}: Parts): Ability {
  const what = "Train models walk-forward on past P&L";
  const found = `${counted(days.length, "trading day")}, ${counted(accounts.length, "trader")}`;
  return days.length >= MIN_DAYS
    ? {what, possible: true, why: `${found}.`}
    : {
        what,
        possible: false,
        why: `${found}; at least ${MIN_DAYS} days are needed for a training window and tests after it.`,
      };
}

function replay({daily, days}: Parts): Ability {
  const what = "Replay a policy against the P&L that happened";
  const traded = float64(daily, "net").filter((net) => net !== 0).length;
  if (traded === 0) return {what, possible: false, why: "Every net P&L is zero: no policy could change anything."};
  return {what, possible: true, why: `${counted(traded, "trader-day")} with P&L on ${counted(days.length, "day")}.`};
}

function behaviour({daily}: Parts): Ability {
  const what = "Use trading behaviour (gross, fees, trades, volume) to predict";
  const found = ["gross", "fees", "trades", "volume"].filter((name) => name in daily.columns);
  return found.length > 0
    ? {what, possible: true, why: `The daily rows have ${listed(found)}.`}
    : {what, possible: false, why: "The daily rows have none of these columns: only past P&L can be used."};
}

function fills({daily}: Parts, fillFile: FillFile | null): Ability {
  const what = "Use single fills";
  return fillFile !== null
    ? {what, possible: true, why: whatFillsGive(daily, fillFile)}
    : {what, possible: false, why: "There is no fills.csv; it needs account_id, time, quantity and price."};
}

function whatFillsGive({columns}: Table, {unsided}: FillFile): string {
  const added = ["fills", "traded_value", "fill_fees"].filter((name) => name in columns);
  const trips =
    "gain_trips" in columns
      ? `round trips first in, first out${unsided > 0 ? ` (without ${counted(unsided, "fill")} whose side is not understood: write buy or sell)` : ""}`
      : "no round trips, since neither a side nor a sign of the quantity says what was bought and what sold";
  const times = "hour_entropy" in columns ? "" : "; no holding times, since the fills have no time of day";
  return `fills.csv, added up by trader and day: ${listed(added)}; ${trips}${times}.`;
}

function market({market: bars}: Parts): Ability {
  const what = "Relate results to the market and its regimes";
  if (bars === null) return {what, possible: false, why: "There is no market.csv; it needs date and close."};
  const days = new Set(Array.from(bars.columns.day as Int32Array).filter((day) => day >= 0)).size;
  return days > 0
    ? {what, possible: true, why: `Market bars on ${counted(days, "trading day")} of the desk.`}
    : {what, possible: false, why: "market.csv has no bar on any trading day of the desk."};
}

function causal({interventions}: Parts): Ability {
  const what = "Estimate the effect of limits that were really applied";
  if (interventions === null)
    return {
      what,
      possible: false,
      why: "There is no interventions.csv: nothing says when exposure was really cut (account_id, date, multiplier). A policy's effect can then be replayed, not estimated.",
    };
  const treated = treatedRows(interventions);
  return treated > 0
    ? {what, possible: true, why: `${counted(treated, "trader-day")} with a multiplier other than 1.`}
    : {what, possible: false, why: "Every multiplier in interventions.csv is 1: nothing was ever changed."};
}

function treatedRows(interventions: Table): number {
  return float64(interventions, "multiplier").filter((m) => m !== 1).length;
}
