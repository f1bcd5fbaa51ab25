import {sampleRankCorrelation} from "simple-statistics";
import {auc} from "./auc.ts";
import {brier, logLoss, wilsonInterval} from "./calibration.ts";
import type {ComparedRows} from "./compared-rows.ts";
import {designEffect} from "./design-effect.ts";
import {hitRate, lossOf, mae, meanOf, pinballLoss, r2OutOfSample, rmse} from "./metrics.ts";
import {reliabilityDiagram} from "./reliability.ts";
import type {Signal, SignalSkill} from "./types.ts";
import {kupiecTest} from "./var/index.ts";

export interface SkillMetrics {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly calibration: SignalSkill["calibration"];
  readonly notes: readonly string[];
}

/**
 * The metrics of a signal by its kind. Every one that cannot be computed is null.
 * @param pastMean the past mean of the target (base rate, for a probability), one a row; null if there is no such baseline.
 */
export function skillMetrics(
  signal: Signal,
  rows: ComparedRows,
  pastMean: Float64Array | null,
  level: number,
): SkillMetrics {
  if (signal.kind === "net") return netMetrics(rows, pastMean);
  if (signal.kind === "probability") return probabilityMetrics(rows, pastMean, level);
  return quantileMetrics(rows, signal.level ?? Number.NaN, level);
}

/**
 * mae, rmse, r2 (against the past mean), hit_rate with its hit_rows, majority_share and mean_hit_rate (the past mean's) on the same rows,
 * spearman (midranks for ties).
 */
function netMetrics({value, target}: ComparedRows, pastMean: Float64Array | null): SkillMetrics {
  const hits = hitRate(target, value);
  const baseline = pastMean === null ? null : hitRate(target, pastMean);
  return {
    metrics: {
      mae: mae(target, value),
      rmse: rmse(target, value),
      r2: pastMean === null ? null : finite(r2OutOfSample(target, value, pastMean)),
      hit_rate: hits?.rate ?? null,
      hit_rows: hits?.rows ?? 0,
      majority_share: hits?.majority ?? null,
      mean_hit_rate: baseline?.rate ?? null,
      spearman: target.length < 2 ? null : finite(sampleRankCorrelation(Array.from(target), Array.from(value))),
    },
    calibration: [],
    notes: ["Hit rate: rows without P&L have no direction and are left out; a prediction of exactly 0 is a miss."],
  };
}

/** brier, base_brier (of the past base rate), log_loss, auc, base_rate, events. */
function probabilityMetrics(
  {day, value, target}: ComparedRows,
  pastMean: Float64Array | null,
  level: number,
): SkillMetrics {
  const {bins} = reliabilityDiagram({outcome: target, probability: value, day, level});
  return {
    metrics: {
      brier: brier(target, value),
      base_brier: pastMean === null ? null : brier(target, pastMean),
      log_loss: logLoss(target, value),
      auc: auc(target, value),
      base_rate: meanOf(target),
      events: target.reduce((sum, o) => sum + o, 0),
    },
    calibration: bins.map(({predicted, observed, lower, upper, n}) => ({predicted, observed, lower, upper, n})),
    notes: ["Calibration intervals (Wilson) count rows of one day for less, by as much as they move together."],
  };
}

/** pinball, coverage (share of rows below), exceedances, expected_exceedances, kupiec_statistic, kupiec_p; coverage by fold. */
function quantileMetrics({day, value, net, fold}: ComparedRows, tau: number, level: number): SkillMetrics {
  const breach = Float64Array.from(net, (y, i) => (y < value[i] ? 1 : 0));
  const breaches = breach.reduce((sum, b) => sum + b, 0);
  const test = kupiecTest(net.length, breaches, tau);
  const folds = [...new Set(fold)].filter((k) => k >= 0).sort((a, b) => a - b);
  const notes = [
    "Kupiec's test takes rows as independent; traders who breach on the same day make its p-value too small.",
  ];
  if (test.coverage > 0.5 && tau < 0.5)
    notes.push("Most rows lie below it: is it written as a positive loss? A value at risk is on the scale of net P&L.");
  return {
    metrics: {
      pinball: meanOf(lossOf(pinballLoss(tau), net, value)),
      coverage: test.coverage,
      exceedances: breaches,
      expected_exceedances: tau * net.length,
      kupiec_statistic: test.statistic,
      kupiec_p: test.p,
    },
    calibration: folds.map((k) => {
      const rows = Int32Array.from(fold.keys()).filter((i) => fold[i] === k);
      const mine = rows.map((i) => breach[i]);
      const n = rows.length;
      const below = mine.reduce((sum, b) => sum + b, 0);
      const effective =
        n /
        designEffect(
          rows.map((i) => day[i]),
          mine,
        );
      const [lower, upper] = wilsonInterval((below / n) * effective, effective, level);
      return {predicted: tau, observed: below / n, lower, upper, n};
    }),
    notes,
  };
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
