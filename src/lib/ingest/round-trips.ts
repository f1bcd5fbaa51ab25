import type {Fill} from "./fill-days.ts";

/**
 * Round trips first in, first out: a fill against the open position of its symbol closes the oldest lots first; what is left
 * of it opens a lot of its own. P&L is price difference × quantity, before fees and contract multipliers: only its sign is
 * used. Positions carry over from day to day and start flat with the file: lots that were opened before it are unknown, and
 * the fill that closed them counts as opening.
 */
export interface RoundTripBook {
  /** By symbol, oldest first; all lots of a symbol have one sign. */
  readonly lots: Map<string, Lot[]>;
}

interface Lot {
  quantity: number;
  readonly price: number;
  /** Minutes since 1970-01-01 as written; NaN without a time of day. */
  readonly at: number;
}

/** A lot, or part of one, that was closed. */
export interface Match {
  readonly pnl: number;
  /** Calendar minutes from open to close (weekends count); NaN where one end has no time of day. */
  readonly minutes: number;
}

export function emptyBook(): RoundTripBook {
  return {lots: new Map()};
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
  const lots = book.lots.get(fill.symbol) ?? [];
  while (lots.length > 0 && lots[0].quantity * left < 0) {
    const [lot] = lots;
    const size = Math.min(Math.abs(lot.quantity), Math.abs(left));
    closed.push({pnl: (fill.price - lot.price) * size * Math.sign(lot.quantity), minutes: at - lot.at});
    left = unlessRounding(left - size * Math.sign(left), fill.quantity);
    lot.quantity = unlessRounding(lot.quantity - size * Math.sign(lot.quantity), size);
    if (lot.quantity === 0) lots.shift();
  }
  if (left !== 0) lots.push({quantity: left, price: fill.price, at});
  book.lots.set(fill.symbol, lots);
  return {closed, opened: Math.abs(left)};
}

/** 0.3 − 0.1 − 0.2 is not 0: fractions of a share that rounding leaves would be positions, and their closings trips, of their own. */
function unlessRounding(quantity: number, of: number): number {
  return Math.abs(quantity) <= 1e-9 * Math.abs(of) ? 0 : quantity;
}
