import {type Desk, type DeskTruth, deskFromSources, type FileKind, namedText, type Source} from "../ingest/index.ts";
import {LIMIT, type SimulatedDay, simulateCareer} from "./career.ts";
import {csvText} from "./csv-text.ts";
import {type SimulatedMarket, simulateMarket} from "./market.ts";
import {drawTraders, type TraderTraits} from "./traders.ts";
import {tradingDays} from "./trading-days.ts";

/** A simulated desk before its contract, with all that only the simulator knows. */
export interface Simulation {
  readonly dates: readonly string[];
  readonly market: SimulatedMarket;
  readonly traders: readonly {readonly traits: TraderTraits; readonly days: readonly SimulatedDay[]}[];
}

const START = "2023-01-03";
const DAYS = 500;

/** Runs the demo desk: 20 traders, 500 trading days. Each trader has its own stream, so none depends on the others. */
export function simulateDemo(seed: number): Simulation {
  const market = simulateMarket(seed, DAYS);
  const traders = drawTraders(seed, DAYS).map((traits) => ({traits, days: simulateCareer(seed, traits, market)}));
  return {dates: tradingDays(START, DAYS), market, traders};
}

/**
 * A desk whose truth is known, made through the same contract as files are.
 * @param options.desk which desk; "demo" is the only one.
 * @param options.seed same seed, same desk, bit for bit.
 */
export function simulateDesk({desk, seed}: {readonly desk: "demo"; readonly seed: number}): Desk {
  if (desk !== "demo") throw new RangeError(`invalid desk; not "demo": ${desk}`);
  const simulation = simulateDemo(seed);
  return deskFromSources(sourcesOf(simulation), {
    truth: truthOf(simulation),
    origin: () => ({simulated: true, description: `Simulated demo desk, seed ${seed}`, files: []}),
  });
}

function sourcesOf({dates, market, traders}: Simulation): Source[] {
  const all = traders.flatMap(({traits, days}) =>
    days.map((d) => ({...d, account: traits.account, date: dates[d.day]})),
  );
  return [
    source("daily", "simulated desk", {
      account_id: all.map((d) => d.account),
      date: all.map((d) => d.date),
      net: all.map((d) => d.net),
      fees: all.map((d) => d.fees),
      trades: all.map((d) => d.trades),
      volume: all.map((d) => d.volume),
    }),
    source("market", "simulated market", {
      date: dates,
      symbol: dates.map(() => "INDEX"),
      open: market.open,
      high: market.high,
      low: market.low,
      close: market.close,
      volume: market.volume,
    }),
    source("interventions", "simulated interventions", {
      account_id: all.filter((d) => d.limited).map((d) => d.account),
      date: all.filter((d) => d.limited).map((d) => d.date),
      multiplier: all.filter((d) => d.limited).map(() => LIMIT),
    }),
  ];
}

function source(kind: FileKind, name: string, columns: Readonly<Record<string, ArrayLike<string | number>>>): Source {
  return {kind, ...namedText(name, new TextEncoder().encode(csvText(columns)))};
}

/**
 * Effect of the limits on the days that had one, and what the best forecast could explain. The effect is the mean of
 * E[Y(1) − Y(0) | past]: of both potential outcomes only one is on record, so that the luck of the other on just these
 * days is in no data, and no interval can be asked to hold it.
 */
function truthOf({traders}: Simulation): DeskTruth {
  const all = traders.flatMap(({days}) => days);
  const limited = all.filter((d) => d.limited);
  const mean = sum(all.map((d) => d.net)) / all.length;
  const unexplained = sum(all.map((d) => (d.net - d.expected) ** 2));
  const total = sum(all.map((d) => (d.net - mean) ** 2));
  return {
    effectPerTreatedDay: sum(limited.map((d) => d.effect)) / limited.length,
    attainableR2: 1 - unexplained / total,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
