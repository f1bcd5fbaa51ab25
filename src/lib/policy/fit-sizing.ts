import {demeanByTrader} from "./panel.ts";

/** How exposure follows the prediction, without cut-offs. */
export type SizingRule = "linear" | "risk" | "mean-variance";

export interface SizingLimits {
  /** Smallest and largest multiplier. */
  readonly low: number;
  readonly high: number;
  /** What a change of the multiplier by one costs, in volatilities of the trader: taken off when settings are compared. */
  readonly cost: number;
}

/** Predictions with what followed, one row a trader and day, in the order trader, day. */
export interface SizingRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** The higher the better the day looks; see `outlook`. */
  readonly outlook: Float64Array;
  readonly net: Float64Array;
  /** The trader's volatility as known before the day, study currency. */
  readonly scale: Float64Array;
}

/** A fitted rule. slope 0: the multiplier is 1. */
export interface Sizing {
  readonly mean: number;
  readonly sd: number;
  /** Change of the multiplier per standard deviation of the outlook. */
  readonly slope: number;
  /** Mean-variance: changes of the multiplier smaller than this are not made. 0 for the other rules. */
  readonly friction: number;
}

export interface FittedSizing extends Sizing {
  readonly days: number;
  readonly usable: boolean;
  /** Settings looked at, doing nothing not counted. */
  readonly tried: number;
}

const slopes = [0.1, 0.2, 0.35, 0.6, 1];
const frictions = [0, 0.1, 0.25];
const minimumTrainingDays = 20;

export const noSizing: Sizing = {mean: 0, sd: 1, slope: 0, friction: 0};

/**
 * What a rule looks at: the prediction with a good day up ("linear"), or in units of the trader's own volatility ("risk" and
 * "mean-variance"), so that the same forecast moves a calm trader more than a wild one. A probability has no unit.
 */
export function outlook(
  rule: SizingRule,
  badness: Float64Array,
  scale: Float64Array,
  probability: boolean,
): Float64Array {
  return rule === "linear" || probability ? badness.map((b) => -b) : badness.map((b, i) => -b / scale[i]);
}

/**
 * Multipliers of rows in the order trader, day.
 *
 * "linear" and "risk": 1 + slope · z, with z the standardised outlook, within the limits. "mean-variance": each day's maximum of
 * μ (m − 1) − λ/2 (m − 1)² − κ |m − m₋₁| over m within the limits, in units of the trader's volatility, where m₋₁ is the
 * trader's multiplier before: 1 + z/λ drawn towards m₋₁ by κ/λ (the proximal step of the absolute value), slope = 1/λ and
 * friction = κ/λ. A row without an outlook has multiplier 1 and leaves m₋₁ as it was.
 * @param before each trader's multiplier before its first row; default 1. It is brought up to date.
 */
export function sizes(
  rows: Pick<SizingRows, "trader" | "outlook">,
  {mean, sd, slope, friction}: Sizing,
  {low, high}: SizingLimits,
  before: Map<number, number> = new Map(),
): Float64Array {
  const {trader, outlook} = rows;
  const multipliers = new Float64Array(trader.length);
  let last = 1;
  for (let i = 0; i < trader.length; i++) {
    if (i === 0 || trader[i] !== trader[i - 1]) last = before.get(trader[i]) ?? 1;
    const z = (outlook[i] - mean) / sd;
    multipliers[i] = 1;
    if (Number.isFinite(z)) {
      const target = 1 + slope * z;
      const pull = target > last ? Math.max(last, target - friction) : Math.min(last, target + friction);
      last = Math.max(low, Math.min(high, pull));
      multipliers[i] = last;
    }
    if (i + 1 === trader.length || trader[i + 1] !== trader[i]) before.set(trader[i], last);
  }
  return multipliers;
}

/**
 * Chooses slope and friction on past rows: the setting with the largest timing Σ (m − m̄ᵢ)·Y less the cost of its turnover, if
 * that exceeds one standard error of the timing (as `fitThresholds`); else nothing is done. Mean and deviation of the outlook
 * are the past rows'.
 */
export function fitSizing(rows: SizingRows, rule: SizingRule, limits: SizingLimits): FittedSizing {
  const days = new Set(rows.day).size;
  if (days < minimumTrainingDays) return {...noSizing, days, usable: false, tried: 0};
  const {mean, sd} = momentsOf(rows.outlook);
  if (!(sd > 0)) return {...noSizing, days, usable: true, tried: 0};
  const demeaned = demeanByTrader(rows);
  let best: {sizing: Sizing; value: number; error: number} | null = null;
  const candidates = slopes.flatMap((slope) =>
    (rule === "mean-variance" ? frictions : [0]).map((friction): Sizing => ({mean, sd, slope, friction})),
  );
  for (const sizing of candidates) {
    const multiplier = sizes(rows, sizing, limits);
    const {timing, error} = timingOf(rows, demeaned, multiplier);
    const value = timing - limits.cost * turnoverInCurrency(rows, multiplier);
    if (best === null || value > best.value) best = {sizing, value, error};
  }
  const worthIt = best !== null && best.value > best.error;
  return {...(worthIt ? best!.sizing : noSizing), days, usable: true, tried: candidates.length};
}

/** Σ over days of Σᵢ m (Y − Ȳᵢ), and its standard error, days independent. */
function timingOf({day}: SizingRows, demeaned: Float64Array, multiplier: Float64Array) {
  const last = day.reduce((a, d) => Math.max(a, d), -1);
  const sums = new Float64Array(last + 1);
  const seen = new Uint8Array(last + 1);
  for (let i = 0; i < day.length; i++) {
    sums[day[i]] += (multiplier[i] - 1) * demeaned[i];
    seen[day[i]] = 1;
  }
  const values = sums.filter((_, d) => seen[d] === 1);
  const timing = values.reduce((sum, v) => sum + v, 0);
  const mean = timing / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  return {timing, error: Math.sqrt((squares * values.length) / (values.length - 1))};
}

/** Σ |change of the multiplier| × volatility; each trader begins at 1. */
function turnoverInCurrency({trader, scale}: SizingRows, multiplier: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < multiplier.length; i++) {
    const last = i > 0 && trader[i] === trader[i - 1] ? multiplier[i - 1] : 1;
    sum += Math.abs(multiplier[i] - last) * scale[i];
  }
  return sum;
}

function momentsOf(values: Float64Array): {mean: number; sd: number} {
  let sum = 0;
  for (const v of values) sum += v;
  const mean = sum / values.length;
  let squares = 0;
  for (const v of values) squares += (v - mean) * (v - mean);
  return {mean, sd: Math.sqrt(squares / values.length)};
}
