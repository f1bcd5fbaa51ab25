import {type FoldModel, featureReport, trainedSignals} from "../../evaluate/index.ts";
import type {FeatureReport} from "../../features/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";

/** Whether features, their relation with P&L, and their selection hold over time. */
export function featureStabilityStage(study: Study): Stage {
  const {inference} = study;
  const signals = trainedSignals(study);
  return {
    name: "feature-stability",
    label: "see what held over time",
    inputs: ["features", ...signals.map(({name}) => `walk-forward/${name}`)],
    files: [],
    code: [new URL(import.meta.url)],
    params: {signals: signals.map(({name}) => name), level: inference.level},
    async run(context) {
      const features = context.input("features");
      const models = new Map(
        signals.map(({name}) => [name, context.input(`walk-forward/${name}`).json<FoldModel[]>("models.json")]),
      );
      const {used} = features.json<FeatureReport>("features.json");
      const report = featureReport(features.table("panel.arrow"), used, models, inference.level);
      return {
        json: {"feature-stability.json": report},
        findings: report.selections.map(
          ({learner, folds, index, interval, level}): FindingDraft => ({
            id: `features.selection.${learner}`,
            label: `Stability of selection: ${learner}`,
            value: index,
            unit: "ratio",
            interval: interval ?? undefined,
            level: interval === null ? undefined : level,
            n: folds,
            of: "folds",
            method:
              "Index of Nogueira, Sechidis and Brown (2018): 1 where every fold keeps the same features, 0 as by chance. Training windows overlap, so the interval is too narrow.",
            artifact: "feature-stability.json",
            note: index === null ? "Not defined: there is one fold, or every fold kept all." : undefined,
          }),
        ),
      };
    },
  };
}
