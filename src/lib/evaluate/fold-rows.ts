import type {Design} from "../models/index.ts";
import type {FoldItem} from "./fold-item.ts";
import {testsTrader, trainsOn} from "./splits/index.ts";
import {actualOf, labelReach, nextDayNet, type Target} from "./target.ts";
import type {DayRange} from "./types.ts";

/** Targets are limited to this many volatilities in training: one tail day must not carry a fit. */
const targetLimit = 10;

export interface TrainingRows {
  /** Indices into the item's rows, ascending. */
  readonly rows: Int32Array;
  /** What the learner is given, one a row of `rows`. */
  readonly target: Float64Array;
  readonly days: Int32Array;
}

/**
 * The rows of the training window whose label is known by its end, and the label as learners see it: P&L in units of the
 * trader's own past volatility (of `horizon` days: times its root), limited to ± 10; events as 0 and 1.
 */
export function trainingRows(item: FoldItem, target: Target = nextDayNet): TrainingRows {
  const {day, fold} = item;
  const last = fold.train.end - 1;
  const window = trainable(item);
  const past = {
    trader: pickInt(item.trader, window),
    day: pickInt(day, window),
    net: pick(item.net, window),
    scale: pick(item.scale, window),
  };
  const actual = actualOf(target, past, last); // of the window's rows alone: no label can reach beyond it
  const scaled = actual.map((y, k) => inVolatilities(target, y, past.scale[k]));
  const reach = labelReach(target);
  const known = (k: number) => Number.isFinite(scaled[k]) && past.day[k] + reach <= last;
  let all = true;
  for (let k = 0; k < window.length; k++) all &&= known(k);
  if (all) return {rows: window, target: scaled, days: past.day};
  const kept = Int32Array.from(window.keys()).filter(known);
  return {rows: kept.map((k) => window[k]), target: pick(scaled, kept), days: pickInt(past.day, kept)};
}

/** Rows of the training window, of the traders that the fold may learn from. */
function trainable({day, trader, fold}: FoldItem): Int32Array {
  const rows = rowsOf(day, fold.train);
  return fold.newTraders === undefined ? rows : rows.filter((i) => trainsOn(fold, trader[i]));
}

/** Rows that the fold tests. */
export function testRows({day, trader, fold}: Pick<FoldItem, "day" | "trader" | "fold">): Int32Array {
  const rows = rowsOf(day, fold.test);
  return fold.newTraders === undefined ? rows : rows.filter((i) => testsTrader(fold, trader[i]));
}

/** Currency from what a learner predicts; an event's probability as it is. */
export function inCurrency(target: Target, predicted: number, scale: number): number {
  if (target.kind === "net") return predicted * scale * Math.sqrt(target.horizon);
  return target.kind === "quantile" ? predicted * scale : predicted;
}

/** What a learner is given of an outcome: P&L in volatilities, limited to ± 10; events as they are. */
export function inVolatilities(target: Target, y: number, scale: number): number {
  if (target.kind !== "net" && target.kind !== "quantile") return y;
  const unit = target.kind === "net" ? scale * Math.sqrt(target.horizon) : scale;
  return Math.max(-targetLimit, Math.min(targetLimit, y / unit));
}

export function isLevelled({levels}: Pick<FoldItem, "levels">, name: string): boolean {
  return levels !== undefined && Object.hasOwn(levels, name);
}

/** Rows of the days of a range, ascending. */
export function rowsOf(day: Int32Array, {start, end}: DayRange): Int32Array {
  let count = 0;
  for (let i = 0; i < day.length; i++) if (day[i] >= start && day[i] < end) count++;
  const rows = new Int32Array(count);
  let k = 0;
  for (let i = 0; i < day.length; i++) if (day[i] >= start && day[i] < end) rows[k++] = i;
  return rows;
}

/** The design of some rows; no copy where they lie next to each other. */
export function designOf(item: FoldItem, rows: Int32Array): Design {
  const columns = item.columns.map((column) => pick(column, rows));
  return withLevels({rows: rows.length, names: item.names, columns}, item);
}

/** A design with the levels of those of its columns that are categorical. */
export function withLevels(x: Omit<Design, "levels">, {levels}: Pick<FoldItem, "levels">): Design {
  if (levels === undefined) return x;
  const own = x.names.filter((name) => Object.hasOwn(levels, name));
  return own.length === 0 ? x : {...x, levels: Object.fromEntries(own.map((name) => [name, levels[name]]))};
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  if (isRun(rows)) return values.subarray(rows[0], rows[0] + rows.length);
  const picked = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) picked[k] = values[rows[k]];
  return picked;
}

function pickInt(values: Int32Array, rows: Int32Array): Int32Array {
  return isRun(rows) ? values.subarray(rows[0], rows[0] + rows.length) : rows.map((i) => values[i]);
}

/** Ascending rows that leave none out: the ends say so. */
const isRun = (rows: Int32Array) => rows.length > 0 && rows[rows.length - 1] - rows[0] === rows.length - 1;
