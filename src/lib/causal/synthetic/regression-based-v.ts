import {crossProducts, dot, solvePositiveDefinite} from "../../numeric/index.ts";
import type {Predictors, SyntheticControlData} from "./types.ts";

/**
 * A starting value of V (Abadie and Gardeazabal 2003; R's Synth): the pre-period outcomes of all units are regressed on a
 * constant and the predictors, in standard deviations; a predictor counts by the sum of squares of its coefficients over the periods.
 * @returns null where there are too few units, or collinear predictors, for the regression.
 */
export function regressionBasedV(
  {treated, donors, prePeriods}: SyntheticControlData,
  predictors: Predictors,
): Float64Array | null {
  const rows = [...predictors.donors, predictors.treated];
  const count = predictors.treated.length;
  if (rows.length <= count + 1) return null;
  const columns = Array.from({length: count}, (_, k) => {
    const column = Float64Array.from(rows, (x) => x[k]);
    let mean = 0;
    for (const x of column) mean += x / column.length;
    const centred = column.map((x) => x - mean);
    const deviation = Math.sqrt(dot(centred, centred) / (column.length - 1));
    return centred.map((x) => x / deviation);
  });
  const gram = crossProducts(columns, new Float64Array(rows.length).fill(1));
  const v = new Float64Array(count);
  const series = [...donors, treated];
  try {
    for (let t = 0; t < prePeriods; t++) {
      const outcome = Float64Array.from(series, (y) => y[t]);
      const beta = solvePositiveDefinite(
        gram,
        Float64Array.from(columns, (column) => dot(column, outcome)),
      );
      for (let k = 0; k < count; k++) v[k] += beta[k] * beta[k];
    }
  } catch {
    return null; // collinear predictors
  }
  const sum = v.reduce((total, x) => total + x, 0);
  return sum > 0 && Number.isFinite(sum) ? v.map((x) => x / sum) : null;
}
