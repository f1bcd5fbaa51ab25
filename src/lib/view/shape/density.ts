import {quantileSorted} from "simple-statistics";
import type {Signal} from "../../evaluate/types.ts";
import {float64, type Table, text} from "../../numeric/index.ts";

/** Counts of rows by prediction and by what happened; see charts/density.ts. */
export interface Density {
  /** Rows counted: all that have both. */
  readonly n: number;
  /** Edges of the cells; those at the ends also hold what lies beyond. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Cells that are not empty: column, row, count. */
  readonly cells: readonly (readonly [number, number, number])[];
}

const columns = 24;
const lines = 20;

/**
 * Out-of-sample predictions against net P&L (against what was predicted, where that is P&L of several days), in at most
 * 24 × 20 equal cells over the middle 98 % of predictions and 96 % of outcomes (99 % for a quantile): as many points as there are rows would be
 * neither seen nor drawn. No row is left out: the outermost cells hold what lies beyond. null without rows.
 */
export function densityCells(predictions: Table, signal: Pick<Signal, "name" | "kind">): Density | null {
  const names = text(predictions, "signal");
  const value = float64(predictions, "value");
  const actual = float64(predictions, signal.kind === "probability" ? "net" : "outcome");
  const rows: number[] = [];
  for (let i = 0; i < predictions.rows; i++)
    if (names[i] === signal.name && Number.isFinite(value[i]) && Number.isFinite(actual[i])) rows.push(i);
  if (rows.length === 0) return null;
  const x = edges(
    rows.map((i) => value[i]),
    0.01,
    columns,
  );
  const y = edges(
    rows.map((i) => actual[i]),
    signal.kind === "quantile" ? 0.005 : 0.02, // losses beyond the level are what a value at risk is about
    lines,
  );
  const counts = new Int32Array((x.length - 1) * (y.length - 1));
  for (const i of rows) counts[cellOf(value[i], x) * (y.length - 1) + cellOf(actual[i], y)]++;
  return {
    n: rows.length,
    x,
    y,
    cells: Array.from(counts, (count, k): [number, number, number] => [
      Math.floor(k / (y.length - 1)),
      k % (y.length - 1),
      count,
    ]).filter(([, , count]) => count > 0),
  };
}

/** Equal cells between two quantiles, six significant digits; one cell where all values are the same. */
function edges(values: readonly number[], beyond: number, cells: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const low = quantileSorted(sorted, beyond);
  const high = quantileSorted(sorted, 1 - beyond);
  if (!(high > low)) return [round(low - 0.5), round(low + 0.5)];
  return Array.from({length: cells + 1}, (_, k) => round(low + ((high - low) * k) / cells));
}

function cellOf(v: number, at: readonly number[]): number {
  const cells = at.length - 1;
  const k = Math.floor(((v - at[0]) / (at[cells] - at[0])) * cells);
  return Math.max(0, Math.min(cells - 1, k));
}

const round = (v: number) => Number(v.toPrecision(6)) + 0;
