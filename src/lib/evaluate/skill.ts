import {thousands} from "../numeric/index.ts";
import {comparedRows} from "./compared-rows.ts";
import {lossOf, meanOf} from "./metrics.ts";
import {dailyTest, lossFor, reachOf, testHorizon} from "./skill-loss.ts";
import {skillMetrics} from "./skill-metrics.ts";
import {dayMeans} from "./tests/index.ts";
import type {Fold, FoldSkill, Signal, SignalSkill} from "./types.ts";

/** A naive rule's prediction of the same target as the signal, one a row; NaN where its past is too short. */
export interface BaselineValues {
  readonly name: string;
  readonly label: string;
  readonly values: Float64Array;
}

/** Out-of-sample predictions of one signal and what happened, one row a trader and day, in any order. */
export interface SignalRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Index of the walk-forward fold that tests the row; −1 if none does. */
  readonly fold: Int32Array;
  /** The prediction; NaN where there is none. */
  readonly value: Float64Array;
  /** Net P&L of the day; NaN where there is none. */
  readonly net: Float64Array;
  /** The trader's volatility as known before the day, study currency; for policies that size by it. */
  readonly scale?: Float64Array;
  /** What happened of what was predicted: 0/1 for a probability, currency otherwise; NaN where unknown. Absent: net, or whether it is below 0. */
  readonly outcome?: Float64Array;
}

export interface AssessSignalOptions {
  readonly signal: Signal;
  readonly rows: SignalRows;
  readonly baselines: readonly BaselineValues[];
  /** ISO dates that `day` indexes. */
  readonly days: readonly string[];
  readonly folds: readonly Fold[];
  /** Of every interval, 0.95 for instance. */
  readonly level: number;
  /** Name of the baseline that R² is held against (Campbell and Thompson 2008). Default "mean", else the first. */
  readonly meanBaseline?: string;
}

/** Fewer days than this say nothing about the spread of daily differences. */
const minimumTestDays = 10;

/**
 * Judges a signal beside every naive rule, on the rows on which all of them and the outcome exist.
 *
 * Loss: squared error (net), Brier score (probability), pinball loss (quantile), mean over rows. The test is
 * Diebold-Mariano against the baseline with the smallest loss, chosen in hindsight, which makes it the harder to beat.
 * It is made on daily means of the loss difference: rows of one day move together, so the day is the observation.
 * @throws RangeError if a probability lies outside [0, 1], an outcome is not 0/1, or a quantile has no level in (0, 1).
 */
export function assessSignal(options: AssessSignalOptions): SignalSkill {
  const {signal, rows, baselines, days, folds, level} = options;
  const compared = comparedRows(signal, rows, baselines);
  const {day, fold, value, target} = compared;
  const notes: string[] = [];
  if (compared.left > 0)
    notes.push(
      `${thousands(compared.left)} of ${thousands(rows.value.length)} rows ${compared.left === 1 ? "is" : "are"} not compared: the signal, a baseline or the outcome is missing.`,
    );

  const loss = lossFor(signal);
  const head = {signal: signal.name, kind: signal.kind, n: day.length, days: new Set(day).size};
  if (day.length === 0)
    return {
      ...head,
      metrics: {},
      baselines: [],
      loss: {...loss.name, value: null},
      test: null,
      byFold: [],
      calibration: [],
      notes: [...notes, "There is no row on which the signal and every baseline exist: nothing can be compared."],
    };

  const losses = lossOf(loss.of, target, value);
  const ranked = compared.baselines.map(({name, label, values}) => {
    const judged = lossOf(loss.of, target, values);
    return {name, label, losses: judged, loss: meanOf(judged)};
  });
  const best = ranked.reduce<(typeof ranked)[number] | null>((a, b) => (a === null || b.loss < a.loss ? b : a), null);
  const pastMean = compared.baselines.find((b) => b.name === (options.meanBaseline ?? "mean")) ?? compared.baselines[0];
  const found = skillMetrics(signal, compared, pastMean?.values ?? null, level);
  const tested =
    best === null ? "There is no baseline to compare with." : testAgainst(best, losses, day, level, reachOf(signal));
  return {
    ...head,
    metrics: found.metrics,
    baselines: ranked.map(({name, label, loss: value}) => ({name, label, loss: value})),
    loss: {...loss.name, value: meanOf(losses)},
    test: typeof tested === "string" ? null : tested,
    byFold: best === null ? [] : skillByFold(fold, losses, best.losses, folds, days),
    calibration: found.calibration,
    notes: [...notes, ...found.notes, ...(typeof tested === "string" ? [tested] : [])],
  };
}

/** The test, or the reason why there is none. */
function testAgainst(
  best: {name: string; losses: Float64Array},
  losses: Float64Array,
  day: Int32Array,
  level: number,
  reach: number,
): NonNullable<SignalSkill["test"]> | string {
  const {
    means: [daily],
  } = dayMeans(day, [best.losses.map((b, i) => b - losses[i])]);
  if (daily.length < minimumTestDays)
    return `No test of skill: it needs ${minimumTestDays} days, there ${daily.length === 1 ? "is 1" : `are ${daily.length}`}.`;
  const test = dailyTest(daily, reach, level);
  if (test === null)
    return `No test of skill: the signal's loss differs from that of "${best.name}" by the same amount every day.`;
  return {
    versus: best.name,
    statistic: test.statistic,
    p: test.p,
    difference: test.difference,
    interval: test.interval,
    level,
    method:
      `Diebold-Mariano (1995) on ${test.n} daily means of the loss difference, each day counting once, Bartlett variance with ` +
      `${testHorizon(test.n, reach) - 1} lags, Harvey-Leybourne-Newbold (1997) correction, Student's t with ${test.n - 1} degrees of freedom`,
  };
}

function skillByFold(
  fold: Int32Array,
  losses: Float64Array,
  baseline: Float64Array,
  folds: readonly Fold[],
  days: readonly string[],
): FoldSkill[] {
  return folds.flatMap(({index, test}) => {
    const rows = Int32Array.from(fold.keys()).filter((i) => fold[i] === index);
    if (rows.length === 0) return [];
    return {
      fold: index,
      from: days[test.start],
      to: days[test.end - 1],
      n: rows.length,
      loss: meanOf(Float64Array.from(rows, (i) => losses[i])),
      baselineLoss: meanOf(Float64Array.from(rows, (i) => baseline[i])),
    };
  });
}
