import type {Fill} from "./fill-days.ts";
import type {KnownPositions, PositionEvent} from "./known-positions.ts";

/**
 * Round trips first in, first out: a fill against the open position of its account in its symbol closes the oldest lots first; what
 * is left of it opens a lot of its own. P&L is price difference × quantity, before fees and contract multipliers: only its sign is
 * used. Positions carry over from day to day and start with what the study says that accounts held; lots that were opened before
 * the files and that it does not name are unknown, and the fill that closed them counts as opening. Splits change lots, and an
 * expiry takes them away: it closes no round trip, since nobody decided it.
 */
export interface RoundTripBook {
  /** By account and symbol. */
  readonly positions: Map<string, Position>;
  readonly known: KnownPositions;
}

interface Position {
  /** Oldest first; all of one sign. */
  readonly lots: Lot[];
  /** How many of the symbol's splits and expiries they have been through. */
  past: number;
}

interface Lot {
  quantity: number;
  price: number;
  /** Minutes since 1970-01-01 as written; NaN without a time of day, and for what was held before the first fill. */
  readonly at: number;
}

/** A lot, or part of one, that was closed. */
export interface Match {
  readonly pnl: number;
  /** Calendar minutes from open to close (weekends count); NaN where one end has no time of day. */
  readonly minutes: number;
}

/** A trader's book before the first fill. */
export function emptyBook(known: KnownPositions = {opening: [], events: new Map()}): RoundTripBook {
  const positions = new Map<string, Position>();
  for (const {account, symbol, quantity, price, date} of known.opening) {
    const key = keyOf(account, symbol);
    const events = known.events.get(symbol) ?? [];
    const position = positions.get(key) ?? {lots: [], past: events.filter((event) => event.date <= date).length};
    position.lots.push({quantity, price, at: Number.NaN});
    positions.set(key, position);
  }
  return {positions, known};
}

/**
 * Books a fill.
 * @param at when, in minutes since 1970-01-01.
 * @returns what it closed, and the absolute quantity by which it opened a position. Neither where its side is unknown.
 */
export function matchFill(book: RoundTripBook, fill: Fill, at: number): {closed: Match[]; opened: number} {
  const closed: Match[] = [];
  let left = fill.quantity;
  if (Number.isNaN(left)) return {closed, opened: 0};
  const key = keyOf(fill.account ?? "", fill.symbol);
  const position = book.positions.get(key) ?? {lots: [], past: 0};
  const {lots} = position;
  goThrough(position, book.known.events.get(fill.symbol) ?? [], fill.date);
  while (lots.length > 0 && lots[0].quantity * left < 0) {
    const [lot] = lots;
    const size = Math.min(Math.abs(lot.quantity), Math.abs(left));
    closed.push({pnl: (fill.price - lot.price) * size * Math.sign(lot.quantity), minutes: at - lot.at});
    left = unlessRounding(left - size * Math.sign(left), fill.quantity);
    lot.quantity = unlessRounding(lot.quantity - size * Math.sign(lot.quantity), size);
    if (lot.quantity === 0) lots.shift();
  }
  if (left !== 0) lots.push({quantity: left, price: fill.price, at});
  book.positions.set(key, position);
  return {closed, opened: Math.abs(left)};
}

/** 0.3 − 0.1 − 0.2 is not 0: fractions of a share that rounding leaves would be positions, and their closings trips, of their own. */
function unlessRounding(quantity: number, of: number): number {
  return Math.abs(quantity) <= 1e-9 * Math.abs(of) ? 0 : quantity;
}

/** What splits and expiries before a date's fills make of a position: a split counts from its date on, an expiry after it. */
function goThrough(position: Position, events: readonly PositionEvent[], date: string): void {
  for (; position.past < events.length; position.past++) {
    const event = events[position.past];
    if (event.date > date || (event.date === date && event.units === null)) return;
    if (event.units === null) position.lots.length = 0;
    else
      for (const lot of position.lots) {
        lot.quantity = Number((lot.quantity * event.units).toPrecision(12)); // a third of 300 shares is 100
        lot.price /= event.units;
      }
  }
}

function keyOf(account: string, symbol: string): string {
  return `${account}\u0000${symbol}`;
}
