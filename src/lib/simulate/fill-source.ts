import {simulateFills} from "./fills.ts";
import {OPEN_SECOND} from "./session.ts";
import type {Simulation} from "./simulation.ts";

/** A simulation's fills as the columns of fills.csv: account_id, time (local), symbol, side, quantity, price, fees. */
export function fillSource(simulation: Simulation): Record<string, ArrayLike<string | number>> {
  const {traders, dates, market} = simulation;
  const fills = simulateFills(simulation);
  return {
    account_id: Array.from(fills.trader, (i) => traders[i].account),
    time: Array.from(fills.second, (second, k) => `${dates[fills.day[k]]} ${clock(OPEN_SECOND + second)}`),
    symbol: Array.from(fills.symbol, (s) => market.symbols[s]),
    side: Array.from(fills.quantity, (q) => (q > 0 ? "BUY" : "SELL")),
    quantity: fills.quantity.map(Math.abs),
    price: fills.price,
    fees: fills.fee,
  };
}

/** "09:30:00" from seconds after midnight. */
export function clock(seconds: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}
