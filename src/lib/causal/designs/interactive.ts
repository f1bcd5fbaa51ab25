import {pick as pickRows} from "../../models/index.ts";
import {thousands} from "../../numeric/index.ts";
import {fitIrm, type IrmFit, irmFromPredictions} from "../dml/index.ts";
import {clustersOf} from "../estimate-interventions.ts";
import {inference} from "../inference/index.ts";
import {isRefusal, type LimitSample, withTrader} from "../limit-sample.ts";
import {
  balance,
  balancingWeights,
  effectiveSampleSize,
  propensityHistogram,
  type Trimming,
  trimCrump,
} from "../overlap/index.ts";
import type {Assumption} from "../types.ts";
import {counted, percent} from "../words.ts";
import {adjustmentAssumptions, atRiskSample, needsLimits, sampleWords} from "./adjusted.ts";
import type {OverlapFigure} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {weightedTruth} from "./truth.ts";
import type {DesignContext, DesignIdentity, DesignReport} from "./types.ts";

/** A standardised difference that weights leave is taken out by regression, which can be trusted up to this (Rubin 2001). */
const balanced = 0.25;
const clip = 0.01;

/** Cross-fitted nuisances of the trader-days at risk, once for both targets. */
export function interactiveFit(
  sample: LimitSample,
  {learners, seed, fits = {}}: Pick<DesignContext, "learners" | "seed" | "fits">,
): IrmFit {
  const {y, treated: d, day, folds, trader} = sample;
  fits.interactive ??= fitIrm({
    ...{y, d, day, folds, seed, clip},
    x: withTrader(sample.x, trader),
    learners: {outcome: learners.outcome, treatment: learners.propensity},
    labels: {trader},
  });
  return fits.interactive;
}

/**
 * Augmented inverse propensity weighting, trimmed by the rule of Crump, Hotz, Imbens and Mitnik (2009): the mean effect on all rows
 * kept, or on those of them that got a limit.
 */
export function interactive(identity: DesignIdentity, target: "ate" | "att", context: DesignContext): DesignReport {
  const sample = atRiskSample(context);
  if (isRefusal(sample)) return refused(identity, sample);
  return attempt(identity, needsLimits, () => {
    const {level, truth, learners} = context;
    const {y, treated: d, day, trader, x, folds} = sample;
    const whole = interactiveFit(sample, context);
    const trimming = trimCrump(whole.propensity, d);
    const kept = Int32Array.from(d.keys()).filter((i) => trimming.keep[i] === 1);
    const pick = (values: Float64Array) => pickRows(values, kept);
    const label = (values: Int32Array) => kept.map((i) => values[i]);
    const own = {d: pick(d), propensity: pick(whole.propensity), trader: label(trader)};
    const fit = irmFromPredictions(
      pick(y),
      own.d,
      {outcome0: pick(whole.outcome0), outcome1: pick(whole.outcome1), propensity: own.propensity},
      {target, clip, labels: {day: label(day), trader: own.trader}},
    );
    const {cluster} = clustersOf(own);
    const found = inference(fit, {cluster, level});
    const rows = kept.map((i) => sample.rows[i]);
    const weights = balancingWeights(own.propensity, own.d, target);
    const covariates = () => ({...x, rows: kept.length, columns: x.columns.map(pick)});
    const balances = context.estimateOnly
      ? []
      : balance(covariates(), own.d, weights).map(({name, before, after}) => ({name, before, after}));
    const overlap = overlapFigure(whole.propensity, d, trimming, own.d, weights);
    const who = target === "ate" ? "all trader-days compared" : "the trader-days that got a limit";
    return estimated(identity, {
      estimate: estimateOf(found, kept.length),
      truth: truth && weightedTruth(rows, truth, (_, k) => (target === "ate" ? 1 : own.d[k])),
      card: {
        words:
          `Mean change of the day's net P&L that a limit ${target === "ate" ? "would make" : "made"} on ${who}, among trader-days ` +
          "after the trader's first limit whose chance of a limit is neither near 0 nor near 1",
        symbols: target === "ate" ? "θ = E[Y(1) − Y(0) | X kept]" : "θ = E[Y(1) − Y(0) | D = 1, X kept]",
        unit: "Study currency a limited trader-day",
        sample: `${sampleWords({y: pick(y), treated: own.d, trader: own.trader}, " after the trader's first limit")}; ${trimmedWords(trimming)}`,
        method:
          `Double machine learning, interactive (augmented inverse propensity weighting): ${learners.outcome.label} for P&L with and ` +
          `without a limit, ${learners.propensity.label} for the chance of one, traders as indicators, cross-fitted on ${folds.length} ` +
          `blocks of days; standard error ${found.method}`,
        assumptions: [
          overlapAssumption(overlap, trimming),
          balanceAssumption(balances),
          ...adjustmentAssumptions(x.names.length),
        ],
      },
      figures: {overlap, balance: balances},
    });
  });
}

function overlapFigure(
  propensity: Float64Array,
  d: Float64Array,
  {alpha, kept}: Trimming,
  keptD: Float64Array,
  weights: Float64Array,
): OverlapFigure {
  const {edges, treated, untreated} = propensityHistogram(propensity, d, 25);
  const arm = (value: number) => effectiveSampleSize(weights.filter((_, i) => keptD[i] === value));
  return {
    edges: [...edges],
    treated: [...treated],
    untreated: [...untreated],
    alpha,
    kept,
    dropped: d.length - kept,
    effective: {treated: arm(1), untreated: arm(0)},
  };
}

function trimmedWords({alpha, droppedTreated, droppedUntreated}: Trimming): string {
  return droppedTreated + droppedUntreated === 0
    ? "none left out for its chance of a limit"
    : `left out by the rule of Crump and others (chance of a limit below ${percent(alpha)} or above ${percent(1 - alpha)}): ` +
        `${thousands(droppedTreated)} with a limit, ${thousands(droppedUntreated)} without`;
}

function overlapAssumption({effective, dropped, kept}: OverlapFigure, {alpha}: Trimming): Assumption {
  const enough = effective.treated >= 30 && effective.untreated >= 30;
  return {
    name: "Overlap",
    status: enough ? "checked" : "failed",
    evidence:
      `Of ${counted(kept + dropped, "trader-day")} ${thousands(dropped)} are left out, their chance of a limit being below ${percent(alpha)} or above ` +
      `${percent(1 - alpha)}; with their weights the others tell as much as ${thousands(effective.treated)} limited and ` +
      `${thousands(effective.untreated)} free trader-days of equal weight (at least 30 of each needed).`,
  };
}

function balanceAssumption(rows: readonly {name: string; before: number | null; after: number | null}[]): Assumption {
  const worst = (key: "before" | "after") => rows.reduce((most, r) => Math.max(most, Math.abs(r[key] ?? 0)), 0);
  return {
    name: "Balance of what was known before",
    status: worst("after") <= balanced ? "checked" : "failed",
    evidence:
      `The largest standardised difference of a feature between limited and free trader-days is ${worst("before").toFixed(2)} ` +
      `before weighting and ${worst("after").toFixed(2)} after; the regression takes out what is left, and can be trusted to up to ${balanced}.`,
  };
}
