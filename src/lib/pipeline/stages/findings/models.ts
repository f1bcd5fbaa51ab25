import type {IntervalReport, ModelReports, SignalReport} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

const artifact = "model-reports.json";

/** The numbers about models that a page states in words or in a table. */
export function modelFindings({signals, intervals}: ModelReports): FindingDraft[] {
  return [...signals.flatMap(ofSignal), ...intervals.flatMap(ofIntervals)];
}

function ofSignal({signal, label, window, drives, choices}: SignalReport): FindingDraft[] {
  const {stability} = drives;
  const tried = choices.folds.reduce((sum, fold) => sum + fold.tried, 0);
  return [
    {
      id: `models.${signal}.rows`,
      label: `Rows that the latest model was trained on: ${label}`,
      value: window.trainRows,
      unit: "count",
      n: window.trainRows,
      of: "trader-days",
      method: "Trader-days of the last fold's training window whose outcome was known at its end.",
      artifact,
    },
    {
      id: `models.${signal}.tried`,
      label: `Settings tried, all folds: ${label}`,
      value: tried,
      unit: "count",
      n: choices.folds.length,
      of: "folds",
      method:
        "Sum over folds of the different settings that were judged inside the training window; 1 where none was searched for.",
      artifact,
    },
    {
      id: `models.${signal}.agreement`,
      label: `Agreement of the folds on what matters: ${label}`,
      value: stability.rankCorrelation,
      unit: "correlation",
      n: stability.folds,
      of: "folds",
      method:
        "Mean over pairs of folds of Spearman's correlation of the features' weights by size: 1, the same order in each fold; 0, no more alike than by chance. Folds share training days, so agreement is no independent confirmation.",
      artifact,
      ...(stability.rankCorrelation === null
        ? {note: "There are fewer than two folds or three features, or a fold gives all features the same weight."}
        : {}),
    },
  ];
}

function ofIntervals({
  signal,
  label,
  level,
  calibrationDays,
  judgedFrom,
  split,
  adaptive,
}: IntervalReport): FindingDraft[] {
  const how = {
    fixed: `Share of outcomes inside prediction ± one width, in volatilities of the trader: the conformal quantile of the errors of the first ${calibrationDays} predicted days (Lei et al. 2018).`,
    adaptive: `Share of outcomes inside adaptive conformal intervals (Gibbs and Candès 2021, step ${adaptive.rate}): each day's width aims at a miss rate that earlier days' misses have corrected.`,
  };
  return [
    {kind: "fixed" as const, words: "fixed intervals", found: split},
    {kind: "adaptive" as const, words: "adaptive intervals", found: adaptive},
  ].flatMap(({kind, words, found}): FindingDraft[] => [
    {
      id: `models.${signal}.coverage.${kind}`,
      label: `Coverage of ${words}: ${label}`,
      value: found.coverage,
      unit: "share",
      ...(found.interval === null ? {} : {interval: found.interval, level: 0.95}),
      n: found.rows,
      of: "trader-days",
      method: `${how[kind]} Judged from ${judgedFrom} on; promised: ${Number((100 * level).toPrecision(6))} %. The interval takes days as clusters.`,
      artifact,
    },
    {
      id: `models.${signal}.width.${kind}`,
      label: `Half-width of ${words}: ${label}`,
      value: found.width,
      unit: "currency/trader-day",
      n: found.rows,
      of: "trader-days",
      method: "Mean over the trader-days judged of the width in volatilities times the trader's volatility.",
      artifact,
      ...(found.width === null ? {note: "On some day no value could be excluded: the width is infinite."} : {}),
    },
  ]);
}
