import {
  type ChosenPenalties,
  type DesignContext,
  type DesignName,
  type DesignReport,
  fixedLearners,
  loadDesign,
} from "../../causal/index.ts";
import {buildPanel, type FeatureNames} from "../../features/index.ts";
import {loadLearner} from "../../models/index.ts";
import {table} from "../../numeric/index.ts";
import type {TwinModel} from "../../simulate/index.ts";
import {lotteryTwin, recordedTwin, ruledTwin} from "./twins.ts";

/** The module that exports `tryDesigns`, for a worker to load. */
export const tryDesignsModule = new URL("./try-designs.ts", import.meta.url);

/** What a method said of one twin, and what was true there; or why it would not say anything. */
export type TwinTry =
  | {readonly refused: string}
  | {
      readonly truth: number;
      readonly estimate: number;
      readonly standardError: number;
      readonly lower: number;
      readonly upper: number;
    };

export interface DesignTask {
  readonly model: TwinModel;
  readonly seed: number;
  readonly effect: number;
  /** Each with the penalties that its regressions chose on the study itself. */
  readonly designs: readonly {readonly name: DesignName; readonly penalties: ChosenPenalties}[];
  readonly features: FeatureNames;
  /** Of the study: seed of the cross-fitting, level, the rule on record. */
  readonly context: Pick<DesignContext, "seed" | "level" | "rule" | "currency">;
}

/** Designs that read nothing but who was limited when, and net P&L. */
const withoutFeatures: readonly DesignName[] = [
  "off-policy",
  "staggered-did",
  "synthetic-control",
  "synthetic-did",
  "interrupted",
];
/** How limits come about on a twin, for designs that rest on more than a rule: a score on record, or chances on record. */
const twinFor: Partial<Record<DesignName, typeof ruledTwin>> = {discontinuity: recordedTwin, "off-policy": lotteryTwin};
const twinOf = (name: DesignName) => twinFor[name] ?? ruledTwin;

/** Draws one twin and asks each design, exactly as the study runs it but for penalties that are not chosen anew. */
export async function tryDesigns({model, seed, effect, designs, features, context}: DesignTask): Promise<TwinTry[]> {
  const learners = await studyLearners();
  const twins = new Map<
    typeof ruledTwin,
    Pick<DesignContext, "panel" | "interventions" | "days" | "accounts" | "truth" | "fits">
  >();
  const drawn = (draw: typeof ruledTwin) => {
    const known = twins.get(draw);
    if (known !== undefined) return known;
    const {desk, truth} = draw(model, seed, effect);
    const {trader, day, net} = desk.daily.columns;
    const bare = designs.every(({name}) => twinOf(name) !== draw || withoutFeatures.includes(name));
    const panel = bare ? table({trader, day, net}) : buildPanel(desk, features).panel;
    const made = {
      panel,
      interventions: desk.interventions,
      days: desk.days.length,
      accounts: desk.accounts,
      truth,
      fits: {},
    };
    twins.set(draw, made);
    return made;
  };
  const tries: TwinTry[] = [];
  for (const {name, penalties} of designs) {
    const design = await loadDesign(name);
    const twin = drawn(twinOf(name));
    const own = {learners: fixedLearners(learners, penalties), estimateOnly: true};
    tries.push(tryOf(design.run({...context, ...twin, ...own})));
  }
  return tries;
}

/** The learners that the causal stages give the designs. */
async function studyLearners(): Promise<DesignContext["learners"]> {
  const [ridge, logistic] = await Promise.all(["ridge", "logistic"].map(loadLearner));
  return {outcome: ridge, treatment: ridge, propensity: logistic};
}

function tryOf(report: DesignReport): TwinTry {
  if (report.status === "refused") return {refused: report.reason};
  const {value, standardError, interval} = report.estimate;
  if (report.truth === null) return {refused: "What it should find is not known on a twin."};
  return {truth: report.truth, estimate: value, standardError, lower: interval[0], upper: interval[1]};
}
