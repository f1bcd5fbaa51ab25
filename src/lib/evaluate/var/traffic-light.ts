import {binomialProbabilities} from "../../numeric/index.ts";
import {checkLevel, type TestPower} from "./kupiec.ts";

export type Zone = "green" | "yellow" | "red";

export interface TrafficLight {
  readonly zone: Zone;
  /** P(at most this many breaches) if the value at risk is right. */
  readonly cumulative: number;
  /** Fewest breaches of the zone. */
  readonly yellowFrom: number;
  readonly redFrom: number;
}

const yellowProbability = 0.95;
const redProbability = 0.9999;

/**
 * The Basel Committee's zones (1996, "Supervisory framework for the use of backtesting", table 2): yellow from the count
 * whose cumulative binomial probability reaches 95 %, red from 99.99 %. For 250 days at 1 %: green 0 to 4, yellow 5 to 9,
 * red 10 and more. Looks at too many breaches only.
 */
export function trafficLight(n: number, breaches: number, level: number): TrafficLight {
  if (!(Number.isInteger(n) && n >= 1 && breaches >= 0 && breaches <= n))
    throw new RangeError(`invalid coverage; ${breaches} of ${n} days`);
  checkLevel(level);
  const cumulative = cumulated(binomialProbabilities(n, level));
  const yellowFrom = firstAtLeast(cumulative, yellowProbability);
  const redFrom = firstAtLeast(cumulative, redProbability);
  const zone = breaches >= redFrom ? "red" : breaches >= yellowFrom ? "yellow" : "green";
  return {zone, cumulative: cumulative[breaches], yellowFrom, redFrom};
}

/**
 * Probability of leaving the green zone, exactly, when breaches are independent with probability `coverage` instead of the
 * level, and of reaching the red one.
 */
export function trafficLightPower(n: number, level: number, coverage: number): TestPower & {readonly red: number} {
  const {yellowFrom, redFrom} = trafficLight(n, 0, level);
  const atLeast = (share: number, count: number) => {
    const probability = binomialProbabilities(n, share);
    let sum = 0;
    for (let x = n; x >= count; x--) sum += probability[x];
    return sum;
  };
  return {
    power: atLeast(coverage, yellowFrom),
    size: atLeast(level, yellowFrom),
    red: atLeast(coverage, redFrom),
    standardError: 0,
  };
}

function cumulated(probability: Float64Array): Float64Array {
  let sum = 0;
  return probability.map((p) => {
    sum += p;
    return Math.min(1, sum);
  });
}

/** Index of the first value that reaches the bound; the last where rounding leaves all below it. */
function firstAtLeast(cumulative: Float64Array, bound: number): number {
  const at = cumulative.findIndex((c) => c >= bound);
  return at < 0 ? cumulative.length - 1 : at;
}
