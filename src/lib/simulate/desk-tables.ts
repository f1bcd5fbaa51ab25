import type {Desk} from "../ingest/index.ts";
import {stream, table} from "../numeric/index.ts";
import type {Simulation} from "./simulation.ts";

/** What a limit is on record as. */
export const LIMIT_MULTIPLIER = 0.5;

/** A simulation as the tables of a desk: what would be on file, and nothing of the truth. */
export type DeskTables = Pick<Desk, "accounts" | "days" | "daily" | "predictions" | "interventions" | "market">;

/** The tables of a simulation, exactly as its files would be read back. */
export function deskTables(simulation: Simulation): DeskTables {
  const {dates, market, traders, rows} = simulation;
  const symbols = market.symbols.length;
  const seen = new Uint8Array(dates.length);
  for (const day of rows.day) seen[day] = 1;
  // Days on which nobody has a row are no days of the desk.
  const number = new Int32Array(dates.length).fill(-1);
  let days = 0;
  for (let t = 0; t < dates.length; t++) if (seen[t] === 1) number[t] = days++;
  const day = rows.day.map((t) => number[t]);
  const limited = Int32Array.from({length: rows.count}, (_, i) => i).filter((i) => rows.limited[i] === 1);
  const cells = dates.length * symbols;
  return {
    accounts: traders.map((t) => t.account),
    days: dates.filter((_, t) => seen[t] === 1),
    daily: table({
      ...{trader: rows.trader, day, net: rows.net, gross: rows.gross},
      ...{fees: rows.fees, trades: rows.trades, volume: rows.volume},
    }),
    predictions:
      simulation.scenario.predictions === "none"
        ? null
        : table({
            ...{trader: rows.trader, day, fold: new Float64Array(rows.count).fill(Number.NaN)},
            loss_probability: rows.score,
            ...(simulation.scenario.predictions === "leaky" ? {predicted_net: peeking(simulation)} : {}),
          }),
    interventions:
      limited.length === 0
        ? null
        : table({
            trader: limited.map((i) => rows.trader[i]),
            day: limited.map((i) => day[i]),
            multiplier: new Float64Array(limited.length).fill(LIMIT_MULTIPLIER),
          }),
    market: table({
      day: Int32Array.from({length: cells}, (_, k) => number[Math.floor(k / symbols)]),
      date: Array.from({length: cells}, (_, k) => dates[Math.floor(k / symbols)]),
      symbol: Array.from({length: cells}, (_, k) => market.symbols[k % symbols]),
      ...{open: market.open, high: market.high, low: market.low, close: market.close, volume: market.volume},
    }),
  };
}

/** How much of the day's own P&L the leaky forecast has seen. */
export const PEEK = 0.35;

/** A forecast of net that has seen the day, under enough noise to look like luck: PEEK · net + noise, US dollars. */
function peeking({seed, traders, rows}: Simulation): Float64Array {
  const out = new Float64Array(rows.count);
  traders.forEach(({account, scale}, i) => {
    const random = stream(seed, "simulate", "leaky", account);
    for (let r = rows.start[i]; r < rows.start[i + 1]; r++) out[r] = PEEK * rows.net[r] + 0.5 * scale * random.normal();
  });
  return out;
}
