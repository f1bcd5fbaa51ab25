import {type Random, shuffled} from "../numeric/index.ts";
import type {Columns} from "./select.ts";

/** Fits on some rows and predicts others: any learner, wrapped by the caller. */
export type FitPredict = (train: Columns, y: Float64Array, days: Int32Array) => (test: Columns) => Float64Array;

export interface PermutationOptions {
  readonly fit: FitPredict;
  readonly repeats: number;
  readonly days: Int32Array;
  readonly random: Random;
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): fitted on the first 70 % of the window's days, how
 * much the mean squared error on the last 30 % rises when a feature's values are shuffled among those rows, mean over
 * repeats. NaN where the window has fewer than 10 days. Features that stand in for each other share their importance:
 * remove redundancy first.
 */
export function permutationImportance(design: Columns, y: Float64Array, options: PermutationOptions): Float64Array {
  const {repeats, days, random} = options;
  const distinct = Int32Array.from(new Set(days)).sort();
  if (distinct.length < 10) return new Float64Array(design.names.length).fill(Number.NaN);
  const cut = distinct[Math.floor(0.7 * distinct.length)];
  const rows = Array.from(days.keys());
  const [train, test] = [rows.filter((i) => days[i] < cut), rows.filter((i) => days[i] >= cut)];
  const predict = options.fit(
    rowsOf(design, train),
    Float64Array.from(train, (i) => y[i]),
    Int32Array.from(train, (i) => days[i]),
  );
  const held = rowsOf(design, test);
  const target = Float64Array.from(test, (i) => y[i]);
  const error = meanSquare(predict(held), target);
  return Float64Array.from(design.names, (_, j) => {
    let rise = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const columns = held.columns.map((column, k) => (k === j ? shuffled(column, random) : column));
      rise += meanSquare(predict({...held, columns}), target) - error;
    }
    return rise / repeats;
  });
}

function rowsOf({names, columns}: Columns, rows: readonly number[]): Columns {
  return {rows: rows.length, names, columns: columns.map((column) => Float64Array.from(rows, (i) => column[i]))};
}

function meanSquare(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}
