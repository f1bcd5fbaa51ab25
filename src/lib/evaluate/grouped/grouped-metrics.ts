import {type BootstrapDraws, bootstrapDraws, type Random, tQuantile} from "../../numeric/index.ts";
import {lossOf, pinballLoss, squaredError} from "../metrics.ts";
import type {BaselineValues} from "../skill.ts";
import {dayMeans} from "../tests/index.ts";
import type {Signal} from "../types.ts";
import type {Evaluate} from "./day-mean.ts";
import {type MetricKernel, majorityShare, metricKernels} from "./kernels.ts";

/** Rows that a signal is judged on: all values finite. */
export interface GroupedRows {
  readonly day: Int32Array;
  readonly value: Float64Array;
  /** Net P&L, or 0/1 for a probability. */
  readonly target: Float64Array;
  /** Naive rules' predictions of the same rows. */
  readonly baselines: readonly BaselineValues[];
}

export interface GroupedMetricsOptions {
  readonly signal: Pick<Signal, "kind" | "level">;
  readonly rows: GroupedRows;
  /** Groupings beside the total: by fold, trader, regime, month, or any other label a row. */
  readonly by: readonly {readonly name: string; readonly labels: ArrayLike<string | number>}[];
  readonly random: Random;
  /** Default 400. */
  readonly draws?: number;
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
  /** Baseline that R² is held against (Campbell and Thompson 2008). Default "mean", else the first. */
  readonly meanBaseline?: string;
}

export interface MetricValue {
  readonly metric: string;
  readonly better: MetricKernel["better"];
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** The naive rule that does best by this metric on the same rows, chosen in hindsight. */
  readonly baseline: {readonly name: string; readonly label: string; readonly value: number} | null;
  /** value − baseline's, and its interval: which way is better says `better`. */
  readonly difference: number | null;
  readonly differenceInterval: readonly [number, number] | null;
}

export interface MetricGroup {
  /** "total", or the grouping's name. */
  readonly by: string;
  readonly group: string | number;
  readonly n: number;
  readonly days: number;
  readonly metrics: readonly MetricValue[];
}

/** Fewer days cannot show how much a metric varies. */
const minimumDays = 20;

/**
 * Metrics by group and in total, each beside the best naive rule on the same rows, with intervals by the stationary
 * bootstrap of whole days (Politis and Romano 1994; block length by Politis and White 2004 from the daily loss and its
 * difference to the best rule): observed ± Student's t × bootstrap standard error, as the intervals of impact are. One set
 * of draws serves all groups: a group's value in a draw is that of its rows on the days drawn.
 *
 * Hit rate: rows without P&L are left out, a prediction of 0 is a miss; its rules include the more frequent direction.
 * Intervals are null below 20 days, or where a draw in five has no value.
 * @returns the total, then groups by grouping, in ascending order of their label.
 * @throws RangeError if there is no row, a value is not finite, or lengths disagree.
 */
export function groupedMetrics(options: GroupedMetricsOptions): MetricGroup[] {
  const {signal, rows, by, random, draws = 400, level = 0.95} = options;
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  checkRows(rows);
  const kernels = metricKernels(signal);
  const days = Int32Array.from(new Set(rows.day)).sort();
  const position = new Map(Array.from(days, (d, t) => [d, t]));
  const at = Int32Array.from(rows.day, (d) => position.get(d)!);
  const sample = days.length >= minimumDays ? drawDays(signal, rows, {random, draws}) : null;
  const meanRule = rows.baselines.findIndex(({name}) => name === (options.meanBaseline ?? "mean"));
  const judge = (name: string, group: string | number, members: Uint32Array): MetricGroup => {
    const pick = (x: Float64Array) => {
      const picked = new Float64Array(members.length); // a loop: from() takes ten times as long
      for (let k = 0; k < members.length; k++) picked[k] = x[members[k]];
      return picked;
    };
    const pastMean = rows.baselines.length === 0 ? null : pick(rows.baselines[Math.max(0, meanRule)].values);
    const target = pick(rows.target);
    const mine = new Int32Array(members.length);
    for (let k = 0; k < members.length; k++) mine[k] = at[members[k]];
    const own = new Set(mine).size;
    const drawn = sample !== null && allowsInterval(own, sample.blockLength) ? sample : null; // draws cost the most
    const prepare = (kernel: MetricKernel, values: Float64Array) =>
      kernel.prepare({value: pick(values), target, pastMean}, mine);
    const metrics = kernels.map((kernel) => {
      const rivals = rows.baselines.map(({name, label, values}) => ({name, label, evaluate: prepare(kernel, values)}));
      if (kernel.name === "hit_rate")
        rivals.unshift({name: "majority", label: "The more frequent direction", evaluate: majorityShare(target, mine)});
      if (kernel.better === "level")
        rivals.splice(0, rivals.length, {name: "level", label: "The stated level", evaluate: () => signal.level!});
      return metricValue(kernel, prepare(kernel, rows.value), rivals, {sample: drawn, own, days: days.length, level});
    });
    return {by: name, group, n: members.length, days: own, metrics};
  };
  const all = Uint32Array.from(rows.day.keys());
  return [
    judge("total", "all", all),
    ...by.flatMap(({name, labels}) => membersOf(labels, all.length).map(([label, m]) => judge(name, label, m))),
  ];
}

interface Rival {
  readonly name: string;
  readonly label: string;
  readonly evaluate: Evaluate;
}

function metricValue(
  {name: metric, better}: MetricKernel,
  evaluate: Evaluate,
  rivals: readonly Rival[],
  {sample, own, days, level}: {sample: BootstrapDraws | null; own: number; days: number; level: number},
): MetricValue {
  const once = new Float64Array(days).fill(1);
  const value = finite(evaluate(once, 0));
  const judged = rivals
    .map((rival) => ({...rival, value: rival.evaluate(once, 0)}))
    .filter((rival) => Number.isFinite(rival.value));
  const best = judged.reduce<(typeof judged)[number] | null>(
    (a, b) => (a === null || (better === "lower" ? b.value < a.value : b.value > a.value) ? b : a),
    null,
  );
  const interval = (centre: number | null, drawn: Float64Array) =>
    centre === null || sample === null ? null : studentInterval(centre, drawn, sample.blockLength, own, level);
  const difference = value === null || best === null ? null : value - best.value;
  const drawn = inDraws(evaluate, sample);
  const rule = best === null ? drawn : inDraws(best.evaluate, sample);
  return {
    metric,
    better,
    value,
    interval: interval(value, drawn),
    baseline: best && {name: best.name, label: best.label, value: best.value},
    difference,
    differenceInterval: interval(
      difference,
      drawn.map((v, b) => v - rule[b]),
    ),
  };
}

/** The metric in every draw. */
function inDraws(evaluate: Evaluate, sample: BootstrapDraws | null): Float64Array {
  if (sample === null) return new Float64Array(0);
  const values = new Float64Array(sample.draws);
  for (let b = 0; b < sample.draws; b++) values[b] = evaluate(sample.counts, b * sample.days);
  return values;
}

/** Whether a group of so many days can show how much a metric varies. */
function allowsInterval(days: number, blockLength: number): boolean {
  return days >= minimumDays && days > 2 * blockLength;
}

function studentInterval(
  centre: number,
  drawn: Float64Array,
  blockLength: number,
  own: number,
  level: number,
): [number, number] | null {
  if (!allowsInterval(own, blockLength)) return null;
  let [n, mean, squares] = [0, 0, 0]; // Welford (1962)
  for (const value of drawn) {
    if (!Number.isFinite(value)) continue;
    n++;
    const off = value - mean;
    mean += off / n;
    squares += off * (value - mean);
  }
  if (n < 0.8 * drawn.length || n < 2) return null;
  const error = Math.sqrt((squares / (n - 1)) * (own / (own - blockLength)));
  const half = tQuantile(0.5 + level / 2, own / blockLength - 1) * error;
  return [centre - half, centre + half];
}

function drawDays(
  {kind, level}: Pick<Signal, "kind" | "level">,
  {day, value, target, baselines}: GroupedRows,
  {random, draws}: {random: Random; draws: number},
): BootstrapDraws {
  const loss = kind === "quantile" ? pinballLoss(level!) : squaredError;
  const own = lossOf(loss, target, value);
  const rules = baselines.map(({values}) => lossOf(loss, target, values));
  const total = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0);
  const best = rules.reduce<Float64Array | null>((a, b) => (a === null || total(b) < total(a) ? b : a), null);
  const {means} = dayMeans(day, [own, ...(best === null ? [] : [best.map((l, i) => l - own[i])])]);
  return bootstrapDraws(means, {random, draws});
}

function membersOf(labels: ArrayLike<string | number>, rows: number): [string | number, Uint32Array][] {
  if (labels.length !== rows) throw new RangeError(`invalid labels; ${labels.length} for ${rows} rows`);
  const members = new Map<string | number, number[]>();
  for (let i = 0; i < rows; i++) {
    const list = members.get(labels[i]);
    if (list) list.push(i);
    else members.set(labels[i], [i]);
  }
  return Array.from(members.entries())
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([label, list]) => [label, Uint32Array.from(list)]);
}

function checkRows({day, value, target, baselines}: GroupedRows): void {
  if (day.length === 0) throw new RangeError("there is no row to compute metrics of");
  const columns = [
    {name: "value", values: value},
    {name: "target", values: target},
    ...baselines.map(({name, values}) => ({name: `baseline ${name}`, values})),
  ];
  for (const {name, values} of columns) {
    if (values.length !== day.length) throw new RangeError(`invalid ${name}; ${values.length} for ${day.length} rows`);
    const wrong = values.findIndex((v) => !Number.isFinite(v));
    if (wrong >= 0) throw new RangeError(`invalid ${name} of row ${wrong}; not finite: ${values[wrong]}`);
  }
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
