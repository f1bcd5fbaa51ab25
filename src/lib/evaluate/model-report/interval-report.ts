import {
  adaptiveBound,
  adaptiveConformal,
  conformalQuantile,
  conformalScores,
  coverageOverTime,
  intervalsOf,
} from "../../models/conformal/index.ts";
import {tQuantile} from "../../numeric/index.ts";
import type {IntervalKind, IntervalReport} from "./interval-types.ts";
import {brief, evenly, short} from "./numbers.ts";

/** γ of the adaptive intervals. */
const rate = 0.005;
/** Share of the predicted days, the first ones, whose errors set the fixed width. */
const calibration = 1 / 3;
/** Fewest days of calibration and of judgement that say anything. */
const fewestDays = 20;
/** Days of the rolling coverage, at most; and days drawn. */
const rolling = 40;
const drawn = 120;

export interface IntervalOptions {
  readonly signal: {readonly name: string; readonly label: string};
  /** Of each prediction, in any order. */
  readonly day: Int32Array;
  /** Prediction and outcome, study currency. */
  readonly value: Float64Array;
  readonly outcome: Float64Array;
  /** The trader's volatility before the day, study currency. */
  readonly scale: Float64Array;
  readonly dates: readonly string[];
  readonly level: number;
}

/**
 * Conformal intervals around walk-forward predictions, in units of each trader's volatility (one width for traders of
 * different size would be too wide for the small and too narrow for the large). Fixed: the conformal quantile of the errors of
 * the first third of the predicted days (split conformal; Lei et al. 2018). Adaptive: Gibbs and Candès (2021), from the first
 * predicted day on. Both are judged on the same later days.
 * @returns null with too few days. Rows without a volatility, prediction or outcome are left out.
 */
export function intervalReport(options: IntervalOptions): IntervalReport | null {
  const {signal, dates, level} = options;
  const keep = Int32Array.from(options.day.keys()).filter(
    (i) => Number.isFinite(options.value[i] - options.outcome[i]) && options.scale[i] > 0,
  );
  const day = keep.map((i) => options.day[i]);
  const scale = Float64Array.from(keep, (i) => options.scale[i]);
  const y = Float64Array.from(keep, (i) => options.outcome[i] / options.scale[i]);
  const prediction = Float64Array.from(keep, (i) => options.value[i] / options.scale[i]);
  const days = Int32Array.from(new Set(day)).sort();
  const first = Math.floor(days.length * calibration);
  if (first < fewestDays || days.length - first < fewestDays) return null;
  const from = days[first];

  const scores = conformalScores(y, prediction);
  const width = conformalQuantile(scores.filter((_, i) => day[i] < from).sort(), level);
  const adaptive = adaptiveConformal(day, y, prediction, {level, rate});
  const fixed = intervalsOf(prediction, width);
  const judged = Int32Array.from(day.keys()).filter((i) => day[i] >= from);
  const at = (values: Float64Array) => Float64Array.from(judged, (i) => values[i]);
  const [on, outcomes, scales] = [judged.map((i) => day[i]), at(y), at(scale)];
  const kinds = [fixed, adaptive].map(({lower, upper}) => ({lower: at(lower), upper: at(upper)}));
  const window = Math.min(rolling, Math.floor((days.length - first) / 3));
  const [over, overAdaptive] = kinds.map((bounds) => coverageOverTime(on, outcomes, bounds, window));
  const shown = evenly(over.day.length - window + 1, drawn).map((k) => k + window - 1);
  const widths = new Map(Array.from(adaptive.days.day, (d, k) => [d, adaptive.days.width[k]]));
  const list = (of: (k: number) => number) => Array.from(shown, (k) => short(of(k), 4));
  return {
    signal: signal.name,
    label: signal.label,
    level,
    rows: keep.length,
    days: days.length,
    calibrationDays: first,
    judgedFrom: dates[from],
    window,
    split: kindOf(over, kinds[0], scales),
    adaptive: {
      ...kindOf(overAdaptive, kinds[1], scales),
      rate,
      bound: brief(adaptiveBound(level, days.length, rate)),
    },
    over: {
      date: Array.from(shown, (k) => dates[over.day[k]]),
      split: list((k) => over.rolling[k]),
      adaptive: list((k) => overAdaptive.rolling[k]),
      splitWidth: list(() => width),
      adaptiveWidth: list((k) => widths.get(over.day[k]) ?? Number.NaN),
    },
  };
}

/** Coverage over all rows, with an interval from days as clusters (the linearised ratio; Cochran 1977, 6.4). */
function kindOf(
  {rows, covered}: {readonly rows: Int32Array; readonly covered: Float64Array},
  {lower, upper}: {readonly lower: Float64Array; readonly upper: Float64Array},
  scale: Float64Array,
): IntervalKind {
  const n = rows.length;
  const total = rows.reduce((sum, r) => sum + r, 0);
  const coverage = rows.reduce((sum, r, k) => sum + r * covered[k], 0) / total;
  const squares = rows.reduce((sum, r, k) => sum + (r * (covered[k] - coverage)) ** 2, 0);
  const reach = tQuantile(0.975, n - 1) * (Math.sqrt((n / (n - 1)) * squares) / total);
  const half = lower.reduce((sum, l, i) => sum + Math.max(0, (upper[i] - l) / 2) * scale[i], 0) / lower.length;
  return {
    coverage,
    interval: [Math.max(0, coverage - reach), Math.min(1, coverage + reach)],
    width: short(half),
    rows: total,
  };
}
