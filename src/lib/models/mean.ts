import {constantFor} from "./baselines/constant.ts";
import {constantModel, readConstant} from "./baselines/constant-model.ts";
import {linkOf} from "./baselines/read.ts";
import {checkFit, taskOf} from "./design.ts";
import {resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";

const kind = "mean@1";

/**
 * The best constant of the training window for the task (see `constantFor`): the weighted mean, the share of events, or the
 * quantile (value at risk by historical simulation).
 */
export const learner: Learner = {
  name: "mean",
  label: "Training mean",
  description: "Predicts one number for all: the training window's mean, share of events or quantile",
  tasks: ["mean", "probability", "quantile"],
  fit(x, y, options) {
    const w = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    resolveSettings("mean", [], options.settings);
    const value = constantFor(task, y, w)!;
    return constantModel({kind, rows: x.rows, names: [...x.names], value, link: linkOf(task)});
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not this learner's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return readConstant(kind, state);
}
