import {type TraderOfAccount, traderOf} from "./merge.ts";
import type {Expiry, OpeningPosition, Split} from "./pnl/index.ts";

/** From `date` on, one unit is so many (a split); null: at its end, every position in the symbol is gone (an expiry). */
export interface PositionEvent {
  readonly date: string;
  readonly units: number | null;
}

/** What a study says of a trader's positions that no fill says. */
export interface KnownPositions {
  /** What was held before the first fill, at money a unit (price × multiplier). */
  readonly opening: readonly Pick<OpeningPosition, "account" | "date" | "symbol" | "quantity" | "price">[];
  /** By symbol, in order of time. */
  readonly events: ReadonlyMap<string, readonly PositionEvent[]>;
}

/** What a study says of positions, of every account. */
export interface PositionsSaid {
  readonly opening?: readonly OpeningPosition[];
  readonly splits?: readonly Split[];
  readonly expiries?: readonly Expiry[];
}

/** The same by trader. */
export function knownPositions(
  {opening = [], splits = [], expiries = []}: PositionsSaid,
  traders: TraderOfAccount = {},
): (trader: string) => KnownPositions {
  const events = new Map<string, PositionEvent[]>();
  const add = (symbol: string, event: PositionEvent) => events.set(symbol, [...(events.get(symbol) ?? []), event]);
  for (const {symbol, date, from, to} of splits) add(symbol, {date, units: to / from});
  for (const {symbol, date} of expiries) add(symbol, {date, units: null});
  const phase = ({units}: PositionEvent) => (units === null ? 1 : 0);
  for (const own of events.values())
    own.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : phase(a) - phase(b)));
  const held = new Map<string, KnownPositions["opening"][number][]>();
  for (const position of opening) {
    const {account, date, symbol, quantity, price, multiplier = 1} = position;
    const trader = traderOf(account, traders);
    const own = held.get(trader) ?? [];
    own.push({account, date, symbol, quantity, price: price * multiplier});
    held.set(trader, own);
  }
  return (trader) => ({opening: held.get(trader) ?? [], events});
}
