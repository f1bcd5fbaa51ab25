import {
  type FamilyOf,
  type FoldItem,
  type FoldModel,
  familyRefits,
  fitFold,
  fitFoldModule,
  foldItems,
  isNextDayNet,
  learningReport,
  mergeFolds,
  type Plan,
  type Refit,
  type TrainedSignal,
  trainedSignals,
  type Unsaid,
  windowRefits,
} from "../../evaluate/index.ts";
import {type FamilyName, type FeatureReport, familyLabels, familyNames} from "../../features/index.ts";
import {learnerCards, learnerModule} from "../../models/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage, StageContext} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {learningFindings} from "./findings/learning-curves.ts";
import {trainingOf} from "./walk-forward.ts";

/** Folds of the later half of the test days, merged to so many: each point of a curve is so many fits. */
const folds = 4;

/** What more days, and each family of features, are worth: the study's own learner, and ridge regression beside it. */
export function learningCurvesStage(study: Study): Stage {
  const {level} = study.inference;
  const subject = learnerOf(study);
  const settings = study.settings.ridge ?? {};
  const training = subject === null ? null : trainingOf(study, subject);
  const tuned = training !== null && training.tuning !== null;
  return {
    name: "learning-curves",
    label: "learn from less",
    inputs: ["ingest", "plan", "features", ...(tuned ? [`walk-forward/${subject!.name}`] : [])],
    files: [],
    code: [new URL(import.meta.url), fitFoldModule, learnerModule("ridge"), learnerModule(subject?.learner ?? "ridge")],
    params: {seed: study.seed, regimes: study.regimes, training, settings, level, folds},
    async run(context) {
      const plan = context.input("plan").json<Plan>("plan.json");
      const ingest = context.input("ingest");
      const {accounts} = ingest.json<DeskFile>("desk.json");
      const panel = context.input("features").table("panel.arrow");
      const {used} = context.input("features").json<FeatureReport>("features.json");
      const later = plan.folds.slice(Math.floor(plan.folds.length / 2));
      const merged = mergeFolds(later, folds);
      const common = {seed: study.seed, folds: merged, panel};
      const ridge = foldItems({...common, learner: "ridge", settings, fitted: study.regimes});
      const windows = [{learner: "ridge", label: learnerCards.ridge.label, refits: windowRefits(ridge)}];
      if (subject !== null && subject.learner !== "ridge") {
        const chosen = tuned ? chosenSettings(context, subject, later, merged) : null;
        const {tuning: _, selection: __, categories, ...own} = training!;
        const traders = categories.some((name) => name === "trader") ? {accounts} : {};
        const items = foldItems({...common, ...own, ...traders}).map((item, k): FoldItem => {
          return chosen === null ? item : {...item, settings: {...item.settings, ...chosen[k]}};
        });
        windows.unshift({
          learner: subject.learner,
          label: learnerCards[subject.learner].label,
          refits: windowRefits(items),
        });
      }
      const familyOf: FamilyOf = new Map(used.map(({name, family}) => [name, family]));
      const families = familyRefits(
        foldItems({...common, learner: "ridge", settings}),
        familyOf,
        familyNames.map((name: FamilyName) => ({name, label: familyLabels[name]})),
      );
      const bars = families === null ? [] : [families.all, ...families.without, ...families.only];
      const refits: Refit[] = [...windows.flatMap((window) => window.refits), ...bars];
      const run = await runAll(context, refits);
      const report = learningReport({
        daily: ingest.table("daily.arrow"),
        folds: merged.length,
        windows: windows.map(({refits: own, ...rest}) => ({...rest, runs: own.map(run)})),
        families: families && {
          ...{learner: "ridge", label: learnerCards.ridge.label},
          ...{all: run(families.all), without: families.without.map(run), only: families.only.map(run)},
        },
        level,
        limits: limitsOf(
          plan,
          used.length,
          windows.some((window) => window.refits.length === 0),
        ),
      });
      return {json: {"learning-curves.json": report}, findings: learningFindings(report, level)};
    },
  };
}

/** The trained signal whose learner the curve is about: the one the study names, else the first, of those for next-day P&L. */
function learnerOf(study: Study): TrainedSignal | null {
  const able = trainedSignals(study).filter(isNextDayNet);
  return able.find(({name}) => name === study.primary) ?? able[0] ?? null;
}

/** Fits every fold of every refit, in one go. */
async function runAll(context: StageContext, refits: readonly Refit[]) {
  const results = await context.map(
    fitFold,
    fitFoldModule,
    refits.flatMap(({items}) => items),
    {resume: true},
  );
  const start = new Map<Refit, number>();
  let at = 0;
  for (const refit of refits) {
    start.set(refit, at);
    at += refit.items.length;
  }
  return (refit: Refit) => {
    const {items, ...rest} = refit;
    const from = start.get(refit)!;
    return {...rest, results: results.slice(from, from + items.length)};
  };
}

/** Settings that the walk-forward's search chose in the fold that each merged one begins with: nothing is searched again. */
function chosenSettings(context: StageContext, {name}: TrainedSignal, later: Plan["folds"], merged: Plan["folds"]) {
  const models = context.input(`walk-forward/${name}`).json<FoldModel[]>("models.json");
  return merged.map(({test}) => {
    const fold = later.find((f) => f.test.start === test.start)!;
    return models.find((model) => model.fold === fold.index)?.search?.chosen ?? {};
  });
}

function limitsOf({folds: list}: Plan, features: number, short: boolean): Unsaid[] {
  const what = "Whether more days, or other features, would help";
  if (list.length === 0) return [{what, why: "the desk is too short for a fold: no model is trained"}];
  if (features === 0) return [{what, why: "no feature could be built from these files"}];
  return short ? [{what, why: "training windows are too short to be cut"}] : [];
}
