import {
  explainSignal,
  explainSignalModule,
  type FoldModel,
  foldItems,
  intervalReport,
  type ModelReports,
  type Plan,
  type Preparation,
  type SavedModel,
  type ScoringFile,
  type SignalItem,
  trainedSignals,
} from "../../evaluate/index.ts";
import {forScoring} from "../../models/form/index.ts";
import {learnerModule} from "../../models/index.ts";
import type {Study} from "../../study/index.ts";
import {canonicalJson} from "../canonical-json.ts";
import type {Stage, StageContext} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {modelFindings} from "./findings/models.ts";
import {publishable} from "./publishable.ts";
import {rowsOfSignal} from "./signal-rows.ts";
import {trainingOf} from "./walk-forward.ts";

/**
 * What each learner's latest model is, what drives it, some of its predictions taken apart, and intervals around the
 * walk-forward predictions; and the models themselves, for a page to ask again.
 */
export function modelsStage(study: Study): Stage {
  const signals = trainedSignals(study);
  const {level} = study.inference;
  return {
    name: "models",
    label: "explain the models",
    inputs: [
      "ingest",
      "plan",
      "features",
      "preparation",
      "predictions",
      ...signals.map(({name}) => `walk-forward/${name}`),
    ],
    files: [],
    code: [
      new URL(import.meta.url),
      explainSignalModule,
      ...new Set(signals.map(({learner}) => learnerModule(learner).href)),
    ].map((url) => new URL(url)),
    params: {level, signals: signals.map((signal) => trainingOf(study, signal))},
    async run(context) {
      const {accounts, days} = context.input("ingest").json<DeskFile>("desk.json");
      const plan = context.input("plan").json<Plan>("plan.json");
      const saved = new Map(signals.map(({name}) => [name, savedModel(context, name)]));
      const items = signals.flatMap((signal): SignalItem[] => {
        const kept = saved.get(signal.name)!;
        if (kept === null) return [];
        const {categories, settings, ...training} = trainingOf(study, signal);
        const k = plan.folds.findIndex(({index}) => index === kept.fold);
        const prepared = context.input("preparation").json<Preparation[]>("preparation.json")[k];
        const [item] = foldItems({
          ...training,
          folds: [plan.folds[k]],
          panel: context.input("features").table("panel.arrow"),
          ...(categories.includes("trader") ? {accounts} : {}),
        });
        const models = context.input(`walk-forward/${signal.name}`).json<FoldModel[]>("models.json");
        return [{signal, item, prepared, saved: kept, models, settings, accounts, dates: days, level}];
      });
      const reports = await context.map(explainSignal, explainSignalModule, items);
      const predictions = context.input("predictions").table("predictions.arrow");
      const intervals = plan.signals
        .filter(
          ({kind, target}) =>
            kind === "net" && (target === undefined || (target.kind === "net" && target.horizon === 1)),
        )
        .flatMap((signal) => {
          const {day, value, outcome, scale} = rowsOfSignal(predictions, signal.name);
          return intervalReport({signal, day, value, outcome, scale, dates: days, level}) ?? [];
        });
      const sizes = items.map(({signal, saved}) => {
        const state = forScoring(saved.state);
        const bytes = new TextEncoder().encode(canonicalJson(state, {indent: 0})).length;
        return {signal: signal.name, learner: signal.learner, state, bytes};
      });
      const whole = publishable(sizes, plan.primary);
      const report: ModelReports = {
        signals: reports,
        intervals,
        without: signals
          .filter(({name}) => saved.get(name) === null)
          .map(({name, label}) => ({signal: name, label, why: "No fold had a row to train on."})),
        published: sizes.map(({signal, bytes}) => ({signal, bytes, published: whole.has(signal)})),
      };
      const scoring: ScoringFile = {
        models: Object.fromEntries(
          sizes.filter(({signal}) => whole.has(signal)).map(({signal, learner, state}) => [signal, {learner, state}]),
        ),
      };
      return {json: {"model-reports.json": report, "scoring.json": scoring}, findings: modelFindings(report)};
    },
  };
}

function savedModel(context: StageContext, signal: string): SavedModel | null {
  const from = context.input(`walk-forward/${signal}`);
  return from.has("last-model.json") ? from.json<SavedModel>("last-model.json") : null;
}
