import {type BootstrapDraws, bootstrapDraws, type Random} from "../../numeric/index.ts";
import {lossOf, pinballLoss, squaredError} from "../metrics.ts";
import type {BaselineValues} from "../skill.ts";
import {dayMeans} from "../tests/index.ts";
import type {Signal} from "../types.ts";
import {type MetricKernel, majorityShare, metricKernels} from "./kernels.ts";
import {allowsInterval, type MetricValue, metricValue, minimumDays} from "./metric-value.ts";

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

export interface MetricGroup {
  /** "total", or the grouping's name. */
  readonly by: string;
  readonly group: string | number;
  readonly n: number;
  readonly days: number;
  readonly metrics: readonly MetricValue[];
}

/**
 * Metrics by group and in total, each beside the best naive rule on the same rows, with intervals by the stationary
 * bootstrap of whole days (Politis and Romano 1994; block length by Politis and White 2004 from the daily loss and its
 * difference to the best rule): observed ± Student's t × bootstrap standard error, as the intervals of impact are. One set
 * of draws serves all groups: a group's value in a draw is that of its rows on the days drawn.
 *
 * Hit rate: rows without P&L are left out, a prediction of 0 is a miss; its rules include the more frequent direction.
 * Intervals are null below 20 days, or where a draw in five has no value.
 * @returns the total, then groups by grouping, in ascending order of their label.
 * @throws RangeError if there is no row, a value is not or lengths disagree.
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
