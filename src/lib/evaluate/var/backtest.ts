import type {Random} from "../../numeric/index.ts";
import {breachesOf} from "./breaches.ts";
import {christoffersenTest, type LikelihoodRatio} from "./christoffersen.ts";
import {dynamicQuantileTest} from "./dynamic-quantile.ts";
import {type CoverageTest, kupiecExactP, kupiecPower, kupiecTest, type TestPower} from "./kupiec.ts";
import {type BreachAlternative, type SimulatedTest, simulatedTest} from "./simulated.ts";
import {type TrafficLight, trafficLight, trafficLightPower} from "./traffic-light.ts";

export interface VarBacktestOptions {
  /** Net P&L and value at risk (same scale and sign: a loss is negative), one a day in time order, of one series. */
  readonly net: ArrayLike<number>;
  readonly valueAtRisk: ArrayLike<number>;
  /** τ: share of days that should lie below. */
  readonly level: number;
  readonly random: Random;
  /** Simulated series a distribution. Default 1,000. */
  readonly draws?: number;
  /** What power is held against. Default: breaches twice as often as stated, and six times on the day after one. */
  readonly alternative?: BreachAlternative;
}

/** A likelihood ratio with its chi-squared p-value, its simulated one (null where there are too few days) and power. */
export interface VarTest extends LikelihoodRatio {
  readonly simulated: SimulatedTest;
}

export interface VarBacktest {
  readonly n: number;
  readonly level: number;
  readonly alternative: BreachAlternative;
  readonly unconditional: CoverageTest & {readonly exactP: number; readonly power: TestPower};
  readonly independence: VarTest;
  readonly conditional: VarTest;
  /** null where there are fewer than 60 days. */
  readonly dynamicQuantile: VarTest | null;
  readonly trafficLight: TrafficLight & {readonly power: TestPower & {readonly red: number}};
}

/** The alternative that power is held against when none is stated. */
export function defaultAlternative(level: number): BreachAlternative {
  return {coverage: Math.min(2 * level, 0.9), afterBreach: Math.min(6 * level, 0.9)};
}

/**
 * All backtests of one series of values at risk, each with what it could have seen at this many days: Kupiec,
 * Christoffersen, Engle and Manganelli, Basel. Kupiec's and Basel's power are exact for independent breaches at the
 * alternative's coverage; the others are simulated, also with breaches in clusters.
 *
 * One series: a trader's, or the desk's. Rows of several traders on one day are not independent; see `dayCoverage`.
 * @throws RangeError below 2 days, or where a value is not finite.
 */
export function backtestVar(options: VarBacktestOptions): VarBacktest {
  const {net, valueAtRisk, level, random, draws = 1000, alternative = defaultAlternative(options.level)} = options;
  const breach = breachesOf(net, valueAtRisk);
  const n = breach.length;
  const breaches = breach.reduce((sum, b) => sum + b, 0);
  const found = christoffersenTest(breach, level);
  const dynamic = dynamicQuantileTest(breach, valueAtRisk, level);
  const simulation = {random, draws, alternative};
  const simulate = (statistic: (b: Uint8Array) => number | null, under: number | "order" = level) =>
    simulatedTest(breach, statistic, under, simulation);
  return {
    n,
    level,
    alternative,
    unconditional: {
      ...kupiecTest(n, breaches, level),
      exactP: kupiecExactP(n, breaches, level),
      power: kupiecPower(n, level, alternative.coverage),
    },
    independence: {
      ...found.independence,
      simulated: simulate((b) => christoffersenTest(b, level).independence.statistic, "order"),
    },
    conditional: {
      ...found.conditional,
      simulated: simulate((b) => christoffersenTest(b, level).conditional.statistic),
    },
    dynamicQuantile: dynamic && {
      statistic: dynamic.statistic,
      df: dynamic.df,
      p: dynamic.p,
      simulated: simulate((b) => dynamicQuantileTest(b, valueAtRisk, level)?.statistic ?? null),
    },
    trafficLight: {
      ...trafficLight(n, breaches, level),
      power: trafficLightPower(n, level, alternative.coverage),
    },
  };
}
