import {type Random, stream} from "../numeric/index.ts";
import {cents} from "./draws.ts";

/** One simulated index. One entry a trading day in every array. */
export interface SimulatedMarket {
  /** Log return of the day, close to close. */
  readonly returns: Float64Array;
  /** Whether the day belongs to the stress regime: nobody on the desk can see it, only its volatility. */
  readonly stress: readonly boolean[];
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Daily volatility in each regime, and the chance of leaving it: a stress lasts 20 days on average. */
const CALM = {volatility: 0.007, leave: 0.015};
const STRESS = {volatility: 0.018, leave: 0.05};
const START = 4000;

/**
 * An index whose returns have mean zero (nothing about their sign can be predicted) and a volatility that switches
 * between calm and stress as a two-state Markov chain (Hamilton 1989).
 */
export function simulateMarket(seed: number, days: number): SimulatedMarket {
  const random = stream(seed, "simulate", "market");
  const array = () => new Float64Array(days);
  const market = {returns: array(), open: array(), high: array(), low: array(), close: array(), volume: array()};
  const stress: boolean[] = [];
  let previous = START;
  for (let t = 0; t < days; t++) {
    const was = t === 0 ? false : stress[t - 1];
    stress.push(random.uniform() < (was ? STRESS : CALM).leave ? !was : was);
    const {volatility} = stress[t] ? STRESS : CALM;
    market.returns[t] = volatility * random.normal();
    const close = previous * Math.exp(market.returns[t]);
    const open = previous * Math.exp(0.3 * volatility * random.normal());
    market.open[t] = cents(open);
    market.close[t] = cents(close);
    market.high[t] = cents(Math.max(open, close) * Math.exp(excursion(random, volatility)));
    market.low[t] = cents(Math.min(open, close) * Math.exp(-excursion(random, volatility)));
    market.volume[t] = Math.round(1e6 * Math.exp(0.2 * random.normal() + 20 * Math.abs(market.returns[t])));
    previous = close;
  }
  return {...market, stress};
}

function excursion(random: Random, volatility: number): number {
  return 0.4 * volatility * Math.abs(random.normal());
}
