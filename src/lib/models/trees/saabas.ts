import type {Design, Explanation} from "../learner.ts";
import {modelColumns} from "./model-columns.ts";
import {nodeMeans} from "./node-means.ts";
import {baseOf} from "./shap.ts";
import type {TreeEnsemble} from "./tree.ts";
import {childOf} from "./walk.ts";

/**
 * Contributions along each row's own path (Saabas 2014; XGBoost's approx_contribs): at each node the change of the mean
 * output goes to the feature asked. They sum to the margin, but depend on the order of the questions; Shapley values do not.
 */
export function saabas(ensemble: TreeEnsemble, x: Design): Explanation {
  const columns = ensemble.names.map(() => new Float64Array(x.rows));
  const values = modelColumns(ensemble, x);
  const scale = ensemble.average ? 1 / ensemble.trees.length : 1;
  for (const tree of ensemble.trees) {
    const means = nodeMeans(tree);
    for (let row = 0; row < x.rows; row++)
      for (let node = 0; tree.left[node] >= 0; ) {
        const child = childOf(tree, node, values[tree.feature[node]][row]);
        columns[tree.feature[node]][row] += scale * (means[child] - means[node]);
        node = child;
      }
  }
  return {base: baseOf(ensemble, undefined), columns};
}
