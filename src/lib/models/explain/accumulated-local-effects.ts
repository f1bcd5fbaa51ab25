import {levelsOf} from "../categories.ts";
import type {Design} from "../learner.ts";
import {columnIndex, presentQuantiles, withColumn} from "./feature-column.ts";

export interface AleOptions {
  readonly predict: (x: Design) => Float64Array;
  readonly x: Design;
  /** Name of a feature that is a number. */
  readonly feature: string;
  /** Intervals of equal numbers of rows; fewer where values are tied. Default 20. */
  readonly bins?: number;
}

export interface LocalEffects {
  readonly feature: string;
  /** Ends of the intervals, ascending: one more than there are intervals. */
  readonly edges: Float64Array;
  /** Effect at each edge, in units of the prediction; its mean over the rows is 0. Linear between edges. */
  readonly effects: Float64Array;
  /** Rows in each interval: (edge, next edge], the first with its lower end. */
  readonly rows: Int32Array;
  /** Rows left out: their value is missing. */
  readonly missing: number;
}

/**
 * Accumulated local effects of one feature (Apley and Zhu 2020, equations 15 and 16): within each interval, the mean change of the
 * prediction when only this feature moves from the lower to the upper end, added up from left to right. Unlike partial
 * dependence, no row is moved far from where it was, so correlated features do not lend each other their effects. For a
 * function that is a sum of functions of single features it is that feature's function, less its mean, exactly at the edges.
 *
 * Centred as ALEPlot does: the mean over rows of the average of an interval's two ends.
 * @throws RangeError for a feature that is not there, is categorical (it has no order: see `partialDependence`), or is missing
 * throughout.
 */
export function accumulatedLocalEffects({predict, x, feature, bins = 20}: AleOptions): LocalEffects {
  const column = x.columns[columnIndex(x, feature)];
  if (levelsOf(x.levels, feature) !== undefined)
    throw new RangeError(`invalid feature; "${feature}" is categorical and has no order: use partialDependence`);
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`invalid bins; not 1 or more: ${bins}`);
  const edges = presentQuantiles(column, bins);
  if (edges.length === 0) throw new RangeError(`invalid feature; "${feature}" is missing in every row`);
  const bin = column.map((value) => (Number.isNaN(value) ? value : intervalOf(edges, value)));
  const missing = bin.filter(Number.isNaN).length;
  const intervals = edges.length - 1;
  const [rows, effects] = [new Int32Array(intervals), new Float64Array(edges.length)];
  if (intervals === 0) return {feature, edges, effects, rows, missing};
  const at = (end: 0 | 1) =>
    predict(
      withColumn(
        x,
        feature,
        bin.map((b) => (Number.isNaN(b) ? b : edges[b + end])),
      ),
    );
  const [low, high] = [at(0), at(1)];
  const change = new Float64Array(intervals);
  for (let i = 0; i < x.rows; i++) {
    if (Number.isNaN(bin[i])) continue;
    rows[bin[i]]++;
    change[bin[i]] += high[i] - low[i];
  }
  let centre = 0;
  for (let b = 0; b < intervals; b++) {
    effects[b + 1] = effects[b] + change[b] / rows[b]; // no interval is empty: its upper end is a row's value
    centre += (rows[b] * (effects[b] + effects[b + 1])) / 2 / (x.rows - missing);
  }
  return {feature, edges, effects: effects.map((e) => e - centre), rows, missing};
}

/** The interval (edges[b], edges[b + 1]] that holds the value; the first also holds its lower end. */
function intervalOf(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value > edges[middle]) low = middle;
    else high = middle;
  }
  return low;
}
