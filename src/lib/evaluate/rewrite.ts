import type {Desk} from "../ingest/desk.ts";
import {type Column, int32, stream, type Table, table, take, text} from "../numeric/index.ts";

/** How the future is rewritten. */
export type Rewrite = "noise" | "negated" | "missing";
export const rewrites: readonly Rewrite[] = ["noise", "negated", "missing"];

/** The desk with the future after a day (by index) replaced in one of the ways. */
export type FutureOf = (cutDay: number, how: Rewrite) => Desk;

/**
 * The same desk with another future: every value after `cutDay` is replaced. What was computed for days up to `cutDay` + 1
 * must not change by a bit: the day after the cut is decided at its close.
 *
 * - "noise": normal noise of the column's own size (its absolute value in columns that are never negative); prices are
 *   multiplied by e^(noise / 2).
 * - "negated": −x; prices become 1/x, so that log returns change sign.
 * - "missing": rows of later days are gone, but for those of `cutDay` + 1, whose values are missing: they are what is
 *   being decided. Market bars after the cut are gone.
 *
 * Traders, days and what is no time series stay as they are. Predictions made elsewhere are left out: what they saw
 * cannot be rewritten here.
 *
 * @param cutDay index of the last day whose values stay.
 */
export function rewriteFuture(desk: Desk, cutDay: number, how: Rewrite, seed: number): Desk {
  if (!(Number.isInteger(cutDay) && cutDay >= 0 && cutDay < desk.days.length))
    throw new RangeError(`invalid cut; not a day index from 0 to ${desk.days.length - 1}: ${cutDay}`);
  const rewritten = (name: string, t: Table | null) => {
    if (t === null) return null;
    const day = int32(t, "day");
    const values = rewriteRows(t, (r) => day[r] > cutDay, {how, names: ["rewrite", seed, cutDay, how, name]});
    return how === "missing" ? where(values, (r) => day[r] <= cutDay + 1) : values;
  };
  return {
    ...desk,
    daily: rewritten("daily", desk.daily)!,
    interventions: rewritten("interventions", desk.interventions),
    market: desk.market === null ? null : rewriteMarket(desk.market, desk.days[cutDay], cutDay, how, seed),
    predictions: null,
  };
}

interface RewriteOptions {
  readonly how: Rewrite;
  /** Seed, then names, of the noise's stream. */
  readonly names: readonly [string, ...(string | number)[]];
  readonly prices?: boolean;
}

/** Replaces the Float64 values of the rows that `later` picks; other columns say which row it is and stay. */
function rewriteRows(t: Table, later: (row: number) => boolean, {how, names, prices}: RewriteOptions): Table {
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(t.columns)) {
    if (!(column instanceof Float64Array)) {
      columns[name] = column;
      continue;
    }
    const random = stream(0, ...names, name);
    const size = rootMeanSquare(column);
    const signed = column.some((v) => v < 0);
    const noise = (v: number) => {
      const z = random.normal();
      return prices ? v * Math.exp(z / 2) : size * (signed ? z : Math.abs(z));
    };
    columns[name] = column.map((v, r) => {
      if (!later(r)) return v;
      if (how === "missing") return Number.NaN;
      return how === "noise" ? noise(v) : prices ? 1 / v : -v;
    });
  }
  return table(columns);
}

/** Bars are later by their date: days on which only the market traded have no index. */
function rewriteMarket(market: Table, cutDate: string, cutDay: number, how: Rewrite, seed: number): Table {
  const date = text(market, "date");
  const later = (r: number) => date[r] > cutDate;
  if (how === "missing") return where(market, (r) => !later(r));
  return rewriteRows(market, later, {how, names: ["rewrite", seed, cutDay, how, "market"], prices: true});
}

function where(t: Table, keep: (row: number) => boolean): Table {
  return take(t, Int32Array.from({length: t.rows}, (_, r) => r).filter(keep));
}

function rootMeanSquare(column: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const v of column) {
    if (Number.isNaN(v)) continue;
    sum += v ** 2;
    count++;
  }
  return count === 0 || sum === 0 ? 1 : Math.sqrt(sum / count);
}
