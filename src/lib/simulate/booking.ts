/** A day's trading as a statement shows it. Money in US dollars; fees to a tenth of a cent, so net too. */
export interface Booking {
  /** Round trips: each opened and closed on the day. */
  trips: number;
  /** Shares bought, which is also shares sold. */
  shares: number;
  gross: number;
  fees: number;
  /** gross − fees. */
  net: number;
}

/** Per round trip, and per share of it, in thousandths of a dollar. */
export const TICKET_MILLS = 350;
export const SHARE_MILLS = 2;

/**
 * Turns a day's P&L into round trips and shares that can have earned it: gross in whole cents, fees exact, and enough shares
 * that nobody's average trade needs more than a quarter of the day's range (fills.ts relies on it).
 * @param target net P&L to book; what is booked lies within a cent of it.
 * @param trips number of round trips, at least 1.
 * @param shares usual number of shares for so many trips.
 * @param range the day's range of the narrower symbol the trader trades, US dollars, above 0.
 */
export function book(target: number, trips: number, shares: number, range: number, out: Booking): void {
  const needed = Math.ceil((4 * (Math.abs(target) + (trips * TICKET_MILLS) / 1000)) / range);
  out.trips = trips;
  out.shares = Math.max(8 * trips, Math.round(shares), needed);
  const feeMills = TICKET_MILLS * trips + SHARE_MILLS * out.shares;
  const grossCents = Math.round(100 * target + feeMills / 10);
  out.gross = grossCents / 100 + 0;
  out.fees = feeMills / 1000;
  out.net = (10 * grossCents - feeMills) / 1000 + 0;
}

/** No trade, no P&L. */
export function bookNothing(out: Booking): void {
  out.trips = out.shares = out.gross = out.fees = out.net = 0;
}
