import {countBelow} from "../kernel/index.ts";
import type {Features} from "./features.ts";
import type {TestedColumns} from "./tested-columns.ts";

/** One column of bins that trees may test: bin > k is the test with the number `first` + k. */
export interface BinColumn {
  readonly kind: "numeric" | "oneHot" | "statistic";
  readonly feature: number;
  /** Number of bins; at least 2, at most 256. */
  readonly bins: number;
  readonly first: number;
  readonly value: number;
}

/** Columns of the features that have a test. */
export function binColumns({numeric, categorical, statistics}: Features): BinColumn[] {
  const columns: BinColumn[] = [];
  let first = 0;
  const add = (kind: BinColumn["kind"], feature: number, tests: number, value = 0) => {
    if (tests > 0) columns.push({kind, feature, bins: tests + 1, first, value});
    first += tests;
  };
  numeric.forEach((f, j) => {
    add("numeric", j, f.borders.length);
  });
  categorical.forEach((f, j) => {
    for (const value of f.values) add("oneHot", j, 1, value);
  });
  statistics.forEach((s, j) => {
    add("statistic", j, s.borders.length);
  });
  return columns;
}

/**
 * Bins of rows, row-major: how many of the feature's borders are below the value; for a one-hot value whether it is the
 * row's. Missing numbers are in bin 0.
 * @param order the row at each position of the result.
 */
export function binMatrix(
  columns: readonly BinColumn[],
  features: Features,
  x: TestedColumns,
  order: Int32Array,
): Uint8Array {
  const [n, width] = [order.length, columns.length];
  const out = new Uint8Array(n * width);
  const counts = new Uint8Array(n);
  columns.forEach(({kind, feature, value}, c) => {
    if (kind === "oneHot") {
      const hashes = x.hashes[feature];
      for (let p = 0; p < n; p++) out[p * width + c] = hashes[order[p]] === value ? 1 : 0;
      return;
    }
    const numbers = kind === "numeric" ? Float32Array.from(x.numeric[feature]) : x.statistics[feature];
    const borders = (kind === "numeric" ? features.numeric : features.statistics)[feature].borders;
    countBelow(numbers, borders, 0, counts, n);
    for (let p = 0; p < n; p++) out[p * width + c] = counts[order[p]];
  });
  return out;
}
