import type {PnlMethod} from "../../../src/lib/ingest/pnl/index.ts";
import type {SourceFill} from "../../../src/lib/ingest/sources/types.ts";

/** The literal way, fill by fill and lot by lot, in whole cents and whole units: what the database must agree with. */
export interface Event {
  readonly date: string;
  readonly buy: boolean;
  readonly quantity: bigint;
  readonly cents: bigint;
}

export interface Booked {
  /** Realised P&L by date, cents; at average cost exact as a rational [numerator, denominator]. */
  readonly realised: Map<string, number>;
  readonly position: bigint;
  /** Cost of the open lots (below 0: proceeds of short ones), cents. */
  readonly basis: number;
}

/** Lots in a queue: a sale closes the oldest bought, a purchase the oldest sold short; what is left opens a lot. */
export function fifoQueue(events: readonly Event[]): Booked {
  const lots: {quantity: bigint; cents: bigint}[] = []; // above 0 bought, below 0 sold
  const realised = new Map<string, number>();
  for (const {date, buy, quantity, cents} of events) {
    let left = quantity;
    let won = 0n;
    while (left > 0n && lots.length > 0 && lots[0].quantity > 0n !== buy) {
      const [lot] = lots;
      const size = lot.quantity < 0n ? -lot.quantity : lot.quantity;
      const closed = size < left ? size : left;
      won += closed * (buy ? lot.cents - cents : cents - lot.cents);
      lot.quantity += buy ? closed : -closed;
      left -= closed;
      if (lot.quantity === 0n) lots.shift();
    }
    if (left > 0n) lots.push({quantity: buy ? left : -left, cents});
    realised.set(date, (realised.get(date) ?? 0) + Number(won));
  }
  return {
    realised,
    position: lots.reduce((sum, lot) => sum + lot.quantity, 0n),
    basis: Number(lots.reduce((sum, lot) => sum + lot.quantity * lot.cents, 0n)),
  };
}

/** One mean price for the open position, in floating point: good to about 12 digits. */
export function meanCost(events: readonly Event[]): Booked {
  let position = 0;
  let mean = 0;
  const realised = new Map<string, number>();
  for (const {date, buy, quantity, cents} of events) {
    const signed = Number(buy ? quantity : -quantity);
    const price = Number(cents);
    let won = 0;
    if (position === 0 || position > 0 === signed > 0) {
      mean = (mean * Math.abs(position) + price * Math.abs(signed)) / (Math.abs(position) + Math.abs(signed));
    } else {
      const closed = Math.min(Math.abs(position), Math.abs(signed));
      won = closed * (price - mean) * Math.sign(position);
      if (Math.abs(signed) > Math.abs(position)) mean = price;
    }
    position += signed;
    realised.set(date, (realised.get(date) ?? 0) + won);
  }
  return {realised, position: BigInt(position), basis: position * mean};
}

export const ORACLES: Readonly<Record<PnlMethod, (events: readonly Event[]) => Booked>> = {
  fifo: fifoQueue,
  average: meanCost,
};

/** An event as the fill that a source would give. */
export function fillOfEvent({date, buy, quantity, cents}: Event, second: number): Partial<SourceFill> {
  return {date, time: second, side: buy ? "buy" : "sell", quantity: Number(quantity), price: Number(cents) / 100};
}
