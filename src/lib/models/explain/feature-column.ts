import type {Design} from "../learner.ts";

/** Index of a feature. @throws RangeError for a name that is not there. */
export function columnIndex(x: Design, feature: string): number {
  const j = x.names.indexOf(feature);
  if (j < 0) throw new RangeError(`invalid feature; there is no "${feature}", there are: ${x.names.join(", ")}`);
  return j;
}

/** The design with another column for one feature. */
export function withColumn(x: Design, feature: string, column: Float64Array): Design {
  const j = columnIndex(x, feature);
  return {...x, columns: x.columns.map((own, k) => (k === j ? column : own))};
}

/**
 * The smallest value and the quantiles k / parts, k = 1 … parts, of the values that are there (Hyndman and Fan 1996, type 1: each is
 * a value of the column), ascending, each once. Empty where all are missing.
 */
export function presentQuantiles(column: Float64Array, parts: number): Float64Array {
  const sorted = column.filter((v) => !Number.isNaN(v)).sort();
  const n = sorted.length;
  if (n === 0) return sorted;
  const picked = Array.from({length: parts + 1}, (_, k) => sorted[Math.max(0, Math.ceil((k * n) / parts) - 1)]);
  return Float64Array.from(new Set(picked));
}

/**
 * The quantiles k / parts, k = 1 … parts, as in `presentQuantiles` but without the smallest value: upper ends of bins of equal
 * numbers of rows. A value that is more than a bin's worth of the rows has a bin of its own, the smallest too.
 */
export function upperQuantiles(column: Float64Array, parts: number): Float64Array {
  const sorted = column.filter((v) => !Number.isNaN(v)).sort();
  const n = sorted.length;
  if (n === 0) return sorted;
  return Float64Array.from(
    new Set(Array.from({length: parts}, (_, k) => sorted[Math.ceil(((k + 1) * n) / parts) - 1])),
  );
}
