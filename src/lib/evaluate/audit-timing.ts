import type {FeatureCard} from "../features/index.ts";
import type {Desk} from "../ingest/desk.ts";
import {int32, text, thousands} from "../numeric/index.ts";
import {checkFacts, type WrongFact} from "./audit-facts.ts";
import type {AuditCheck} from "./types.ts";

/** What a feature of the registry says of itself; `knownAt` as text, since a registry can be wrong. */
export type TimedFeature = Pick<FeatureCard, "name" | "reads" | "lookBack"> & {readonly knownAt: string};

/**
 * When each kind of value is fixed, in closes before the decision: a row of day t is decided at the close of t − 1. What is
 * not in this list is not known when it is needed.
 */
const known: Readonly<Record<string, number>> = {calendar: Number.POSITIVE_INFINITY, "previous close": 0};

/**
 * The timing contract: every feature is known when its row is decided, says how far back it looks, and reads no data if it
 * is a fact of the calendar; and every market bar stands on the desk day of its own date (else "yesterday's bar" would be
 * another day's).
 */
export function auditTiming({
  features,
  desk,
}: {
  readonly features: readonly TimedFeature[];
  readonly desk: Pick<Desk, "days" | "market">;
}): AuditCheck {
  const wrong: WrongFact[] = [];
  for (const {name, knownAt, lookBack, reads} of features) {
    const say = (what: string) => wrong.push({column: name, row: "(registry)", what: `${name} ${what}.`});
    if (!(known[knownAt] >= 0)) say(`is known at "${knownAt}", which is after the decision at the previous close`);
    if (!(Number.isInteger(lookBack) && lookBack >= 0)) say(`has no look-back that is a number of rows: ${lookBack}`);
    if (knownAt === "calendar" && reads.length > 0)
      say(`is said to be a fact of the calendar, and reads ${reads.join(", ")}`);
  }
  const bars = joinedBars(desk, wrong);
  return checkFacts({
    id: "audit.timing",
    title: "Everything is known when it is used",
    compared: features.length + bars,
    wrong,
    sound: `${features.length} feature${features.length === 1 ? " is" : "s are"} known at the previous close or from the calendar${bars > 0 ? `, and ${bars === 1 ? "the one market bar stands" : `${thousands(bars)} market bars stand`} on the day of ${bars === 1 ? "its" : "their"} date` : ""}.`,
    nothing: "There is no feature and no market bar.",
  });
}

function joinedBars({days, market}: Pick<Desk, "days" | "market">, wrong: WrongFact[]): number {
  if (market === null) return 0;
  const [day, date] = [int32(market, "day"), text(market, "date")];
  const of = new Map(days.map((d, i) => [d, i]));
  for (let r = 0; r < day.length; r++) {
    if (day[r] === (of.get(date[r]) ?? -1)) continue;
    const stands = day[r] < 0 ? "no day of the desk" : days[day[r]];
    wrong.push({column: "market", row: date[r], what: `The market bar of ${date[r]} stands on ${stands}.`});
  }
  return day.length;
}
