import {dayBlockFolds} from "../dml/index.ts";
import {clustersOf} from "../estimate-interventions.ts";
import {bestLinearProjection, crossFitEffects, empiricalBayes, rankWeightedEffect} from "../heterogeneity/index.ts";
import {inference} from "../inference/index.ts";
import {type LimitSample, withTrader} from "../limit-sample.ts";
import type {Assumption} from "../types.ts";
import {money, pWords} from "../words.ts";
import type {TraderEffects} from "./figures.ts";
import {interactiveFit} from "./interactive.ts";
import {ownEffects, traderFit} from "./trader-effects.ts";
import type {DesignContext} from "./types.ts";

/**
 * Each block of days is predicted from effects that were found on the other blocks alone, nuisances included, and set against its own
 * doubly robust signals.
 */
export function rankingOf(sample: LimitSample, context: DesignContext): TraderEffects["ranking"] {
  const {learners, seed, level} = context;
  const predicted = new Float64Array(sample.y.length).fill(Number.NaN);
  try {
    for (const {train, test} of sample.folds) {
      const part = subset(sample, train);
      const own = ownEffects(part, traderFit(part, {learners, seed})); // not the fit of all days
      const {effects} = empiricalBayes(own.estimates, own.standardErrors);
      for (const i of test) {
        const k = own.labels.indexOf(sample.trader[i]);
        if (k >= 0) predicted[i] = effects[k].shrunk;
      }
    }
    const {propensity, signal} = interactiveFit(sample, context);
    // Traders without an effect of their own, and days without a choice, are not ranked.
    const rows = Int32Array.from(predicted.keys()).filter(
      (i) => !Number.isNaN(predicted[i]) && propensity[i] > 0.02 && propensity[i] < 0.98,
    );
    const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
    const labels = {day: rows.map((i) => sample.day[i]), trader: rows.map((i) => sample.trader[i])};
    const guess = pick(predicted);
    const centre = guess.reduce((sum, v) => sum + v, 0) / guess.length;
    const {cluster} = clustersOf({trader: labels.trader});
    const [, slope] = bestLinearProjection(pick(signal), {
      columns: [guess.map((v) => v - centre)],
      names: ["predicted effect"],
      ...{cluster, labels, level},
    }).terms;
    const ranked = (priority: Float64Array) => {
      const autoc = inference(rankWeightedEffect(pick(signal), priority, {labels}), {cluster, level});
      return {autoc: autoc.estimate, autocInterval: autoc.interval, pAutoc: autoc.p};
    };
    return {
      slope: slope.estimate,
      slopeInterval: slope.interval,
      pSlope: slope.p,
      ...ranked(guess),
      n: rows.length,
      byFeatures: (["dr", "r"] as const).flatMap((method) => {
        const found = effectsByFeatures(sample, context, method);
        return found === null ? [] : [{method, ...ranked(pick(found))}];
      }),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/**
 * Effects of all days by what was known of them, from models of other blocks of days, nuisances included (nested cross-fitting); null
 * where a learner finds too little of either kind of day, or says the same of all.
 */
function effectsByFeatures(
  {y, treated: d, x, trader, day, folds}: LimitSample,
  {learners, seed}: DesignContext,
  method: "dr" | "r",
): Float64Array | null {
  try {
    const effects = crossFitEffects({
      ...{y, d, day, folds, seed, method, clip: 0.02},
      x: withTrader(x, trader),
      effectX: x,
      inner: (days) => dayBlockFolds(days, 3, 5),
      // The linear learner of the chance, clipped: doubly robust signals forgive it, and it is four times as fast as a logistic one.
      learners: {outcome: learners.outcome, treatment: learners.treatment, effect: learners.outcome},
    });
    return new Set(effects).size > folds.length ? effects : null; // one constant a fold is no ranking
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function subset(sample: LimitSample, at: Int32Array): LimitSample {
  const day = at.map((i) => sample.day[i]);
  const pick = (values: Float64Array) => Float64Array.from(at, (i) => values[i]);
  return {
    ...sample,
    rows: at.map((i) => sample.rows[i]),
    y: pick(sample.y),
    treated: pick(sample.treated),
    trader: at.map((i) => sample.trader[i]),
    day,
    x: {...sample.x, rows: at.length, columns: sample.x.columns.map(pick)},
    folds: dayBlockFolds(day, 3, 5),
  };
}

/** Whether effects found on some days tell who gains on others, in words. */
export function rankingAssumption(ranking: TraderEffects["ranking"], currency: string): Assumption {
  const name = "Effects of traders last";
  if (ranking === null)
    return {
      name,
      status: "not checkable",
      evidence: "Too few limits to find effects on some days and test them on others.",
    };
  const {slope, pSlope, autoc, pAutoc} = ranking;
  const holds = slope > 0 && pSlope < 0.05;
  return {
    name,
    status: holds ? "checked" : "failed",
    evidence:
      `Effects found on four fifths of the days predict those on the other fifth with slope ${slope.toFixed(2)} (1 would be perfect, ` +
      `${pWords(pSlope)}); those it ranks first gain ${money(autoc, currency)} more a limited day than all, on average over how many are picked (${pWords(pAutoc)})` +
      `${holds ? "" : ": it is not shown that anybody can tell whom limits help"}.`,
  };
}
