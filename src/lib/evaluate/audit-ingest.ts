import type {Desk} from "../ingest/desk.ts";
import {type Column, float64, int32, type Table, table, take, text} from "../numeric/index.ts";
import {compareRewrites} from "./audit.ts";
import {joinChecks} from "./audit-facts.ts";
import {type FutureOf, rewrites} from "./rewrite.ts";
import type {AuditCheck} from "./types.ts";

export interface AuditIngestOptions {
  /** The desk as ingest made it. */
  readonly desk: Desk;
  /** The desk that ingest makes of rows whose future was rewritten. */
  readonly future: FutureOf;
  readonly cuts: readonly number[];
}

/**
 * Ingests rows again whose future was rewritten: trader-days, market bars and interventions up to the cut's own day must be
 * the same, none more and none fewer. Traders, symbols and dates are matched by name, since another future may hold others.
 */
export function auditIngest({desk, future, cuts}: AuditIngestOptions): AuditCheck {
  const futures = cuts.flatMap((cut) => rewrites.map((rewrite) => ({cut, rewrite, after: future(cut, rewrite)})));
  const compare = (of: string, axes: Axes, rows: (from: Desk) => Table) =>
    compareRewrites({
      id: "audit.ingest",
      title: "",
      of,
      desk: {accounts: axes.names, days: axes.dates},
      cuts: cuts.map((cut) => lastAtMost(axes.dates, desk.days[cut])),
      comparisons: futures.map(({cut, rewrite, after}) => {
        const at = lastAtMost(axes.dates, desk.days[cut]);
        const [old, now] = [upTo(rows(desk), at), upTo(rows(after), at)];
        return {cut: at, rewrite, before: withColumnsOf(old, now), after: withColumnsOf(now, old)};
      }),
      ahead: 0,
    });
  const all = [desk, ...futures.map(({after}) => after)];
  const own: Axes = {names: distinct(all.flatMap((d) => d.accounts)), dates: distinct(all.flatMap((d) => d.days))};
  const parts = [
    compare("daily rows", own, (d) => keyed(d.daily, d, own, "")),
    compare("interventions", own, (d) => keyed(d.interventions ?? none, d, own, "interventions.")),
  ];
  if (desk.market !== null) {
    const market: Axes = {
      names: distinct(all.flatMap((d) => (d.market === null ? [] : [...new Set(text(d.market, "symbol"))]))),
      dates: distinct(all.flatMap((d) => (d.market === null ? [] : [...new Set(text(d.market, "date"))]))),
    };
    parts.push(compare("market bars", market, (d) => (d.market === null ? none : bars(d.market, market))));
  }
  const joined = joinChecks("audit.ingest", "Ingest knows only the past", "what was ingested", parts);
  return {...joined, cutDates: joined.status === "not auditable" ? [] : cuts.map((cut) => desk.days[cut])};
}

interface Axes {
  /** Names that `trader` indexes in the tables compared, and dates that `day` does. */
  readonly names: readonly string[];
  readonly dates: readonly string[];
}

const none = table({trader: new Int32Array(0), day: new Int32Array(0)});

function distinct(list: readonly string[]): string[] {
  return [...new Set(list)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Index of the last date that is not after another; −1 if all are. */
function lastAtMost(dates: readonly string[], date: string): number {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (dates[middle] <= date) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A table of the desk with traders and days of other axes, and its numbers under a prefix. */
function keyed(t: Table, {accounts, days}: Desk, {names, dates}: Axes, prefix: string): Table {
  const [name, date] = [new Map(names.map((n, i) => [n, i])), new Map(dates.map((d, i) => [d, i]))];
  const trader = int32(t, "trader").map((i) => name.get(accounts[i])!);
  const day = int32(t, "day").map((i) => date.get(days[i])!);
  return table({trader, day, ...numbersOf(t, prefix)});
}

/** Bars with their symbol as "trader" and their own date as "day": the desk's days are not the market's. */
function bars(market: Table, {names, dates}: Axes): Table {
  const [name, date] = [new Map(names.map((n, i) => [n, i])), new Map(dates.map((d, i) => [d, i]))];
  return table({
    trader: Int32Array.from(text(market, "symbol"), (s) => name.get(s)!),
    day: Int32Array.from(text(market, "date"), (d) => date.get(d)!),
    ...numbersOf(market, "market."),
  });
}

function numbersOf(t: Table, prefix: string): Record<string, Column> {
  const numbers = Object.keys(t.columns).filter((name) => t.columns[name] instanceof Float64Array);
  return Object.fromEntries(numbers.map((name) => [`${prefix}${name}`, float64(t, name)]));
}

/** A column that one future has and the other has not is one without a value there. */
function withColumnsOf(t: Table, other: Table): Table {
  const columns: Record<string, Column> = {...t.columns};
  for (const name of Object.keys(other.columns)) columns[name] ??= new Float64Array(t.rows).fill(Number.NaN);
  return table(columns);
}

function upTo(t: Table, last: number): Table {
  const day = int32(t, "day");
  return take(
    t,
    Int32Array.from(day.keys()).filter((r) => day[r] <= last),
  );
}
