import {estimateInterventions, partiallyLinearReport} from "../../causal/index.ts";
import {
  assessSignal,
  auditCuts,
  auditFeatures,
  auditRows,
  auditSplit,
  baselinesOn,
  rebuildPanels,
  sidesOf,
} from "../../evaluate/index.ts";
import {loadLearner} from "../../models/index.ts";
import {int32} from "../../numeric/index.ts";
import {applyPolicy, impactOf} from "../../policy/index.ts";
import {assessRobustness} from "../../robustness/index.ts";
import {defineStudy} from "../../study/index.ts";
import {type Decided, decide} from "../decide.ts";
import type {Evidence} from "../evidence.ts";
import {gatesOf} from "../gates/index.ts";
import type {Gate} from "../types.ts";
import type {ExhibitDesk} from "./exhibit-desk.ts";
import {level} from "./own-answers.ts";
import type {TestedRows} from "./walk-forward.ts";

export interface Judgement extends Decided {
  readonly gates: readonly Gate[];
}

const signal = {
  name: "ridge",
  label: "Ridge regression",
  kind: "net",
  level: null,
  outcome: null,
  source: "trained",
} as const;

/** What does not depend on the predictions: the audit of the panel, and what the desk's own limits did. */
export type DeskEvidence = Pick<Evidence, "audit" | "designs">;

export async function deskEvidence({desk, panel}: ExhibitDesk, {folds, split}: TestedRows): Promise<DeskEvidence> {
  const ridge = await loadLearner("ridge");
  const rows = {trader: int32(panel, "trader"), day: int32(panel, "day")};
  const sides = folds.map((fold) => sidesOf(rows, fold));
  const checks = [
    auditFeatures(rebuildPanels(desk, {names: ["net_lag1"], cuts: auditCuts(desk.days.length, folds, 1), seed: 1})),
    auditSplit({rows, sides, split, desk}),
    auditRows({rows, sides, desk}),
  ];
  const limits = estimateInterventions({
    ...{panel, interventions: desk.interventions, seed: 1, level, truth: null},
    learners: {outcome: ridge, treatment: ridge},
  });
  return {audit: {checks}, designs: [partiallyLinearReport(limits)]};
}

/**
 * The verdict of a study with default gates on a desk and the predictions of one model. Placebos, hidden causes and known truth
 * are left open: they can only keep a verdict from "deploy", never bring one about or speak against it.
 */
export async function judge({desk}: ExhibitDesk, rows: TestedRows, known: DeskEvidence): Promise<Judgement> {
  const {folds, split} = rows;
  const days = desk.days;
  const traders = desk.accounts.length;
  const skill = assessSignal({
    ...{signal, rows, folds, days, level},
    baselines: baselinesOn({signal, rows, daily: desk.daily}),
  });
  const applied = applyPolicy({
    ...{signal, rows, folds, days, gap: split.purge + split.embargo},
    spec: {kind: "fitted", avoid: 0, reduce: 0.5, amplify: null},
  });
  const judged = <T extends Int32Array | Float64Array>(x: T) => x.filter((_, i) => applied.evaluated[i] === 1) as T;
  const policy = {
    trader: judged(rows.trader),
    day: judged(rows.day),
    net: judged(rows.net),
    multiplier: judged(applied.multiplier),
  };
  const {gates} = defineStudy({title: "Autopsy", source: {kind: "simulated", desk: "null"}});
  const asked = gatesOf(
    {
      ...known,
      signal: signal.name,
      days: days.length,
      quality: desk.quality,
      skill,
      impact: impactOf(policy, traders).total,
      robustness: await assessRobustness({rows: policy, traders, draws: 250, level, seed: 1, signal: signal.name}),
      ...{placebos: null, sensitivity: null, knownTruth: null},
    },
    gates,
    level,
  );
  return {...decide(asked), gates: asked};
}
