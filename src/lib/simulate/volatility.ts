import type {Random} from "../numeric/index.ts";
import {clamp, studentT} from "./draws.ts";

/** One market factor: shocks and the volatility that scales them, one entry a day. */
export interface StochasticVolatility {
  /** Student t, variance 1. */
  readonly shock: Float64Array;
  /** Volatility relative to its regime's level; known the evening before. */
  readonly level: Float64Array;
}

const PERSISTENCE = 0.94;
const SPREAD = 0.2;
/** Correlation of today's shock with tomorrow's log volatility: falls raise it. */
const LEVERAGE = -0.6;
export const SHOCK_DF = 5;

/**
 * Asymmetric stochastic volatility (Harvey and Shephard 1996): log volatility is an AR(1) whose innovation is correlated with
 * the shock of the day before, so that volatility is known before the shock it scales and the mean return stays what it is.
 */
export function simulateVolatility(random: Random, days: number): StochasticVolatility {
  const shock = new Float64Array(days);
  const level = new Float64Array(days);
  const spread = SPREAD * SPREAD;
  const stationary = spread / (1 - PERSISTENCE * PERSISTENCE);
  let h = 0;
  for (let t = 0; t < days; t++) {
    level[t] = Math.exp(clamp(h, 1.5) - stationary / 2);
    shock[t] = studentT(random, SHOCK_DF);
    const own = Math.sqrt(1 - LEVERAGE * LEVERAGE) * random.normal();
    h = PERSISTENCE * h + SPREAD * (LEVERAGE * clamp(shock[t], 3) + own);
  }
  return {shock, level};
}
