import {checkFit, taskOf} from "./design.ts";
import {
  assembleForest,
  type ForestModel,
  forestHyperparameters,
  forestModel,
  forestSettings,
  growTrees,
  prepareForest,
  readForest,
} from "./forest/index.ts";
import type {Design, FitOptions, Learner} from "./learner.ts";

/** A learner whose models show their trees and their out-of-bag error. */
interface ForestLearner extends Learner {
  fit(x: Design, y: Float64Array, options: FitOptions): ForestModel;
}

/**
 * Random forest on histogram bins: bagged trees with features drawn at random for each split (Breiman 2001), or extremely
 * randomised trees (Geurts, Ernst and Wehenkel 2006). Predicts the mean; a probability (the mean share of ones in the
 * leaves); or a quantile, by the weights that the leaves give to the training targets (Meinshausen 2006).
 *
 * Inside the fit: rows of weight 0 are left out; weights count in splits and leaves, not in what is drawn. Missing values
 * and levels that training has not seen go where each split learned to send missing values. Levels of a categorical feature
 * are parted by the means of their targets. Features constant on the window (or missing throughout) are never split on. A
 * constant target makes a forest of one leaf. Tree t depends on the stream's seed and t only.
 */
export const learner: ForestLearner = {
  name: "forest",
  label: "Random forest",
  description:
    "100 trees of depth 6 on histogram bins, each on rows drawn with replacement, each split the best among a random third of the features; at least 30 rows a leaf",
  tasks: ["mean", "probability", "quantile"],
  hyperparameters: forestHyperparameters,
  fit(x, y, options) {
    const weights = checkFit(x, y, options);
    const task = taskOf(learner, y, options);
    const given = forestSettings(options.settings);
    const {days, random} = options;
    const first = weights.findIndex((w) => w > 0);
    const constant = y.every((v, i) => v === y[first] || weights[i] === 0);
    // One leaf for all: the mean of many equal values would not be exactly that value.
    const settings = constant ? {...given, trees: 1, depth: 0} : given;
    const prepared = prepareForest(x, y, weights, {days, seed: random.uint32(), task, settings});
    return forestModel(assembleForest(prepared, growTrees(prepared.plan, 0, settings.trees)));
  },
};

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not a forest's, or is damaged. */
export function fromJSON(state: unknown): ForestModel {
  return forestModel(readForest(state));
}
