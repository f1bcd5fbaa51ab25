import {type SliceDomain, type SliceState, wholeTable} from "./state.ts";
import {isDate, WEEKDAYS} from "./weekday.ts";

const KEYS = ["model", "trader", "from", "to", "weekday", "min", "max", "changed"];

/**
 * Reads a slice from a query string: an address, or the form, whose fields have the same names. Whatever cannot be used
 * is left out and named in `notes`, one sentence each, for the reader to see; the rest still holds. `formatSlice` is its
 * inverse.
 */
export function parseSlice(search: string, domain: SliceDomain): {state: SliceState; notes: string[]} {
  const query = new URLSearchParams(search);
  const notes: string[] = [];
  const ignored = (key: string, value: string, why: string) => {
    notes.push(`${key}=${value.length > 40 ? `${value.slice(0, 39)}…` : value} is ignored: ${why}.`);
  };
  for (const key of new Set(query.keys()))
    if (!KEYS.includes(key))
      ignored(key, query.get(key) ?? "", `this page has no such filter; it has ${KEYS.join(", ")}`);

  /** The last of a filter that takes one value, if `accept` makes something of it. */
  const one = <T>(key: string, accept: (value: string) => T | undefined, why: string): T | undefined => {
    const values = query.getAll(key).filter((value) => value !== "");
    for (const extra of values.slice(0, -1)) ignored(key, extra, "given more than once, the last one holds");
    if (values.length === 0) return undefined;
    const value = values[values.length - 1];
    const accepted = accept(value);
    if (accepted === undefined) ignored(key, value, why);
    return accepted;
  };

  const signals = domain.signals.map((signal) => signal.name);
  const signal = one("model", oneOf(signals), `the models here are ${signals.join(", ")}`);
  const changed = one("changed", oneOf(["all", "yes", "no"] as const), "it is yes, no or all");
  const traders = new Set<string>();
  for (const trader of query.getAll("trader")) {
    if (domain.traders.includes(trader)) traders.add(trader);
    else ignored("trader", trader, "no trader of that name has rows here");
  }
  const weekdays = new Set<number>();
  for (const word of query.getAll("weekday").flatMap((list) => list.split(","))) {
    const day = WEEKDAYS.findIndex(({key}) => key === word.trim().toLowerCase()) + 1;
    if (domain.weekdays.includes(day)) weekdays.add(day);
    else if (word !== "")
      ignored("weekday", word, `it is one of ${domain.weekdays.map((d) => WEEKDAYS[d - 1].key).join(", ")}`);
  }
  const date = (value: string) => (isDate(value) ? value : undefined);
  let from = one("from", date, "it is not an existing date written YYYY-MM-DD") ?? null;
  let to = one("to", date, "it is not an existing date written YYYY-MM-DD") ?? null;
  if (from !== null && to !== null && from > to) {
    ignored("from", from, `it is after to=${to}; both are left out`);
    from = to = null;
  }
  let min = one("min", decimal, "it is not a number such as 0.15") ?? null;
  let max = one("max", decimal, "it is not a number such as 0.15") ?? null;
  if (min !== null && max !== null && min > max) {
    ignored("min", String(min), `it is above max=${max}; both are left out`);
    min = max = null;
  }
  const state: SliceState = {
    ...wholeTable(domain, signal),
    traders: domain.traders.filter((trader) => traders.has(trader)),
    from,
    to,
    weekdays: domain.weekdays.filter((day) => weekdays.has(day)),
    min,
    max,
    changed: changed ?? "all",
  };
  return {state, notes};
}

/** A plainly written finite decimal; `Number` alone would also take "", "0x10" and "Infinity". −0 is 0. */
export function decimal(text: string): number | undefined {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : undefined;
}

function oneOf<T extends string>(allowed: readonly T[]): (value: string) => T | undefined {
  return (value) => allowed.find((each) => each === value);
}
