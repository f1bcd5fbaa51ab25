import {stream} from "../../src/lib/numeric/index.ts";

/** A desk without signal: predictions that know nothing about its P&L, and are all equally bad on average. */
export interface NullDesk {
  readonly day: Int32Array;
  readonly trader: Int32Array;
  /** Fat-tailed, with a factor common to all traders of a day and volatility that persists; mean 0. */
  readonly net: Float64Array;
  /** By model; the same variance, persistent from day to day and partly common to all models. */
  readonly predictions: readonly Float64Array[];
}

export interface NullDeskOptions {
  readonly seed: number;
  readonly traders?: number;
  readonly days?: number;
  readonly models?: number;
}

export function nullDesk({seed, traders = 8, days = 250, models = 2}: NullDeskOptions): NullDesk {
  const random = stream(seed, "null desk");
  const n = traders * days;
  const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
  const trader = Int32Array.from({length: n}, (_, i) => i % traders);
  let logVolatility = 0;
  const market = Array.from({length: days}, () => {
    logVolatility = 0.9 * logVolatility + 0.15 * random.normal();
    return {volatility: Math.exp(logVolatility), factor: random.normal()};
  });
  /** Student's t with 5 degrees of freedom. */
  const fat = () => {
    let squares = 0;
    for (let k = 0; k < 5; k++) squares += random.normal() ** 2;
    return random.normal() / Math.sqrt(squares / 5);
  };
  const net = Float64Array.from(day, (d) => market[d].volatility * (0.7 * market[d].factor + 0.7 * fat()));
  const persistent = () => {
    const state = new Float64Array(traders);
    return Float64Array.from(trader, (i, k) => {
      state[i] = k < traders ? random.normal() : 0.5 * state[i] + Math.sqrt(0.75) * random.normal();
      return state[i];
    });
  };
  const common = persistent();
  const predictions = Array.from({length: models}, () => {
    const own = persistent();
    return own.map((v, i) => 0.3 * (0.6 * common[i] + 0.8 * v));
  });
  return {day, trader, net, predictions};
}

/** Squared errors of each prediction, a row. */
export function squaredErrors({net, predictions}: NullDesk): Float64Array[] {
  return predictions.map((f) => f.map((v, i) => (net[i] - v) * (net[i] - v)));
}

/** Gain by day of policies that trade half more where their prediction is above zero and half less where it is below. */
export function policyGains({day, net, predictions}: NullDesk): Float64Array[] {
  const days = day[day.length - 1] + 1;
  return predictions.map((f) => {
    const gain = new Float64Array(days);
    f.forEach((v, i) => {
      gain[day[i]] += (v < 0 ? -0.5 : 0.5) * net[i];
    });
    return gain;
  });
}
