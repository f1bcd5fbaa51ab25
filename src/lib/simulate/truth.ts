import type {DeskTruth} from "../ingest/index.ts";
import {type Table, table} from "../numeric/index.ts";
import {REGIMES} from "./regimes.ts";
import type {SimulatedRows} from "./rows.ts";
import type {Simulation} from "./simulation.ts";

/** Everything that is true of a simulated desk: what a method should find, and what it cannot see. Money in US dollars. */
export interface SimulationTruth {
  /**
   * One row a trader-day, as in `Desk.daily`: trader, day, net_free, net_limited (potential outcomes), effect (expected
   * difference), expected (E[net | past]), expected_free, spilled, propensity (given the past), propensity_given_hidden,
   * hidden, score, recommended, limited, skill, size.
   */
  readonly rows: Table;
  /** One row a trader: account, temper, style, scale, disposition, adoption (day; −1 never), limited (rows), effect (total), effect_per_limited_day (NaN without one), net. */
  readonly traders: Table;
  /** One row a day: date, regime, expected_return and volatility of the market factor. */
  readonly days: Table;
  readonly total: TotalTruth;
}

export interface TotalTruth {
  readonly rows: number;
  readonly limited: number;
  /** Σ effect over limited rows: what the limits did to those who had them. */
  readonly effect: number;
  /** What the limits did to others (spillover). */
  readonly spilled: number;
  readonly effectPerLimitedDay: number;
  /** Σ p (1 − p) · effect / Σ p (1 − p), p = P(limit | past): what a partially linear model estimates where effects differ. */
  readonly overlapEffect: number;
  /** Mean effect over all rows, had each been limited. */
  readonly averageEffect: number;
  /** E[net without a limit] of limited rows less that of the others: what a plain comparison takes for an effect. */
  readonly selectionBias: number;
  /** Highest R² any prediction from the past could reach: 1 − Σ(net − E[net | past])² / Σ(net − mean)². */
  readonly attainableR2: number;
  /** Day on which relation and effect flip; null: never. */
  readonly shiftDay: number | null;
}

/** The whole truth of a simulation. */
export function truthOf(simulation: Simulation): SimulationTruth {
  const {rows: r, dates, market, traders} = simulation;
  const whole = (values: ArrayLike<number>) => Int32Array.from(values);
  const byTrader = traders.map((_, i) => totalsOf(r, r.start[i], r.start[i + 1]));
  return {
    rows: table({
      ...{trader: r.trader, day: r.day, net_free: r.netFree, net_limited: r.netLimited, effect: r.effect},
      ...{expected: r.expected, expected_free: r.expectedFree, spilled: r.spilled},
      ...{propensity: r.propensity, propensity_given_hidden: r.propensityGivenHidden, hidden: whole(r.hidden)},
      ...{score: r.score, recommended: whole(r.recommended), limited: whole(r.limited), skill: r.skill, size: r.size},
    }),
    traders: table({
      account: traders.map((t) => t.account),
      temper: traders.map((t) => t.temper),
      style: traders.map((t) => t.style),
      scale: Float64Array.from(traders, (t) => t.scale),
      disposition: Float64Array.from(traders, (t) => t.disposition),
      adoption: Int32Array.from(traders, (t) => (Number.isFinite(t.adoption) ? t.adoption : -1)),
      limited: Int32Array.from(byTrader, (t) => t.limited),
      effect: Float64Array.from(byTrader, (t) => t.effect),
      effect_per_limited_day: Float64Array.from(byTrader, (t) => t.effect / t.limited),
      net: Float64Array.from(byTrader, (t) => t.net),
    }),
    days: table({
      date: dates,
      regime: Array.from(market.regime, (k) => REGIMES[k]),
      expected_return: market.expectedFactor,
      volatility: market.volatility,
    }),
    total: totalTruth(simulation),
  };
}

/** The totals alone. */
export function totalTruth({rows, scenario}: Simulation): TotalTruth {
  const all = totalsOf(rows, 0, rows.count);
  const mean = all.net / rows.count;
  let [unexplained, around] = [0, 0];
  for (let i = 0; i < rows.count; i++) {
    unexplained += (rows.net[i] - rows.expected[i]) ** 2;
    around += (rows.net[i] - mean) ** 2;
  }
  return {
    rows: rows.count,
    limited: all.limited,
    effect: all.effect,
    spilled: all.spilled,
    effectPerLimitedDay: all.effect / all.limited,
    overlapEffect: all.weighted / all.weight,
    averageEffect: all.effectOnAll / rows.count,
    selectionBias: all.freeOfLimited / all.limited - all.freeOfOthers / (rows.count - all.limited),
    attainableR2: 1 - unexplained / around,
    shiftDay: scenario.shift === null ? null : Math.floor(scenario.shift.at * scenario.days),
  };
}

/**
 * What a desk keeps of it. The effect is the mean of E[Y(1) − Y(0) | past] over the limited rows: of both potential outcomes
 * only one is on record, so that the luck of the other on just these days is in no data, and no interval can be asked to hold it.
 */
export function deskTruth(simulation: Simulation): DeskTruth {
  const {effectPerLimitedDay, attainableR2} = totalTruth(simulation);
  return {effectPerTreatedDay: effectPerLimitedDay, attainableR2};
}

function totalsOf(rows: SimulatedRows, from: number, to: number) {
  const sums = {
    limited: 0,
    effect: 0,
    effectOnAll: 0,
    spilled: 0,
    net: 0,
    freeOfLimited: 0,
    freeOfOthers: 0,
    weight: 0,
    weighted: 0,
  };
  for (let i = from; i < to; i++) {
    sums.net += rows.net[i];
    sums.spilled += rows.spilled[i];
    sums.effectOnAll += rows.effect[i];
    const weight = rows.propensity[i] * (1 - rows.propensity[i]);
    sums.weight += weight;
    sums.weighted += weight * rows.effect[i];
    if (rows.limited[i] === 1) {
      sums.limited++;
      sums.effect += rows.effect[i];
      sums.freeOfLimited += rows.expectedFree[i];
    } else sums.freeOfOthers += rows.expectedFree[i];
  }
  return sums;
}
