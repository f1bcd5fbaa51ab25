import {weekday} from "../ingest/index.ts";
import type {DeskName} from "../study/index.ts";
import {attendance} from "./attendance.ts";
import {decide, type Evening, evening} from "./decide.ts";
import {type SimulatedMarket, simulateMarket} from "./market.ts";
import {settle} from "./outcomes.ts";
import {emptyRows, type SimulatedRows} from "./rows.ts";
import {type Scenario, type ScenarioStrength, scenarioOf} from "./scenario.ts";
import {startCareer} from "./state.ts";
import {drawTraders, type TraderTraits} from "./traders.ts";
import {tradingDays} from "./trading-days.ts";

/** Which desk to simulate. */
export interface SimulateOptions {
  readonly desk: DeskName;
  /** Same seed, same desk, bit for bit. */
  readonly seed: number;
  /** Another size than the scenario's own. */
  readonly traders?: number;
  readonly days?: number;
  /** More or less of what the scenario is about. */
  readonly strength?: ScenarioStrength;
}

/** A simulated desk with all that only the simulator knows. */
export interface Simulation {
  readonly name: DeskName;
  readonly seed: number;
  readonly scenario: Scenario;
  /** ISO dates of the trading days. */
  readonly dates: readonly string[];
  readonly market: SimulatedMarket;
  readonly traders: readonly TraderTraits[];
  readonly rows: SimulatedRows;
}

const START = "2023-01-03";

/**
 * Simulates a desk day by day: in the evening each trader's mood and the desk's decision follow from what has happened; then
 * comes the day. Every trader draws the same count of numbers a day from a stream of its own, so that none depends on the
 * others but where the scenario says so (spillover), and two effects meet the same luck.
 * @throws RangeError for an unknown desk, or an impossible size or strength.
 */
export function simulate({desk: name, seed, traders: n, days: length, strength}: SimulateOptions): Simulation {
  const scenario = scenarioOf(name, {traders: n, days: length, strength});
  const dates = tradingDays(START, scenario.days);
  const market = simulateMarket({seed, dates, trend: 0.0012 * scenario.signal});
  const traders = drawTraders(seed, scenario, market.symbols.length);
  return {name, seed, scenario, dates, market, traders, rows: runDays({seed, scenario, dates, market, traders})};
}

/** The days of given traders on a given market. */
export function runDays({seed, scenario, dates, market, traders}: Omit<Simulation, "name" | "rows">): SimulatedRows {
  const days = dates.length;
  const present = traders.map((trader) => attendance(seed, trader, days));
  const rows = emptyRows(present);
  const careers = traders.map((trader, i) => startCareer(seed, trader, rows.start[i]));
  const evenings = traders.map(() => evening());
  const shiftDay = scenario.shift === null ? days : Math.floor(scenario.shift.at * days);
  for (let day = 0; day < days; day++) {
    const turn = day < shiftDay ? 1 : scenario.shift!.factor;
    const here: number[] = [];
    for (let i = 0; i < traders.length; i++) if (present[i][day] === 1) here.push(i);
    const today = {day, weekday: weekday(dates[day]) - 1, turn};
    for (const i of here) decide(scenario, traders[i], careers[i], market, today, evenings[i]);
    const desk = {scenario, market, rows, turn, limits: countLimits(here, evenings)};
    for (const i of here) settle(desk, traders[i], careers[i], evenings[i]);
  }
  return rows;
}

/** Sums over the traders who are there, from which each can take the others'. */
export interface Limits {
  readonly present: number;
  readonly limited: number;
  readonly expected: number;
}

function countLimits(here: readonly number[], evenings: readonly Evening[]): Limits {
  let [limited, expected] = [0, 0];
  for (const i of here) {
    limited += evenings[i].limited ? 1 : 0;
    expected += evenings[i].propensity;
  }
  return {present: here.length, limited, expected};
}
