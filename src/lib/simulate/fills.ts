import {stream} from "../numeric/index.ts";
import {SHARE_MILLS, TICKET_MILLS} from "./booking.ts";
import {clamp, exponential} from "./draws.ts";
import {BAR_SECONDS, BARS} from "./session.ts";
import type {Simulation} from "./simulation.ts";
import {entrySecond, priceAt, splitGross, splitShares} from "./trips.ts";

/** Fills in columns, by trader, day and time. */
export interface Fills {
  readonly count: number;
  readonly trader: Int32Array;
  /** Index of the simulation's dates. */
  readonly day: Int32Array;
  /** Seconds after the open. */
  readonly second: Int32Array;
  /** Index of the market's symbols. */
  readonly symbol: Uint8Array;
  /** Shares, above 0 bought, below 0 sold. */
  readonly quantity: Int32Array;
  /** US dollars, in whole cents, within the day's low and high. */
  readonly price: Float64Array;
  /** US dollars. */
  readonly fee: Float64Array;
  /** Number of the round trip within its trader-day, which a broker's file does not have. */
  readonly trip: Int32Array;
}

/** Chance that a trader of some style follows it in a trade. */
const FAITHFUL = 0.7;
/** Luck lost from the open to the close: tired traders trade worse. */
const AFTERNOON = 0.25;

/**
 * The fills behind a simulation's days. Each trader-day's fills add up to its row exactly: Σ −quantity · price is the gross to the
 * cent, Σ |quantity| the volume, Σ fee the fees; every position is closed by the end of the day, every price lies within the
 * day's range of its symbol, losers are held longer than winners by the trader's disposition.
 */
export function simulateFills(simulation: Simulation): Fills {
  const {seed, traders, rows} = simulation;
  let most = 0;
  let longest = 0;
  for (const trips of rows.trades) {
    most += 3 * trips; // in, out, and the rest of the shares out a cent apart
    longest = Math.max(longest, trips);
  }
  const out = emptyFills(most);
  const work = {
    shares: new Int32Array(longest),
    gross: new Int32Array(longest),
    luck: new Float64Array(longest),
    entry: new Int32Array(longest),
    keys: new Float64Array(3 * longest),
    day: emptyFills(3 * longest),
  };
  let count = 0;
  traders.forEach((trader, i) => {
    const random = stream(seed, "simulate", "fills", trader.account);
    for (let row = rows.start[i]; row < rows.start[i + 1]; row++)
      if (rows.trades[row] > 0) count = fillDay(simulation, row, trader, random, work, out, count);
  });
  const cut = <T extends {subarray(from: number, to: number): T}>(column: T) => column.subarray(0, count);
  return {
    count,
    ...{trader: cut(out.trader), day: cut(out.day), second: cut(out.second), symbol: cut(out.symbol)},
    ...{quantity: cut(out.quantity), price: cut(out.price), fee: cut(out.fee), trip: cut(out.trip)},
  };
}

function emptyFills(count: number): Fills {
  const whole = () => new Int32Array(count);
  return {
    count,
    ...{trader: whole(), day: whole(), second: whole(), symbol: new Uint8Array(count)},
    ...{quantity: whole(), price: new Float64Array(count), fee: new Float64Array(count), trip: whole()},
  };
}

interface Work {
  readonly shares: Int32Array;
  readonly gross: Int32Array;
  readonly luck: Float64Array;
  readonly entry: Int32Array;
  readonly keys: Float64Array;
  readonly day: Fills;
}

/** Writes one trader-day's fills from `count` on, in order of time, and returns the new count. */
function fillDay(
  {market, rows}: Simulation,
  row: number,
  trader: Simulation["traders"][number],
  random: ReturnType<typeof stream>,
  {shares, gross, luck, entry, keys, day: unsorted}: Work,
  out: Fills,
  count: number,
): number {
  const day = rows.day[row];
  const trips = rows.trades[row];
  const symbols = market.symbols.length;
  const session = market.bars[day] * BAR_SECONDS;
  splitShares(random, rows.volume[row] / 2, trips, shares);
  const cells = [day * symbols + trader.symbols[0], day * symbols + trader.symbols[1]] as const;
  let range = Number.POSITIVE_INFINITY;
  for (const cell of cells) range = Math.min(range, Math.round(100 * (market.high[cell] - market.low[cell])));
  for (let k = 0; k < trips; k++) {
    entry[k] = entrySecond(random, session, trader.morning);
    luck[k] = clamp(random.normal() - AFTERNOON * (entry[k] / session), 2);
  }
  splitGross(Math.round(100 * rows.gross[row]), shares, luck, trips, range, gross);

  let n = 0;
  const put = (second: number, symbol: number, quantity: number, cents: number, mills: number, trip: number) => {
    unsorted.symbol[n] = symbol;
    unsorted.quantity[n] = quantity;
    unsorted.price[n] = cents / 100;
    unsorted.fee[n] = mills / 1000;
    unsorted.trip[n] = trip;
    keys[n] = second * 65536 + n;
    n++;
  };
  for (let k = 0; k < trips; k++) {
    const symbol = trader.symbols[random.uniform() < 0.8 ? 0 : 1];
    const cell = day * symbols + symbol;
    const [low, high] = [Math.round(100 * market.low[cell]), Math.round(100 * market.high[cell])];
    const won = gross[k] >= 0;
    const ratio = Math.sqrt(trader.disposition);
    const held = 1 + Math.floor(exponential(random, trader.holding * (won ? 1 / ratio : ratio)));
    const exit = Math.min(session, entry[k] + held);
    const ticks = Math.floor(Math.abs(gross[k]) / shares[k]);
    const rest = Math.abs(gross[k]) - ticks * shares[k]; // shares that earn a cent more
    const reach = rest > 0 ? ticks + 1 : ticks;
    const at = cell * (BARS + 1);
    const seen = priceAt(market.path, at, entry[k]);
    const follows = random.uniform() < FAITHFUL && trader.style !== "scalping";
    const coin = random.uniform() < 0.5 ? 1 : -1;
    const trend = seen >= Math.round(100 * market.path[at]) ? 1 : -1;
    const side = follows ? (trader.style === "momentum" ? trend : -trend) : coin;
    const direction = won ? side : -side;
    // Both ends of the trade within the day's range.
    const price =
      direction > 0 ? Math.max(low, Math.min(seen, high - reach)) : Math.min(high, Math.max(seen, low + reach));
    put(entry[k], symbol, side * shares[k], price, TICKET_MILLS + SHARE_MILLS * shares[k], k);
    if (rest < shares[k]) put(exit, symbol, -side * (shares[k] - rest), price + direction * ticks, 0, k);
    if (rest > 0) put(exit, symbol, -side * rest, price + direction * (ticks + 1), 0, k);
  }
  const order = keys.subarray(0, n).sort();
  for (const key of order) {
    const second = Math.floor(key / 65536);
    const k = key - second * 65536;
    out.trader[count] = rows.trader[row];
    out.day[count] = day;
    out.second[count] = second;
    out.symbol[count] = unsorted.symbol[k];
    out.quantity[count] = unsorted.quantity[k];
    out.price[count] = unsorted.price[k];
    out.fee[count] = unsorted.fee[k];
    out.trip[count] = unsorted.trip[k];
    count++;
  }
  return count;
}
