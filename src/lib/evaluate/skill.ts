import {dieboldMariano} from "./dm-test.ts";
import {type Loss, lossOf, meanOf, pinballLoss, squaredError} from "./metrics.ts";
import {type ComparedRows, skillMetrics} from "./skill-metrics.ts";
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
  /** For a probability: 0/1, NaN where unknown. Absent: whether net is below 0. Other kinds do not look at it. */
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
  const outcome = signal.kind === "probability" ? rows.outcome : undefined;
  const order = comparableRows(rows, outcome, baselines);
  const pick = (values: Float64Array) => Float64Array.from(order, (i) => values[i]);
  const net = pick(rows.net);
  const value = pick(rows.value);
  const target = signal.kind !== "probability" ? net : outcome ? pick(outcome) : net.map((y) => (y < 0 ? 1 : 0));
  checkValues(signal, value, target);
  const day = Int32Array.from(order, (i) => rows.day[i]);
  const fold = Int32Array.from(order, (i) => rows.fold[i]);
  const notes: string[] = [];
  const left = rows.value.length - order.length;
  if (left > 0)
    notes.push(
      `${left} of ${rows.value.length} rows are not compared: the signal, a baseline or the outcome is missing.`,
    );

  const loss = lossFor(signal);
  const head = {signal: signal.name, kind: signal.kind, n: order.length, days: new Set(day).size};
  if (order.length === 0)
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
  const rivals = baselines.map((b) => ({...b, values: pick(b.values)}));
  const judged = rivals.map((b) => ({name: b.name, label: b.label, losses: lossOf(loss.of, target, b.values)}));
  const ranked = judged.map((b) => ({...b, loss: meanOf(b.losses)}));
  const best = ranked.reduce<(typeof ranked)[number] | null>((a, b) => (a === null || b.loss < a.loss ? b : a), null);
  const pastMean = rivals.find((b) => b.name === (options.meanBaseline ?? "mean")) ?? rivals[0];
  const compared: ComparedRows = {fold, value, target, net, pastMean: pastMean?.values ?? null};
  const found = skillMetrics(signal, compared, level);
  const tested = best === null ? "There is no baseline to compare with." : testAgainst(best, losses, day, level);
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

/** Rows with a signal, an outcome and every baseline, in the order day, trader: sums do not depend on the input's order. */
function comparableRows(
  rows: SignalRows,
  outcome: Float64Array | undefined,
  baselines: readonly BaselineValues[],
): Uint32Array {
  const keep: number[] = [];
  for (let i = 0; i < rows.value.length; i++) {
    if (!Number.isFinite(rows.value[i]) || !Number.isFinite(rows.net[i])) continue;
    if (outcome && !Number.isFinite(outcome[i])) continue;
    if (baselines.every((b) => Number.isFinite(b.values[i]))) keep.push(i);
  }
  return Uint32Array.from(keep).sort((a, b) => rows.day[a] - rows.day[b] || rows.trader[a] - rows.trader[b] || a - b);
}

function checkValues(signal: Signal, value: Float64Array, target: Float64Array): void {
  if (signal.kind === "quantile" && !(signal.level !== null && signal.level > 0 && signal.level < 1))
    throw new RangeError(`signal "${signal.name}": a quantile needs a level in (0, 1); found ${signal.level}`);
  if (signal.kind !== "probability") return;
  const wrong = value.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined)
    throw new RangeError(
      `signal "${signal.name}": a probability lies in [0, 1]; found ${wrong}. If it predicts P&L, set kind: "net"`,
    );
  const odd = target.find((o) => o !== 0 && o !== 1);
  if (odd !== undefined)
    throw new RangeError(`signal "${signal.name}": outcome "${signal.outcome}" should be 0 or 1; found ${odd}`);
}

function lossFor(signal: Signal): {of: Loss; name: {name: string; label: string}} {
  if (signal.kind === "net") return {of: squaredError, name: {name: "squared-error", label: "Mean squared error"}};
  if (signal.kind === "probability") return {of: squaredError, name: {name: "brier", label: "Brier score"}};
  return {of: pinballLoss(signal.level!), name: {name: "pinball", label: "Pinball loss"}};
}

/** The test, or the reason why there is none. */
function testAgainst(
  best: {name: string; losses: Float64Array},
  losses: Float64Array,
  day: Int32Array,
  level: number,
): NonNullable<SignalSkill["test"]> | string {
  const daily = dailyMeanDifference(best.losses, losses, day);
  if (daily.length < minimumTestDays)
    return `No test of skill: it needs ${minimumTestDays} days, there ${daily.length === 1 ? "is 1" : `are ${daily.length}`}.`;
  // autocovariances up to the cube root of the number of days: losses of one signal can stay high for some days
  const horizon = 1 + Math.floor(Math.cbrt(daily.length));
  const test = dieboldMariano(daily, {horizon, variance: "bartlett", level});
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
      `${horizon - 1} lags, Harvey-Leybourne-Newbold (1997) correction, Student's t with ${test.n - 1} degrees of freedom`,
  };
}

/** Mean over a day's rows of baseline loss − signal loss, one a day, ascending. `day` must be sorted. */
function dailyMeanDifference(baseline: Float64Array, signal: Float64Array, day: Int32Array): Float64Array {
  const means: number[] = [];
  for (let start = 0, end = 0; start < day.length; start = end) {
    while (end < day.length && day[end] === day[start]) end++;
    means.push(meanOf(baseline.subarray(start, end).map((b, k) => b - signal[start + k])));
  }
  return Float64Array.from(means);
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
