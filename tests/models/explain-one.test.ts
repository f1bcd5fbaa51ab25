import {describe, expect, it} from "vitest";
import {explainOne} from "../../src/lib/models/explain/index.ts";
import type {Design, Model} from "../../src/lib/models/index.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {treeShap} from "../../src/lib/models/trees/shap.ts";
import type {TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {categoricalLevels, ensembleOf, levels, randomDesign, randomNode, treeOf} from "./random-trees.ts";

describe("one prediction explained", () => {
  const random = stream(9, "explain one");
  const ensemble: TreeEnsemble = ensembleOf(
    Array.from({length: 20}, () => treeOf(randomNode(random, 5, 6, 1))),
    6,
    {base: 0.3, levels: categoricalLevels(6, 1)},
  );
  const x = randomDesign(random, 50, 6, 1);
  const modelOf = (own: TreeEnsemble): Model => ({
    predict: (d) => predictTrees(own, d),
    explain: (d) => treeShap(own, d),
    toJSON: () => null,
    summary: () => ({rowsUsed: 0, chosen: {}, weights: {}}),
  });

  it("is a waterfall from the base to the prediction, the largest step first, the rest in one", () => {
    const predicted = predictTrees(ensemble, x);
    for (let row = 0; row < x.rows; row++) {
      const {base, steps, margin, prediction, link} = explainOne(modelOf(ensemble), x, row, 3);
      expect(link).toBe("identity");
      expect(prediction).toBe(predicted[row]);
      expect(margin).toBeCloseTo(prediction, 10);
      expect(steps[0].from).toBe(base);
      steps.forEach((step, k) => {
        expect(step.to).toBe(step.from + step.contribution);
        if (k > 0) expect(step.from).toBe(steps[k - 1].to);
        if (k > 0 && k < 3)
          expect(Math.abs(step.contribution)).toBeLessThanOrEqual(Math.abs(steps[k - 1].contribution));
      });
      expect(steps.at(-1)).toMatchObject({feature: null, value: null, features: 3, to: margin});
      expect(steps).toHaveLength(4);
    }
  });

  it("shows values as a reader knows them: a level by name, a missing value as null", () => {
    const row = [...x.columns[5].keys()].find(
      (i) => x.columns[5][i] === 2 && x.columns.some((c) => Number.isNaN(c[i])),
    )!;
    const {steps} = explainOne(modelOf(ensemble), x, row, 6);
    expect(steps.find(({feature}) => feature === "x5")?.value).toBe(levels[2]);
    for (const {feature, value} of steps.filter((step) => step.feature !== null)) {
      const own = x.columns[x.names.indexOf(feature!)][row];
      if (feature !== "x5") expect(value).toBe(Number.isNaN(own) ? null : own);
    }
  });

  it("says when contributions are log-odds", () => {
    const {margin, prediction, link} = explainOne(modelOf({...ensemble, link: "logistic"}), x, 4);
    expect(link).toBe("logistic");
    expect(prediction).toBeCloseTo(1 / (1 + Math.exp(-margin)), 12);
  });

  it("refuses a row that is not there, a model that cannot, and contributions that do not add up", () => {
    const model = modelOf(ensemble);
    expect(() => explainOne(model, x, 50)).toThrow("invalid row; not from 0 to 49: 50");
    expect(() => explainOne(model, x, 0, -1)).toThrow("invalid top");
    expect(() => explainOne({...model, explain: undefined}, x, 0)).toThrow(
      "no exact contributions: use permutationImportance",
    );
    const off = {...model, predict: (d: Design) => predictTrees(ensemble, d).map((v) => v + 0.5)};
    expect(() => explainOne(off, x, 0)).toThrow(/^contributions add up to .*, the model predicts/);
  });
});
