import {constantFor} from "./baselines/constant.ts";
import {neededColumn, pastColumnModel, readPastColumn} from "./baselines/past-column.ts";
import {checkFit, taskOf} from "./design.ts";
import {resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";

const kind = "last@1";
const column = "net_lag1";

/**
 * Predicts the trader's last P&L (a random walk): the feature "net_lag1", and the training mean where the trader has none
 * yet. Nothing else is fitted.
 */
export const learner: Learner = {
  name: "last",
  label: "Last value",
  description: "Predicts the trader's P&L of the last day, from the feature net_lag1",
  needs: [column],
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    resolveSettings("last", [], options.settings);
    neededColumn("last", x, column);
    const otherwise = constantFor(task, y, w)!;
    return pastColumnModel({kind, rows: x.rows, names: [...x.names], column, intercept: 0, slope: 1, otherwise});
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not this learner's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return readPastColumn(kind, state);
}
