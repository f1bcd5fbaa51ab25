import {type ObliviousModel, testsOf} from "./model.ts";

/**
 * Share of each feature in how much the prediction changes with it (CatBoost's PredictionValuesChange): for each test, over the
 * pairs of leaves that differ in its answer alone, (v₁ − v₂)² c₁c₂ / (c₁ + c₂), v values and c weights; a combination's is
 * divided among its features in equal parts. Shares sum to 1, or are all 0 where no tree tests anything. Where a file has no
 * leaf weights, all leaves weigh the same.
 * @returns one a column of the design.
 */
export function predictionValuesChange(model: ObliviousModel): Float64Array {
  const tests = testsOf(model);
  const sums = new Float64Array(model.names.length);
  for (const {tests: numbers, values, weights} of model.trees)
    numbers.forEach((number, i) => {
      const bit = 1 << i;
      let change = 0;
      for (let leaf = 0; leaf < values.length; leaf++) {
        if (leaf & bit) continue;
        const [c1, c2] = weights === null ? [1, 1] : [weights[leaf], weights[leaf | bit]];
        if (c1 + c2 > 0) change += ((values[leaf] - values[leaf | bit]) ** 2 * (c1 * c2)) / (c1 + c2);
      }
      const {kind, feature} = tests[number];
      if (kind === "numeric") sums[model.numeric[feature].column] += change;
      else if (kind === "oneHot") sums[model.categorical[feature].column] += change;
      else {
        const {elements} = model.statistics[feature];
        for (const e of elements)
          sums[(e.kind === "above" ? model.numeric[e.numeric] : model.categorical[e.categorical]).column] +=
            change / elements.length;
      }
    });
  const total = sums.reduce((a, b) => a + b, 0);
  return total > 0 ? sums.map((v) => v / total) : sums;
}
