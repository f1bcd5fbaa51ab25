import type {Design, FitOptions, Settings} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** Rows of a desk: ten a day. */
export const daysOf = (rows: number) => Int32Array.from({length: rows}, (_, i) => Math.floor(i / 10));

export const options = (rows: number, settings: Settings = {}, rest: Partial<FitOptions> = {}): FitOptions => ({
  random: stream(5, "boosting test"),
  days: daysOf(rows),
  settings,
  ...rest,
});

export function makeData(rows: number, seed = 1, noise = 0.3): {x: Design; y: Float64Array; mean: Float64Array} {
  const random = stream(seed, "data");
  const columns = Array.from({length: 4}, () => Float64Array.from({length: rows}, () => Math.fround(random.normal())));
  columns[1] = columns[1].map((v) => (random.uniform() < 0.1 ? Number.NaN : v));
  columns.push(Float64Array.from({length: rows}, () => random.integer(5)));
  const effect = [0, 2, -1, 0.5, -2];
  const mean = Float64Array.from(
    {length: rows},
    (_, i) => (columns[0][i] > 0 ? 1 : -1) + (Number.isNaN(columns[1][i]) ? 1.5 : 0) + effect[columns[4][i]],
  );
  const names = ["step", "gaps", "noise", "more noise", "symbol"];
  const x = {rows, names, columns, levels: {symbol: ["A", "B", "C", "D", "E"]}};
  return {x, y: mean.map((m) => m + noise * random.normal()), mean};
}

export const rmse = (a: Float64Array, b: Float64Array) =>
  Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);
export const part = (x: Design, from: number, to: number): Design => ({
  ...x,
  rows: to - from,
  columns: x.columns.map((c) => c.slice(from, to)),
});
