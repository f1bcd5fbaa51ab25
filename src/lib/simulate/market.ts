import {stream} from "../numeric/index.ts";
import {cents, clamp, studentT} from "./draws.ts";
import {expectedDrift, REGIME_TRAITS, simulateRegimes} from "./regimes.ts";
import {BARS, HALF_DAY_BARS, intradayShape} from "./session.ts";
import {isHalfDay} from "./trading-days.ts";
import {SHOCK_DF, simulateVolatility} from "./volatility.ts";

/** A simulated market: a factor common to all, and symbols that move with it. */
export interface SimulatedMarket {
  /** Sorted by code point. "INDEX" is the factor itself. */
  readonly symbols: readonly string[];
  /** State of the day, an index of `REGIMES`. Nobody on the desk sees it. */
  readonly regime: Uint8Array;
  /** Log return of the factor, close to close, one a day. */
  readonly factor: Float64Array;
  /** E[factor | yesterday's regime]. */
  readonly expectedFactor: Float64Array;
  /** Standard deviation of the day's factor without jumps, known the evening before. */
  readonly volatility: Float64Array;
  /** The factor's last five days against 2.5 calm days' moves, −1 to 1: what followers of a trend act on. */
  readonly trend: Float64Array;
  /** Half-hour bars of the day: 13, or 7 on a half day. */
  readonly bars: Uint8Array;
  /** Price at each half hour: [(day · symbols + symbol) · (BARS + 1) + bar], the open first; past the close, the close. */
  readonly path: Float64Array;
  /** Daily bars, [day · symbols + symbol]; prices in cents. */
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export interface MarketOptions {
  readonly seed: number;
  readonly dates: readonly string[];
  /** Mean daily log return while the market trends. Default 0.0012; 0: nobody can foresee a return's sign. */
  readonly trend?: number;
}

/** Volatility of the factor on a calm day. */
export const CALM_VOLATILITY = 0.008;
const JUMP = 0.022;

const SYMBOLS = [
  {name: "BANKS", price: 62, beta: 1.1, own: 0.7},
  {name: "ENERGY", price: 88, beta: 0.8, own: 1.1},
  {name: "INDEX", price: 410, beta: 1, own: 0},
  {name: "METALS", price: 47, beta: 0.5, own: 1.2},
  {name: "TECH", price: 175, beta: 1.3, own: 0.9},
] as const;

/**
 * Regimes by a Markov chain, stochastic volatility with leverage, Student-t shocks, jumps, an overnight gap, the U-shape of
 * the session and half days. The factor and each symbol have streams of their own; a longer market begins like a shorter one.
 */
export function simulateMarket({seed, dates, trend = 0.0012}: MarketOptions): SimulatedMarket {
  const days = dates.length;
  const regime = simulateRegimes(stream(seed, "simulate", "market", "regimes"), days);
  const {shock, level} = simulateVolatility(stream(seed, "simulate", "market", "volatility"), days);
  const jumps = stream(seed, "simulate", "market", "jumps");
  const [factor, expectedFactor, volatility] = [0, 0, 0].map(() => new Float64Array(days));
  for (let t = 0; t < days; t++) {
    const traits = REGIME_TRAITS[regime[t]];
    const [u, size] = [jumps.uniform(), jumps.normal()];
    volatility[t] = CALM_VOLATILITY * traits.volatility * level[t];
    factor[t] = trend * traits.drift + volatility[t] * shock[t] + (u < traits.jump ? JUMP * size : 0);
    expectedFactor[t] = trend * expectedDrift(regime, t);
  }
  const bars = Uint8Array.from(dates, (date) => (isHalfDay(date) ? HALF_DAY_BARS : BARS));
  const market: SimulatedMarket = {
    symbols: SYMBOLS.map((s) => s.name),
    ...{regime, factor, expectedFactor, volatility, trend: trends(factor), bars},
    path: new Float64Array(days * SYMBOLS.length * (BARS + 1)),
    open: new Float64Array(days * SYMBOLS.length),
    high: new Float64Array(days * SYMBOLS.length),
    low: new Float64Array(days * SYMBOLS.length),
    close: new Float64Array(days * SYMBOLS.length),
    volume: new Float64Array(days * SYMBOLS.length),
  };
  for (let s = 0; s < SYMBOLS.length; s++) fillSymbol(market, s, seed);
  return market;
}

function trends(factor: Float64Array): Float64Array {
  return factor.map((_, day) => {
    let sum = 0;
    for (let t = Math.max(0, day - 5); t < day; t++) sum += factor[t];
    return clamp(sum / (2.5 * CALM_VOLATILITY), 1);
  });
}

const SHAPES = new Map([HALF_DAY_BARS, BARS].map((bars) => [bars, intradayShape(bars)]));

function fillSymbol(market: SimulatedMarket, s: number, seed: number): void {
  const {name, price, beta, own} = SYMBOLS[s];
  const random = stream(seed, "simulate", "market", "symbol", name);
  const walk = new Float64Array(BARS + 1);
  let previous: number = price;
  for (let t = 0; t < market.factor.length; t++) {
    const sd = market.volatility[t] * Math.sqrt(beta * beta + own * own);
    const gap = 0.35 * sd * random.normal();
    const move = beta * market.factor[t] + own * market.volatility[t] * studentT(random, SHOCK_DF);
    const bars = market.bars[t];
    const shape = SHAPES.get(bars)!;
    for (let b = 0; b < bars; b++) walk[b + 1] = walk[b] + Math.sqrt(shape[b]) * random.normal();
    const at = (t * market.symbols.length + s) * (BARS + 1);
    let high = 0;
    let low = Number.POSITIVE_INFINITY;
    let passed = 0;
    for (let b = 0; b <= BARS; b++) {
      // A Brownian bridge in the session's own time, from the open to the close.
      if (b > 0 && b <= bars) passed += shape[b - 1];
      const share = b >= bars ? 1 : passed;
      const bridge = b >= bars ? 0 : walk[b] - share * walk[bars];
      const x = cents(previous * Math.exp(gap + (move - gap) * share + 0.9 * sd * bridge));
      market.path[at + b] = x;
      if (x > high) high = x;
      if (x < low) low = x;
    }
    const i = t * market.symbols.length + s;
    const above = random.normal();
    const below = random.normal();
    market.open[i] = market.path[at];
    market.close[i] = market.path[at + BARS];
    market.high[i] = Math.max(cents(high * Math.exp(0.12 * sd * Math.abs(above))), cents(high + 0.1));
    market.low[i] = Math.min(cents(low * Math.exp(-0.12 * sd * Math.abs(below))), cents(low - 0.1));
    const session = bars === BARS ? 1 : 0.55;
    market.volume[i] = Math.round(1e6 * session * Math.exp(0.2 * random.normal() + 15 * Math.min(0.1, Math.abs(move))));
    previous = previous * Math.exp(move);
  }
}
