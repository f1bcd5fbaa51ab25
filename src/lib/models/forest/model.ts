import type {Explanation, Model} from "../learner.ts";
import {modelColumns} from "../trees/model-columns.ts";
import {predictMargin} from "../trees/predict.ts";
import {treeShap} from "../trees/shap.ts";
import type {TreeEnsemble} from "../trees/tree.ts";
import {leafOf} from "./leaf-of.ts";
import {forestQuantile} from "./leaf-targets.ts";
import type {OutOfBag} from "./out-of-bag.ts";
import {type Forest, saveForest} from "./saved-forest.ts";

export interface ForestModel extends Model {
  /** Its trees; those of a quantile forest hold means. `treeShap` of it explains means and probabilities as they are. */
  readonly ensemble: TreeEnsemble;
  /** null where every tree was grown on every row. */
  readonly outOfBag: OutOfBag | null;
}

/**
 * The model of a fitted forest. `explain` is there for the mean only: contributions to a probability's log-odds, or to a
 * quantile, are not those of the trees added up.
 */
export function forestModel(forest: Forest): ForestModel {
  const {ensemble, leaves, task, settings, rows} = forest;
  return {
    ensemble,
    outOfBag: forest.outOfBag,
    predict(x) {
      if (leaves === null || task.kind !== "quantile") return predictMargin(ensemble, x);
      const columns = modelColumns(ensemble, x);
      return forestQuantile(ensemble.trees, leaves, x.rows, task.level, (t, i) =>
        leafOf(ensemble.trees[t], columns, i),
      );
    },
    toJSON: () => saveForest(forest),
    summary: () => ({
      rowsUsed: rows,
      chosen: {
        trees: ensemble.trees.length,
        depth: settings.depth,
        minLeaf: settings.minLeaf,
        featureShare: settings.featureShare,
        ...(forest.outOfBag === null ? {} : {outOfBagLoss: forest.outOfBag.loss}),
      },
      weights: gainShares(ensemble),
    }),
    ...(task.kind === "mean" ? {explain: (x): Explanation => treeShap(ensemble, x)} : {}),
  };
}

/** Feature → its share of what all splits gained (Breiman's mean decrease in impurity); 0 where nothing was split. */
function gainShares({names, trees}: TreeEnsemble): Record<string, number> {
  const gains = new Float64Array(names.length);
  for (const {feature, gain, left} of trees)
    for (let node = 0; node < left.length; node++) if (left[node] >= 0) gains[feature[node]] += gain[node];
  const total = gains.reduce((sum, v) => sum + v, 0);
  return Object.fromEntries(names.map((name, j) => [name, total > 0 ? gains[j] / total : 0]));
}
