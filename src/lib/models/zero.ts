import {constantModel, readConstant} from "./baselines/constant-model.ts";
import {checkFit, taskOf} from "./design.ts";
import {resolveSettings} from "./hyperparameters.ts";
import type {Learner, Model} from "./learner.ts";

const kind = "zero@1";

/** Predicts that nothing is earned and nothing lost: what a forecast of P&L must beat first. */
export const learner: Learner = {
  name: "zero",
  label: "Always zero",
  description: "Predicts zero for every trader and day",
  fit(x, y, options) {
    checkFit(x, y, options);
    taskOf(learner, y, options);
    resolveSettings("zero", [], options.settings);
    return constantModel({kind, rows: x.rows, names: [...x.names], value: 0, link: "identity"});
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not this learner's, or is damaged. */
export function fromJSON(state: unknown): Model {
  return readConstant(kind, state);
}
