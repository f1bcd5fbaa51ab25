import {stream} from "../../numeric/index.ts";
import {correlatedNormals} from "./correlated-normals.ts";
import type {TreatedSample} from "./designs.ts";

export interface PanelSample extends TreatedSample {
  readonly day: Int32Array;
  readonly trader: Int32Array;
}

export interface PanelDesignOptions {
  readonly traders: number;
  readonly days: number;
  /** Share of variance of both errors that a day's rows have in common. */
  readonly dayShare: number;
  /** Share that a trader's rows have in common. */
  readonly traderShare: number;
  /** Autocorrelation of the day's common part. */
  readonly persistence: number;
}

/**
 * Traders × days, partially linear: d = x₁ + v, y = ½ d + x₁ − ½ x₂ + u, where u and v each have a part common to the day (an
 * autoregression), one common to the trader and one of the row's own: rows of the design are not independent, and plain standard
 * errors are too small.
 */
export function panelDesign(seed: number, options: PanelDesignOptions): PanelSample {
  const {traders, days, dayShare, traderShare, persistence} = options;
  const random = stream(seed, "panel design");
  const n = traders * days;
  const x = correlatedNormals(n, 5, 0.3, random);
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
  const day = Int32Array.from({length: n}, (_, i) => i % days);
  const error = () => {
    const ofDay = new Float64Array(days);
    for (let t = 0; t < days; t++)
      ofDay[t] =
        t === 0
          ? random.normal()
          : persistence * ofDay[t - 1] + Math.sqrt(1 - persistence * persistence) * random.normal();
    const ofTrader = Float64Array.from({length: traders}, () => random.normal());
    const [a, b, c] = [dayShare, traderShare, 1 - dayShare - traderShare].map(Math.sqrt);
    return Float64Array.from({length: n}, (_, i) => a * ofDay[day[i]] + b * ofTrader[trader[i]] + c * random.normal());
  };
  const [u, v] = [error(), error()];
  const d = v.map((e, i) => e + x.columns[0][i]);
  const y = d.map((w, i) => 0.5 * w + x.columns[0][i] - 0.5 * x.columns[1][i] + u[i]);
  return {y, d, x, day, trader, truth: 0.5};
}

/** Traders' effects θᵢ ~ N(5, 4²) and estimates of them, with standard errors between 2 and 8. */
export function traderEffectsDesign(seed: number, traders: number) {
  const random = stream(seed, "trader effects design");
  const truths = Float64Array.from({length: traders}, () => 5 + 4 * random.normal());
  const standardErrors = truths.map((_, i) => 2 + (6 * i) / (traders - 1));
  const estimates = truths.map((v, i) => v + standardErrors[i] * random.normal());
  return {truths, estimates, standardErrors};
}

/**
 * Logged decisions of a desk that randomised: five states, three actions, chosen with known probabilities; mean outcomes by state
 * and action. The policy to be judged prefers the best action of each state.
 */
export function loggedDesign(n: number, seed: number) {
  const random = stream(seed, "logged design");
  const chances = [
    [0.6, 0.3, 0.1],
    [0.2, 0.5, 0.3],
    [0.1, 0.2, 0.7],
    [0.4, 0.4, 0.2],
    [0.3, 0.3, 0.4],
  ];
  const means = [
    [1, 0.5, -1],
    [0, 0.2, 0.8],
    [-0.5, 1, 0.3],
    [2, 1.5, 1],
    [0.3, 0.1, -0.2],
  ];
  const wanted = means.map((row) => row.map((v) => (v === Math.max(...row) ? 0.8 : 0.1)));
  const state = Int32Array.from({length: n}, () => random.integer(5));
  const action = state.map((s) => {
    const u = random.uniform();
    return u < chances[s][0] ? 0 : u < chances[s][0] + chances[s][1] ? 1 : 2;
  });
  const y = Float64Array.from(state, (s, i) => means[s][action[i]] + random.normal());
  const each = (f: (s: number, a: number) => number) => [0, 1, 2].map((a) => Float64Array.from(state, (s) => f(s, a)));
  const truth = means.reduce((sum, row, s) => sum + row.reduce((t, v, a) => t + wanted[s][a] * v, 0) / 5, 0);
  return {
    y,
    action,
    propensity: Float64Array.from(state, (s, i) => chances[s][action[i]]),
    policy: each((s, a) => wanted[s][a]),
    /** Predictions of the outcome that are wrong by a tenth: doubly robust estimates must not mind. */
    outcomes: each((s, a) => 0.9 * means[s][a] + 0.1),
    truth,
    /** Mean outcome of the decisions as they were taken. */
    loggedValue: means.reduce((sum, row, s) => sum + row.reduce((t, v, a) => t + chances[s][a] * v, 0) / 5, 0),
  };
}

/**
 * Effects τ = x₁ of uniform x₁, treatment randomised with probability ½. The priority x₁ has AUTOC ¼ and QINI 1/12; the projection
 * on x₁ has slope 1.
 */
export function rankedDesign(n: number, seed: number) {
  const random = stream(seed, "ranked design");
  const column = () => Float64Array.from({length: n}, () => random.uniform());
  const [x1, x2] = [column(), column()];
  const d = x1.map(() => (random.uniform() < 0.5 ? 1 : 0));
  const y = x1.map((v, i) => x2[i] + v * d[i] + 0.5 * random.normal());
  return {y, d, x: {rows: n, names: ["x1", "x2"], columns: [x1, x2]}, autoc: 0.25, qini: 1 / 12};
}
