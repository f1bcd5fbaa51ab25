import {constantFor} from "./baselines/constant.ts";
import {neededColumn, pastColumnModel, readPastColumn} from "./baselines/past-column.ts";
import {checkFit, taskOf} from "./design.ts";
import {resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";

const kind = "ar1@1";
const column = "net_lag1";

/**
 * First-order autoregression, one for all traders: weighted least squares of the target on the feature "net_lag1", over the
 * training rows that have it. Slope 0 where the feature does not vary. The training mean of all rows where it is missing.
 */
export const learner: Learner = {
  name: "ar1",
  label: "Autoregression, AR(1)",
  description: "Predicts from the trader's P&L of the last day by one regression for all traders",
  needs: [column],
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    resolveSettings("ar1", [], options.settings);
    const past = neededColumn("ar1", x, column);
    const otherwise = constantFor(task, y, w)!;
    const {intercept, slope} = regression(past, y, w) ?? {intercept: otherwise, slope: 0};
    return pastColumnModel({kind, rows: x.rows, names: [...x.names], column, intercept, slope, otherwise});
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not this learner's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return readPastColumn(kind, state);
}

/** Weighted least squares over the rows that have x; null where none with weight does. */
function regression(x: Float64Array, y: Float64Array, w: Float64Array): {intercept: number; slope: number} | null {
  let [total, sumX, sumY, largest] = [0, 0, 0, 0];
  const has = (i: number) => w[i] > 0 && !Number.isNaN(x[i]);
  for (let i = 0; i < y.length; i++) {
    if (!has(i)) continue;
    total += w[i];
    sumX += w[i] * x[i];
    sumY += w[i] * y[i];
    largest = Math.max(largest, Math.abs(x[i]));
  }
  if (total === 0) return null;
  const [meanX, meanY] = [sumX / total, sumY / total];
  let [square, cross] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    if (!has(i)) continue;
    square += w[i] * (x[i] - meanX) ** 2;
    cross += w[i] * (x[i] - meanX) * (y[i] - meanY);
  }
  const slope = Math.sqrt(square / total) > 1e-12 * largest ? cross / square : 0;
  return {intercept: meanY - slope * meanX + 0, slope: slope + 0};
}
