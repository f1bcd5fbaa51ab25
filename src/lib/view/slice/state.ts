import {WEEKDAYS} from "./weekday.ts";

/** What can be chosen from: read from the published table itself, so a filter can never name what is not there. */
export interface SliceDomain {
  /** Model (signal) names, sorted by code point, with the range of their values (null: no value at all). */
  readonly signals: readonly {readonly name: string; readonly low: number | null; readonly high: number | null}[];
  /** Trader names, sorted by code point. A trader's position is its code in SQL. */
  readonly traders: readonly string[];
  /** Trading days with rows, ascending: the table's day code, its ISO date and weekday (1 to 7). */
  readonly days: readonly {readonly day: number; readonly date: string; readonly weekday: number}[];
  /** Every value that any signal has, ascending and distinct. A value's position is its code in SQL. */
  readonly levels: Float64Array;
  /** Weekdays with rows, ascending, 1 (Monday) to 7 (Sunday). */
  readonly weekdays: readonly number[];
  /** The model shown when the address names none. */
  readonly primary: string;
}

/** One slice. An empty list or null lets everything through; exactly one model, since models repeat the same days. */
export interface SliceState {
  readonly signal: string;
  readonly traders: readonly string[];
  /** First and last date, ISO, both included. */
  readonly from: string | null;
  readonly to: string | null;
  /** 1 (Monday) to 7 (Sunday), ascending. */
  readonly weekdays: readonly number[];
  /** Smallest and largest value of the signal, both included. */
  readonly min: number | null;
  readonly max: number | null;
  /** Rows whose multiplier is not 1 ("yes"), is 1 ("no"), or both. */
  readonly changed: "all" | "yes" | "no";
}

/** The slice without any filter, of the domain's primary model unless another is named. */
export function wholeTable(domain: SliceDomain, signal: string = domain.primary): SliceState {
  return {signal, traders: [], from: null, to: null, weekdays: [], min: null, max: null, changed: "all"};
}

/** True where no filter but the model is set. */
export function isWhole(state: SliceState): boolean {
  const {traders, from, to, weekdays, min, max, changed} = state;
  const bounds = [from, to, min, max].every((bound) => bound === null);
  return traders.length === 0 && weekdays.length === 0 && bounds && changed === "all";
}

/**
 * Writes a slice as a readable query string, "?model=forest&trader=T01&trader=T04&weekday=mon,fri", or "" for the whole
 * table. What is at its default is left out and the order is fixed: one slice, one address.
 */
export function formatSlice(state: SliceState, domain: SliceDomain): string {
  const pairs: [string, string][] = [];
  if (state.signal !== domain.primary) pairs.push(["model", state.signal]);
  for (const trader of state.traders) pairs.push(["trader", trader]);
  if (state.from !== null) pairs.push(["from", state.from]);
  if (state.to !== null) pairs.push(["to", state.to]);
  if (state.weekdays.length > 0) pairs.push(["weekday", state.weekdays.map((day) => WEEKDAYS[day - 1].key).join(",")]);
  if (state.min !== null) pairs.push(["min", String(state.min)]);
  if (state.max !== null) pairs.push(["max", String(state.max)]);
  if (state.changed !== "all") pairs.push(["changed", state.changed]);
  return pairs.length === 0 ? "" : `?${pairs.map(([key, value]) => `${key}=${encode(value)}`).join("&")}`;
}

/** Percent-encoding that leaves commas, which a query may hold, readable. */
function encode(value: string): string {
  return encodeURIComponent(value).replaceAll("%2C", ",");
}
