import {
  clustersOf,
  dayBlockFolds,
  fitPlr,
  inference,
  type LimitSample,
  type NuisancePenalties,
  type PlrFit,
} from "../../causal/index.ts";
import {designRows, type LearnerName, loadLearner, pick} from "../../models/index.ts";
import {fixedRidgePlr} from "../refit/index.ts";
import type {Specification} from "./types.ts";

/** One choice made otherwise: plain data. What is left out is as reported. */
export interface EffectChoice extends Pick<Specification, "id" | "label" | "axis"> {
  /** Rows of the sample that are kept. */
  readonly rows?: Int32Array;
  /** Columns of the features that are kept. */
  readonly columns?: readonly number[];
  readonly folds?: number;
  readonly gap?: number;
  /** Share of the outcome cut off at either end. */
  readonly winsorise?: number;
  /** Fits both nuisances; else ridge regressions with the reported fit's penalties. */
  readonly learner?: LearnerName;
}

export type EffectSample = Pick<LimitSample, "y" | "treated" | "x" | "day" | "trader">;

export interface EffectItem {
  readonly sample: EffectSample;
  readonly penalties: NuisancePenalties;
  readonly choices: readonly EffectChoice[];
  readonly folds: number;
  readonly gap: number;
  readonly level: number;
  readonly seed: number;
}

/** The module that `effectSpecifications` is exported from: a stage that passes its `map` lists this among its code. */
export const effectTaskModule = new URL("./effect-task.ts", import.meta.url);

const minimumTreated = 20;
const minimumDays = 40;

export async function effectSpecifications(item: EffectItem): Promise<Specification[]> {
  const found: Specification[] = [];
  for (const choice of item.choices) found.push(await specification(choice, item));
  return found;
}

async function specification(choice: EffectChoice, item: EffectItem): Promise<Specification> {
  const {id, label, axis, learner} = choice;
  const sample = chosenSample(item.sample, choice);
  const n = sample.y.length;
  const none = (reason: string): Specification => ({
    id,
    label,
    axis,
    estimate: null,
    interval: null,
    p: null,
    n,
    reason,
  });
  const limited = sample.treated.reduce((sum, d) => sum + d, 0);
  const days = new Set(sample.day).size;
  if (limited < minimumTreated || limited === n) return none(`${limited} limited trader-days are left, of ${n}.`);
  if (days < minimumDays) return none(`${days} days are left.`);
  try {
    const folds = dayBlockFolds(sample.day, choice.folds ?? item.folds, choice.gap ?? item.gap);
    const fit =
      learner === undefined
        ? fixedRidgePlr({...sample, folds}, choice.folds === undefined ? item.penalties : middle(item.penalties))
        : await learnt(sample, folds, learner, item.seed);
    const {estimate, interval, p} = inference(fit, {cluster: clustersOf(sample).cluster, level: item.level});
    return {id, label, axis, estimate, interval, p, n};
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return none(`${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
}

async function learnt(
  {y, treated, x, day, trader}: EffectSample,
  folds: LimitSample["folds"],
  name: LearnerName,
  seed: number,
): Promise<PlrFit> {
  const learner = await loadLearner(name);
  const learners = {outcome: learner, treatment: learner};
  return fitPlr({y, d: treated, x, day, folds, learners, seed, group: trader, labels: {trader}});
}

/** The middle penalty of the folds, where there are other folds. */
function middle({outcome, treatment}: NuisancePenalties): NuisancePenalties {
  const of = (list: readonly number[]) => [[...list].sort((a, b) => a - b)[list.length >> 1]];
  return {outcome: of(outcome), treatment: of(treatment)};
}

function chosenSample(sample: EffectSample, {rows, columns, winsorise}: EffectChoice): EffectSample {
  const {x} = sample;
  const design =
    columns === undefined
      ? x
      : {...x, names: columns.map((j) => x.names[j]), columns: columns.map((j) => x.columns[j])};
  const kept =
    rows === undefined
      ? {...sample, x: design}
      : {
          y: pick(sample.y, rows),
          treated: pick(sample.treated, rows),
          x: designRows(design, rows),
          day: rows.map((i) => sample.day[i]),
          trader: rows.map((i) => sample.trader[i]),
        };
  if (winsorise === undefined) return kept;
  const sorted = kept.y.slice().sort();
  const cut = Math.floor(winsorise * sorted.length);
  const [low, high] = [sorted[cut], sorted[sorted.length - 1 - cut]];
  return {...kept, y: kept.y.map((v) => Math.min(high, Math.max(low, v)))};
}
