import {type Booking, book, bookNothing} from "./booking.ts";
import type {Evening} from "./decide.ts";
import {studentT} from "./draws.ts";
import {CALM_VOLATILITY, type SimulatedMarket} from "./market.ts";
import type {SimulatedRows} from "./rows.ts";
import type {Scenario} from "./scenario.ts";
import type {Limits} from "./simulation.ts";
import {type Career, remember} from "./state.ts";
import type {TraderTraits} from "./traders.ts";

/** Degrees of freedom of a trader's own noise. */
const NOISE_DF = 5;
/** A usual trade moves by this many dollars a share: it sets how many shares a trader of some risk budget trades. */
const USUAL_MOVE = 0.2;

export interface DayOfDesk {
  readonly scenario: Scenario;
  readonly market: SimulatedMarket;
  readonly rows: SimulatedRows;
  /** Multiplies what a limit adds: −1 after a regime shift. */
  readonly turn: number;
  readonly limits: Limits;
}

const free: Booking = {trips: 0, shares: 0, gross: 0, fees: 0, net: 0};
const limited: Booking = {trips: 0, shares: 0, gross: 0, fees: 0, net: 0};

/** The day of one trader: both potential outcomes, what was expected of them, and the one that came true. */
export function settle(desk: DayOfDesk, trader: TraderTraits, career: Career, e: Evening): void {
  const {scenario, market, rows, limits} = desk;
  const {random} = career;
  const trades = random.uniform() < e.activity;
  const noise = studentT(random, NOISE_DF);
  const pace = Math.exp(0.25 * random.normal() - 0.03125);
  const lots = Math.exp(0.2 * random.normal() - 0.02);
  const others = Math.max(1, limits.present - 1);
  const spill = scenario.spillover / others;
  const spilled = spill * (limits.limited - (e.limited ? 1 : 0));
  const surprise =
    e.exposure * ((market.factor[e.day] - market.expectedFactor[e.day]) / CALM_VOLATILITY) +
    Math.sqrt(market.volatility[e.day] / CALM_VOLATILITY) * noise;
  const untroubled = e.mean + e.size * surprise;
  const {cut} = scenario.limit;
  const care = desk.turn * trader.care;
  const x = untroubled - scenario.hiddenCost * e.hidden;

  if (trades) {
    const trips = trader.tradesPerDay * e.frequency * pace;
    const perTrip = (trader.scale / Math.sqrt(trader.tradesPerDay) / USUAL_MOVE) * e.size * lots;
    const range = narrowerRange(market, e.day, trader.symbols);
    const freeTrips = Math.max(1, Math.round(trips));
    const limitedTrips = Math.max(1, Math.round(trips * Math.sqrt(cut)));
    book(trader.scale * (x + spilled), freeTrips, freeTrips * perTrip, range, free);
    const shares = limitedTrips * perTrip * Math.sqrt(cut);
    book(trader.scale * (cut * x + care + spilled), limitedTrips, shares, range, limited);
  } else {
    bookNothing(free);
    bookNothing(limited);
  }

  const {row} = career;
  const real = e.limited ? limited : free;
  rows.net[row] = real.net;
  rows.gross[row] = real.gross;
  rows.fees[row] = real.fees;
  rows.trades[row] = real.trips;
  rows.volume[row] = 2 * real.shares;
  rows.score[row] = e.score;
  rows.recommended[row] = e.recommended ? 1 : 0;
  rows.limited[row] = e.limited ? 1 : 0;
  rows.propensity[row] = e.propensity;
  rows.propensityGivenHidden[row] = e.propensityGivenHidden;
  rows.hidden[row] = e.hidden;
  rows.netFree[row] = free.net;
  rows.netLimited[row] = limited.net;
  const unit = e.activity * trader.scale;
  // No closures here: this runs for every row.
  const effect = care - (1 - cut) * e.mean;
  const trouble = (1 - cut) * scenario.hiddenCost;
  const limitsExpected = e.propensity * effect + (trouble * (e.propensityTrouble - e.propensityEase)) / 2;
  rows.effect[row] = unit * (effect + trouble * e.hidden) + 0;
  rows.expected[row] = unit * (e.mean + limitsExpected + spill * (limits.expected - e.propensity));
  rows.expectedFree[row] = unit * (e.mean - scenario.hiddenCost * e.hidden + spilled);
  rows.spilled[row] = unit * spilled + 0;
  rows.skill[row] = career.skill;
  rows.size[row] = e.size;
  remember(career, real.net / trader.scale, real.trips / trader.tradesPerDay);
}

/** US dollars. */
function narrowerRange(
  {high, low, symbols}: SimulatedMarket,
  day: number,
  [first, second]: readonly [number, number],
): number {
  const a = day * symbols.length + first;
  const b = day * symbols.length + second;
  return Math.min(high[a] - low[a], high[b] - low[b]);
}
