import {float64, int32, type Table} from "../../numeric/index.ts";
import type {FoldResult} from "../fit-fold.ts";
import {pastMean} from "../past.ts";
import {compareRuns} from "./compare-runs.ts";
import {learningCurve} from "./learning-curve.ts";
import {type Refit, valuesOn} from "./refits.ts";
import type {LearningReport, Unsaid} from "./types.ts";

/** A refit with what came of its folds. */
export interface RefitRun extends Omit<Refit, "items"> {
  readonly results: readonly FoldResult[];
}

export interface LearningReportOptions {
  /** trader, day, net: one row a trader and day. */
  readonly daily: Table;
  readonly folds: number;
  /** By learner, shortest window first; the first is the one that the page answers for. */
  readonly windows: readonly {readonly learner: string; readonly label: string; readonly runs: readonly RefitRun[]}[];
  readonly families: {
    readonly learner: string;
    readonly label: string;
    readonly all: RefitRun;
    readonly without: readonly RefitRun[];
    readonly only: readonly RefitRun[];
  } | null;
  readonly level: number;
  readonly limits: readonly Unsaid[];
}

/** Puts refits together to the curves by window length and the bars by family, on the rows that all of a chart's runs predict. */
export function learningReport({
  daily,
  folds,
  windows,
  families,
  level,
  limits,
}: LearningReportOptions): LearningReport {
  const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
  const mean = pastMean({trader, day}, net, "desk");
  const tested = new Set(windows.flatMap(({runs}) => runs.flatMap(({results}) => results.flatMap((r) => [...r.day]))));
  const kept = Int32Array.from(day.keys()).filter((i) => tested.has(day[i]) && Number.isFinite(mean[i]));
  const keys = {trader: kept.map((i) => trader[i]), day: kept.map((i) => day[i])};
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]);
  const rows = {...keys, target: pick(net), pastMean: pick(mean)};
  const value = (run: RefitRun) => valuesOn(keys, run.results);
  const judged = kept.length === 0 ? [] : windows.filter(({runs}) => runs.length > 0);
  return {
    folds,
    days: new Set(keys.day).size,
    rows: kept.length,
    curves: judged.map(({learner, label, runs}) => ({
      learner,
      label,
      points: learningCurve(
        rows,
        runs.map((run) => ({size: run.size, label: run.label, value: value(run)})),
        {level},
      ).map((point, k) => ({...point, id: runs[k].id})),
    })),
    families: families === null || families.without.length === 0 || kept.length === 0 ? null : bars(families),
    limits,
  };

  function bars({learner, label, all, without, only}: NonNullable<typeof families>): LearningReport["families"] {
    const found = compareRuns(
      rows,
      value(all),
      [...without, ...only].map((run) => ({label: run.label, value: value(run)})),
      {level},
    );
    return {
      learner,
      label,
      all: found.reference,
      families: without.map((run, k) => ({
        family: run.id,
        label: run.label,
        features: only[k].size,
        alone: found.runs[without.length + k].r2,
        lost: found.runs[k].lost,
      })),
    };
  }
}
