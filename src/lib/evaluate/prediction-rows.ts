import {pastScale} from "../features/index.ts";
import {float64, int32, type Table, table} from "../numeric/index.ts";
import {testsTrader} from "./splits/index.ts";
import {actualOf, type OutcomeRows} from "./target.ts";
import type {Fold, Plan, Signal} from "./types.ts";

/** What predictions are gathered from. */
export interface PredictionSources {
  /** trader, day, net: every trader-day of the desk. */
  readonly daily: Table;
  /** Predictions made elsewhere: trader, day and one column a signal or outcome; null if there are none. */
  readonly given: Table | null;
  /** By signal: trader, day, fold, value. */
  readonly trained: ReadonlyMap<string, Table>;
}

/**
 * All predictions that are judged, in one long table, wherever they were made: from here on they are treated alike.
 *
 * @returns signal text, trader, day, fold Int32 (−1 where no walk-forward fold tests the day), value Float64, net
 * Float64 (P&L of the day), outcome Float64 (what happened of what was predicted: 0/1 for a probability, currency for the
 * other kinds; NaN if unknown), scale Float64 (the trader's volatility before the day); in the order of the plan's signals, then trader, then day. Rows without a prediction are
 * left out.
 */
export function predictionRows(plan: Plan, {daily, given, trained}: PredictionSources): Table {
  const rowOf = rowByKey(daily);
  const all = outcomeRows(daily);
  const parts = plan.signals.map((signal) => ({signal, source: sourceOf(signal, given, trained)}));
  const kept = parts.map(({signal, source}) => ({signal, source, rows: rowsWithValue(source)}));
  const n = kept.reduce((sum, part) => sum + part.rows.length, 0);
  const name: string[] = [];
  const trader = new Int32Array(n);
  const day = new Int32Array(n);
  const fold = new Int32Array(n);
  const value = new Float64Array(n);
  const netColumn = new Float64Array(n);
  const outcome = new Float64Array(n);
  const scale = new Float64Array(n);
  let k = 0;
  for (const {signal, source, rows} of kept) {
    const actual = signal.target === undefined ? null : actualOf(signal.target, all, lastDay(all.day));
    for (const i of rows) {
      const row = rowOf(source.trader[i], source.day[i]);
      name.push(signal.name);
      trader[k] = source.trader[i];
      day[k] = source.day[i];
      fold[k] = foldOf(plan.folds, source.trader[i], source.day[i]);
      value[k] = source.value[i];
      netColumn[k] = all.net[row];
      scale[k] = all.scale[row];
      outcome[k] = actual === null ? outcomeOf(signal, source.outcome?.[i], netColumn[k]) : actual[row];
      k++;
    }
  }
  return table({signal: name, trader, day, fold, value, net: netColumn, outcome, scale});
}

interface Source {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly value: Float64Array;
  readonly outcome?: Float64Array;
}

function sourceOf(signal: Signal, given: Table | null, trained: ReadonlyMap<string, Table>): Source {
  const from = signal.source === "given" ? given : (trained.get(signal.name) ?? null);
  if (from === null) throw new RangeError(`signal ${signal.name} is in the plan, but nothing predicted it`);
  return {
    trader: int32(from, "trader"),
    day: int32(from, "day"),
    value: float64(from, signal.source === "given" ? signal.name : "value"),
    outcome: signal.outcome === null ? undefined : float64(from, signal.outcome),
  };
}

/** Rows that hold a prediction, in the order trader, day. */
function rowsWithValue({trader, day, value}: Source): Uint32Array {
  const rows = Uint32Array.from(Array.from(value.keys()).filter((i) => Number.isFinite(value[i])));
  return rows.sort((a, b) => trader[a] - trader[b] || day[a] - day[b]);
}

function outcomeRows(daily: Table): OutcomeRows {
  const day = int32(daily, "day");
  return {trader: int32(daily, "trader"), day, net: float64(daily, "net"), scale: pastScale(daily, lastDay(day) + 1)};
}

const lastDay = (day: Int32Array) => day.reduce((most, d) => Math.max(most, d), 0);

/** Row of daily by trader and day. */
function rowByKey(daily: Table): (trader: number, day: number) => number {
  const traders = int32(daily, "trader");
  const days = int32(daily, "day");
  const width = lastDay(days) + 1;
  const at = new Map(Array.from(traders, (t, i) => [t * width + days[i], i]));
  return (trader, day) => {
    const row = at.get(trader * width + day);
    if (row === undefined) throw new RangeError(`a prediction has no daily row: trader ${trader}, day ${day}`);
    return row;
  };
}

/** Of predictions made elsewhere. Without an outcome column, the event is a loss on the day. */
function outcomeOf(signal: Signal, given: number | undefined, net: number): number {
  if (signal.kind !== "probability") return net;
  return given ?? (net < 0 ? 1 : 0);
}

function foldOf(folds: readonly Fold[], trader: number, day: number): number {
  for (const fold of folds)
    if (day >= fold.test.start && day < fold.test.end && testsTrader(fold, trader)) return fold.index;
  return -1;
}
