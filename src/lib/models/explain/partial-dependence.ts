import {levelsOf} from "../categories.ts";
import type {Design} from "../learner.ts";
import {columnIndex, presentQuantiles, withColumn} from "./feature-column.ts";

export interface PartialDependenceOptions {
  readonly predict: (x: Design) => Float64Array;
  readonly x: Design;
  readonly feature: string;
  /** Values of a number at which it is computed: its quantiles. Default 20 intervals of equal numbers of rows. */
  readonly points?: number;
}

export interface PartialDependence {
  readonly feature: string;
  /** Values of a number, ascending; codes 0, 1, … of a categorical feature. */
  readonly values: Float64Array;
  /** Levels that the codes stand for; null for a number. */
  readonly levels: readonly string[] | null;
  /** Mean prediction when every row is given the value. */
  readonly means: Float64Array;
}

/**
 * Partial dependence (Friedman 2001, equation 53): the mean prediction when every row is given the same value of one feature and
 * keeps the rest. Where features are correlated, it asks the model about rows that could not be; `accumulatedLocalEffects` does not.
 * @throws RangeError for a feature that is not there or is missing throughout, or a design without rows.
 */
export function partialDependence({predict, x, feature, points = 20}: PartialDependenceOptions): PartialDependence {
  const column = x.columns[columnIndex(x, feature)];
  if (!(Number.isInteger(points) && points >= 1)) throw new RangeError(`invalid points; not 1 or more: ${points}`);
  const levels = levelsOf(x.levels, feature) ?? null;
  const values = levels === null ? presentQuantiles(column, points) : Float64Array.from(levels.keys());
  if (x.rows === 0 || values.length === 0)
    throw new RangeError(`invalid feature; "${feature}" is missing in every one of ${x.rows} rows`);
  const means = values.map((value) => {
    let sum = 0;
    for (const prediction of predict(withColumn(x, feature, new Float64Array(x.rows).fill(value)))) sum += prediction;
    return sum / x.rows;
  });
  return {feature, values, levels, means};
}
