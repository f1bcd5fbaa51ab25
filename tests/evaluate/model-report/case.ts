import {
  assembleWalkForward,
  fitFold,
  foldItems,
  prepareFold,
  type SavedModel,
  type SignalItem,
  trainedSignals,
  walkForwardFolds,
} from "../../../src/lib/evaluate/index.ts";
import {buildPanel} from "../../../src/lib/features/index.ts";
import type {Table} from "../../../src/lib/numeric/index.ts";
import {defineStudy, type StudyInput} from "../../../src/lib/study/index.ts";
import {smallDesk} from "../../features/small-desk.ts";

const desk = smallDesk({traders: 4, days: 90, absent: 0.05});
const {panel, report} = buildPanel(desk, "core");
const folds = walkForwardFolds(90, {kind: "expanding", train: 40, test: 20, purge: 0, embargo: 1});

export interface ReportCase {
  readonly item: SignalItem;
  /** What the walk-forward predicted: trader, day, fold, value. */
  readonly predictions: Table;
  readonly saved: SavedModel;
}

/** A signal of a study on a small desk of noise, walked forward: what the stage gives to `explainSignal`. */
export async function reportCase(more: Partial<StudyInput>, name?: string): Promise<ReportCase> {
  const study = defineStudy({title: "Case", seed: 3, source: {kind: "simulated", desk: "tiny"}, ...more});
  const signal = trainedSignals(study).find((s) => name === undefined || s.name === name)!;
  const {seed, selection, categories, regimes, tuning} = study;
  const settings = study.settings[signal.learner] ?? {};
  const {learner, target} = signal;
  const items = foldItems({
    learner,
    target,
    seed,
    settings,
    tuning: tuning === null ? null : {method: tuning.method, trials: tuning.trials},
    fitted: regimes,
    selection,
    folds,
    panel,
    keepLast: true,
    ...(categories.includes("trader") ? {accounts: desk.accounts} : {}),
  });
  const prepared = await Promise.all(items.map(prepareFold));
  const results = await Promise.all(items.map((item, k) => fitFold({...item, prepared: prepared[k]})));
  const {predictions, models, last} = assembleWalkForward(results);
  const saved = JSON.parse(JSON.stringify(last)) as SavedModel;
  return {
    predictions,
    saved,
    item: {
      signal,
      item: items[items.length - 1],
      prepared: JSON.parse(JSON.stringify(prepared[prepared.length - 1])),
      saved,
      models: JSON.parse(JSON.stringify(models)),
      settings,
      accounts: desk.accounts,
      dates: desk.days,
      level: 0.95,
    },
  };
}

export {desk, folds, panel, report as features};
