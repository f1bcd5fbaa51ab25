import {fromIso} from "./calendar.ts";
import type {Row} from "./contract.ts";
import {type Match, matchFill, type RoundTripBook} from "./round-trips.ts";
import {readSide} from "./sources/sides.ts";

/**
 * What a trader's fills of one day say about behaviour. Sums and counts, so that a feature can take means over any window;
 * the names are those of the columns of `Desk.daily`.
 */
export interface FillBehaviour {
  /** Round trips closed on the day (parts of them, first in first out) with a gain, or a loss, before fees. */
  gain_trips: number;
  loss_trips: number;
  /** Of these, those whose both ends have a time of day, and their holding times in calendar minutes, added up. */
  gain_timed: number;
  loss_timed: number;
  gain_minutes: number;
  loss_minutes: number;
  /** Fills that open or enlarge a position; those of them within 30 minutes after a loss was closed that day. */
  opens: number;
  opens_soon_after_loss: number;
  /** Opening fills, and their traded value, by whether the day's latest closed round trip was a gain or a loss. */
  opens_after_gain: number;
  opens_after_loss: number;
  value_after_gain: number;
  value_after_loss: number;
  /** Σ (share of traded value)² over symbols; NaN without fills. */
  symbol_herfindahl: number;
  /** Entropy of the fills over the 24 hours of the day, over log 24; NaN without a time of day. */
  hour_entropy: number;
}

/** Columns that need to know which fills buy and which sell. */
export const ROUND_TRIP_COLUMNS = [
  ...["gain_trips", "loss_trips", "gain_timed", "loss_timed", "gain_minutes", "loss_minutes"],
  ...["opens", "opens_soon_after_loss", "opens_after_gain", "opens_after_loss", "value_after_gain", "value_after_loss"],
] as readonly (keyof FillBehaviour)[];

/** A fill, as ingest reads it. */
export interface Fill {
  readonly date: string;
  /** Minutes since midnight of `date`, below 0 on the evening before it; NaN where the file gives a date alone. */
  readonly time: number;
  readonly symbol: string;
  /** Whose position it changes. */
  readonly account?: string;
  /** Above 0 bought, below 0 sold; NaN where the file does not say. */
  readonly quantity: number;
  readonly price: number;
  /** |quantity × price|, known whether the side is or not. */
  readonly value: number;
}

const SOON = 30;

/** The signed quantity of a fill: by its side where it has one, else by the sign of the quantity where any in the file is negative. */
export function signedQuantity(quantity: number, side: string, signsUsed: boolean): number {
  const read = readSide(side);
  if (read !== null) return read === "buy" ? Math.abs(quantity) : -Math.abs(quantity);
  return side.trim() === "" && signsUsed ? quantity : Number.NaN;
}

/**
 * A trader's behaviour on one day.
 * @param fills those of the day in order of time and line.
 * @param book what is open from the days before, first in first out; left as it is after the day.
 */
export function behaviourOf(fills: readonly Fill[], book: RoundTripBook): FillBehaviour {
  const day = Object.fromEntries(ROUND_TRIP_COLUMNS.map((name) => [name, 0])) as unknown as FillBehaviour;
  const midnight = 1440 * fromIso(fills[0].date);
  let latest: {readonly gain: boolean} | null = null;
  let lossClosedAt = Number.NaN;
  for (const fill of fills) {
    const {closed, opened} = matchFill(book, fill, midnight + fill.time);
    if (opened > 0) countOpening(day, opened * Math.abs(fill.price), {latest, sinceLoss: fill.time - lossClosedAt});
    for (const trip of closed) countClosing(day, trip);
    const decisive = closed.filter((trip) => trip.pnl !== 0);
    if (decisive.length > 0) {
      const pnl = decisive.reduce((sum, trip) => sum + trip.pnl, 0);
      latest = {gain: pnl > 0};
      if (pnl < 0) lossClosedAt = fill.time;
    }
  }
  day.symbol_herfindahl = herfindahl(fills);
  day.hour_entropy = hourEntropy(fills);
  return day;
}

function countClosing(day: FillBehaviour, {pnl, minutes}: Match): void {
  if (pnl === 0) return;
  const side = pnl > 0 ? "gain" : "loss";
  day[`${side}_trips`]++;
  if (Number.isNaN(minutes)) return;
  day[`${side}_timed`]++;
  day[`${side}_minutes`] += minutes;
}

function countOpening(
  day: FillBehaviour,
  value: number,
  {latest, sinceLoss}: {latest: {readonly gain: boolean} | null; sinceLoss: number},
): void {
  day.opens++;
  if (sinceLoss >= 0 && sinceLoss <= SOON) day.opens_soon_after_loss++;
  if (latest === null) return;
  const side = latest.gain ? "gain" : "loss";
  day[`opens_after_${side}`]++;
  day[`value_after_${side}`] += value;
}

function herfindahl(fills: readonly Fill[]): number {
  const values = new Map<string, number>();
  let total = 0;
  for (const {symbol, value} of fills) {
    values.set(symbol, (values.get(symbol) ?? 0) + value);
    total += value;
  }
  let sum = 0;
  for (const value of values.values()) sum += (value / total) ** 2;
  return total > 0 ? sum : Number.NaN;
}

function hourEntropy(fills: readonly Fill[]): number {
  const hours = new Int32Array(24);
  let timed = 0;
  for (const {time} of fills) {
    if (Number.isNaN(time)) continue;
    hours[((Math.floor(time / 60) % 24) + 24) % 24]++; // the evening before counts from −360 where the day begins at 18:00
    timed++;
  }
  if (timed === 0) return Number.NaN;
  let entropy = 0;
  for (const n of hours) if (n > 0) entropy -= (n / timed) * Math.log(n / timed);
  return entropy / Math.log(24);
}

/** Before any time of day, also of a trading day that begins the evening before. */
const UNTIMED = -1e6;

/** Order of fills in time: date, then time of day (those without one first), then line. */
export function inTime(a: Row, b: Row): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  const [s, t] = [a.time, b.time].map((time) => (Number.isNaN(time) ? UNTIMED : time));
  return s - t || a.line - b.line;
}
