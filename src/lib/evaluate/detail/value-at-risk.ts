import type {Random} from "../../numeric/index.ts";
import type {ComparedRows} from "../compared-rows.ts";
import {
  backtestVar,
  breachesOf,
  type DayCoverage,
  dayCoverage,
  defaultAlternative,
  kupiecPower,
  type TestPower,
  type VarBacktest,
  type Zone,
} from "../var/index.ts";
import {groupsOf} from "./loss-saved.ts";

/** The value-at-risk backtests of one trader's days. */
export interface TraderBacktest {
  readonly trader: number;
  readonly n: number;
  readonly breaches: number;
  /** breaches / n. */
  readonly share: number;
  readonly zone: Zone;
  /** p-values: exact for the coverage, by simulation of the null for the others; null where there are too few days. */
  readonly p: Readonly<Record<VarTestName, number | null>>;
}

export type VarTestName = "coverage" | "independence" | "conditional" | "dynamicQuantile";

/** What a test said of all traders, and what it could have said. */
export interface VarTestSummary {
  readonly test: VarTestName | "trafficLight";
  /** Traders tested; those whose p-value is at most `size` (outside the green zone, for the traffic light). */
  readonly traders: number;
  readonly rejected: number;
  /** Traders that it would reject if every value at risk were right. */
  readonly expected: number;
  /** Probability of rejecting a trader's value at risk under the alternative, mean over traders. */
  readonly power: number;
}

export interface ValueAtRiskReport {
  readonly level: number;
  /** All traders, the day as the observation; null below 10 days. */
  readonly coverage: DayCoverage | null;
  readonly traders: readonly TraderBacktest[];
  /** Traders with enough days to be tested; more than there are in `traders` where only those with most days were. */
  readonly able: number;
  readonly tests: readonly VarTestSummary[];
  /** What power is held against, as shares of days. */
  readonly alternative: {readonly coverage: number; readonly afterBreach: number};
  readonly size: number;
  readonly draws: number;
}

/** With 99 draws a simulated test at 5 % is exact (Dufour 2006): 0.05 × (99 + 1) is whole. */
const draws = 99;
const size = 0.05;
/** Fewer of a trader's days than this say nothing. */
const fewestDays = 60;
const testNames = ["coverage", "independence", "conditional", "dynamicQuantile"] as const;

/**
 * Backtests of a value at risk trader by trader (a series each: rows of several traders on one day are not independent), and
 * of all traders by day. Traders with fewer than 60 days are left out of the former.
 * @param random a stream by trader. @param most traders tested one by one: the first with the most days.
 */
export function valueAtRiskReport(
  {trader, day, net, value}: ComparedRows,
  level: number,
  confidence: number,
  random: (trader: number) => Random,
  most = 200,
): ValueAtRiskReport {
  const breach = breachesOf(net, value);
  const able = groupsOf(trader).filter(([, rows]) => rows.length >= fewestDays);
  const groups = [...able]
    .sort(([a, x], [b, y]) => y.length - x.length || Number(a) - Number(b))
    .slice(0, most)
    .sort(([a], [b]) => Number(a) - Number(b));
  const found = groups.map(([who, rows]) => ({
    trader: Number(who),
    test: backtestVar({
      net: rows.map((i) => net[i]),
      valueAtRisk: rows.map((i) => value[i]),
      level,
      random: random(Number(who)),
      draws,
    }),
  }));
  return {
    level,
    coverage: dayCoverage(day, breach, level, confidence),
    traders: found.map(({trader: who, test}) => ({
      trader: who,
      n: test.n,
      breaches: test.unconditional.breaches,
      share: test.unconditional.coverage,
      zone: test.trafficLight.zone,
      p: pValues(test),
    })),
    able: able.length,
    tests: summaries(found.map(({test}) => test)),
    alternative: defaultAlternative(level),
    size,
    draws,
  };
}

function pValues({unconditional, independence, conditional, dynamicQuantile}: VarBacktest): TraderBacktest["p"] {
  return {
    coverage: unconditional.exactP,
    independence: independence.simulated.p,
    conditional: conditional.simulated.p,
    dynamicQuantile: dynamicQuantile?.simulated.p ?? null,
  };
}

function summaries(tests: readonly VarBacktest[]): VarTestSummary[] {
  const exact = new Map<number, TestPower>(); // by number of days: most traders have as many
  for (const {n, level, alternative} of tests)
    if (!exact.has(n)) exact.set(n, kupiecPower(n, level, alternative.coverage, {size, exact: true}));
  const byP = testNames.map((name): VarTestSummary => {
    const able = tests.filter((test) => pValues(test)[name] !== null);
    const powers = able.map((test): TestPower => (name === "coverage" ? exact.get(test.n)! : test[name]!.simulated));
    return {
      test: name,
      traders: able.length,
      rejected: able.filter((test) => pValues(test)[name]! <= size).length,
      expected: name === "coverage" ? sum(powers.map((power) => power.size)) : size * able.length,
      power: mean(powers.map(({power}) => power)),
    };
  });
  const lights = tests.map(({trafficLight}) => trafficLight);
  return [
    ...byP,
    {
      test: "trafficLight",
      traders: tests.length,
      rejected: lights.filter(({zone}) => zone !== "green").length,
      expected: sum(lights.map(({power}) => power.size)),
      power: mean(lights.map(({power}) => power.power)),
    },
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}

/** 0 for none: then no trader was tested, and `traders` says so. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}
