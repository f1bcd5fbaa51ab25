import {dayBlockFolds, type IrmFit, type PlrFit} from "../dml/index.ts";
import {clustersOf} from "../estimate-interventions.ts";
import {fitLimits, fittedLimits} from "../fitted-limits.ts";
import {
  bestLinearProjection,
  crossFitEffects,
  empiricalBayes,
  groupEffects,
  rankWeightedEffect,
} from "../heterogeneity/index.ts";
import {fromStandardError, inference} from "../inference/index.ts";
import {type LimitSample, withTrader} from "../limit-sample.ts";
import {money, pWords} from "../words.ts";
import {adjustmentAssumptions, needsLimits, sampleWords} from "./adjusted.ts";
import {interactiveFit} from "./interactive.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {weightedTruth} from "./truth.ts";
import type {Design, DesignContext, TraderEffects} from "./types.ts";

const identity = {
  id: "by-trader",
  title: "Trader by trader",
  question: "Whom do limits help, whom do they harm?",
  per: "limited day",
} as const;

/** Fewer limits than this tell nothing of a trader by himself. */
export const minimumLimits = 10;
export const minimumTraders = 4;

/**
 * Effects within traders from the partially linear fit's scores, shrunk towards the desk by empirical Bayes (Morris 1983), and two
 * tests on days that the effects were not found on: best linear predictor (Chernozhukov, Demirer, Duflo and Fernández-Val 2018)
 * and rank-weighted effect (Yadlowsky and others 2021).
 */
export const design: Design = {
  ...identity,
  run(context) {
    const fitted = fittedLimits(context);
    if ("reason" in fitted) return refused(identity, fitted);
    const {sample, fit} = fitted;
    const {level, truth} = context;
    const limits = limitsOf(sample);
    const enough = [...limits.values()].filter((n) => n.limited >= minimumLimits && n.limited < n.rows).length;
    if (enough < minimumTraders)
      return refused(identity, {
        reason: `${enough} traders have ${minimumLimits} limits or more; how effects differ cannot be learnt from fewer than ${minimumTraders}.`,
        needs: `${minimumTraders} traders with at least ${minimumLimits} limited days each.`,
      });
    return attempt(identity, needsLimits, () => {
      const effects = ownEffects(sample, fit);
      const bayes = empiricalBayes(effects.estimates, effects.standardErrors, {level});
      const rows = bayes.effects.map((shrunk, k) => {
        const trader = effects.labels[k];
        const own = sample.rows.filter((_, i) => sample.trader[i] === trader);
        const raw = fromStandardError(shrunk.raw, shrunk.standardError, effects.degreesOfFreedom, level);
        return {
          trader,
          rows: limits.get(trader)!.rows,
          limited: limits.get(trader)!.limited,
          raw: shrunk.raw,
          standardError: shrunk.standardError,
          rawInterval: raw.interval,
          shrunk: shrunk.shrunk,
          interval: shrunk.interval,
          borrowed: shrunk.weightOfDesk,
          truth: truth && weightedTruth(own, truth, (p) => p * (1 - p)),
        };
      });
      const known = rows.flatMap((r) => (r.truth === null ? [] : [r.truth]));
      const ranking = context.estimateOnly ? null : rankingOf(sample, context);
      const figures: TraderEffects = {
        mean: bayes.mean,
        meanStandardError: bayes.meanStandardError,
        tau: bayes.tau,
        iSquared: bayes.iSquared,
        rows,
        leftOut: effects.leftOut,
        ranking,
      };
      const mean = fromStandardError(bayes.mean, bayes.meanStandardError, rows.length - 1, level);
      return estimated(identity, {
        estimate: estimateOf(mean, rows.length, "traders"),
        truth: known.length === rows.length && rows.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : null,
        card: {
          words:
            "Mean over traders of the effect of a limit on the trader's day; each trader's own effect stands in the table, raw and " +
            "shrunk towards this mean by as much as its own days leave open",
          symbols: "μ = E[θᵢ], θᵢ = E[Cov(Y, D | X) | i] / E[Var(D | X) | i]",
          unit: "Study currency a limited trader-day",
          sample: `${sampleWords(sample, "")}; ${rows.length} traders have ${minimumLimits} limits or more`,
          method:
            "Group effects from the scores of the adjusted comparison, standard errors clustered by day; empirical Bayes (Morris 1983) " +
            "with the variance between traders by restricted maximum likelihood",
          assumptions: [
            {
              name: "Traders' errors are independent given their effects",
              status: "not checkable",
              evidence:
                "A shock that all traders share on a day would move all their estimates together and make the mean look surer than it is.",
            },
            rankingAssumption(ranking, context.currency),
            ...adjustmentAssumptions(sample.x.names.length),
          ],
        },
        figures: {traders: figures},
      });
    });
  },
};

function limitsOf({trader, treated}: LimitSample): Map<number, {rows: number; limited: number}> {
  const counts = new Map<number, {rows: number; limited: number}>();
  trader.forEach((t, i) => {
    const own = counts.get(t) ?? {rows: 0, limited: 0};
    own.rows++;
    own.limited += treated[i];
    counts.set(t, own);
  });
  return counts;
}

/** Effects of traders with limits enough, on the rows given (default all); the rest are left out with the reason. */
function ownEffects(
  sample: LimitSample,
  fit: Pick<PlrFit, "theta" | "scoreA" | "scoreB" | "influence" | "score">,
  rows?: Int32Array,
) {
  const {trader, day} = sample;
  const use = rows ?? Int32Array.from(trader.keys());
  const pick = (values: Float64Array) => Float64Array.from(use, (i) => values[i]);
  const ids = use.map((i) => trader[i]);
  const limited = new Map<number, number>();
  for (const i of use) limited.set(trader[i], (limited.get(trader[i]) ?? 0) + sample.treated[i]);
  const found = groupEffects(
    {
      theta: fit.theta,
      scoreA: pick(fit.scoreA),
      scoreB: pick(fit.scoreB),
      score: pick(fit.score),
      influence: pick(fit.influence),
    },
    {by: ids, dependence: {cluster: use.map((i) => day[i])}},
  );
  const kept = Int32Array.from(found.labels.keys()).filter((k) => limited.get(found.labels[k])! >= minimumLimits);
  return {
    labels: kept.map((k) => found.labels[k]),
    estimates: Float64Array.from(kept, (k) => found.estimates[k]),
    standardErrors: Float64Array.from(kept, (k) => found.standardErrors[k]),
    degreesOfFreedom: found.covariance.degreesOfFreedom,
    leftOut: [
      ...found.leftOut.map(({label, rows: n, reason}) => ({trader: label, rows: n, reason})),
      ...Array.from(found.labels.keys())
        .filter((k) => !kept.includes(k))
        .map((k) => ({
          trader: found.labels[k],
          rows: found.counts[k],
          reason: `${limited.get(found.labels[k])} limits; ${minimumLimits} are needed`,
        })),
    ].sort((a, b) => a.trader - b.trader),
  };
}

/**
 * Each block of days is predicted from effects that were found on the other blocks alone, nuisances included, and set against its own
 * doubly robust signals.
 */
function rankingOf(sample: LimitSample, context: DesignContext): TraderEffects["ranking"] {
  const {learners, seed, level} = context;
  const predicted = new Float64Array(sample.y.length).fill(Number.NaN);
  try {
    for (const {train, test} of sample.folds) {
      const part = subset(sample, train);
      const fit = fitLimits(part, learners, seed);
      if ("reason" in fit) return null;
      const own = ownEffects(part, fit);
      const {effects} = empiricalBayes(own.estimates, own.standardErrors);
      for (const i of test) {
        const k = own.labels.indexOf(sample.trader[i]);
        if (k >= 0) predicted[i] = effects[k].shrunk;
      }
    }
    const fit: IrmFit = interactiveFit(sample, {learners, seed}); // not the one of days at risk
    // Traders without an effect of their own, and days without a choice, are not ranked.
    const rows = Int32Array.from(predicted.keys()).filter(
      (i) => !Number.isNaN(predicted[i]) && fit.propensity[i] > 0.02 && fit.propensity[i] < 0.98,
    );
    const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
    const labels = {day: rows.map((i) => sample.day[i]), trader: rows.map((i) => sample.trader[i])};
    const guess = pick(predicted);
    const centre = guess.reduce((sum, v) => sum + v, 0) / guess.length;
    const {cluster} = clustersOf({trader: labels.trader});
    const [, slope] = bestLinearProjection(pick(fit.signal), {
      columns: [guess.map((v) => v - centre)],
      names: ["predicted effect"],
      ...{cluster, labels, level},
    }).terms;
    const ranked = (priority: Float64Array) => {
      const autoc = inference(rankWeightedEffect(pick(fit.signal), priority, {labels}), {cluster, level});
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
      learners: {
        outcome: learners.outcome,
        treatment: method === "dr" ? learners.propensity : learners.treatment,
        effect: learners.outcome,
      },
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

function rankingAssumption(ranking: TraderEffects["ranking"], currency: string) {
  const name = "Effects of traders last";
  if (ranking === null)
    return {
      name,
      status: "not checkable" as const,
      evidence: "Too few limits to find effects on some days and test them on others.",
    };
  const {slope, pSlope, autoc, pAutoc} = ranking;
  const holds = slope > 0 && pSlope < 0.05;
  return {
    name,
    status: holds ? ("checked" as const) : ("failed" as const),
    evidence:
      `Effects found on four fifths of the days predict those on the other fifth with slope ${slope.toFixed(2)} (1 would be perfect, ` +
      `${pWords(pSlope)}); those it ranks first gain ${money(autoc, currency)} more a limited day than all, on average over how many are picked (${pWords(pAutoc)})` +
      `${holds ? "" : ": it is not shown that anybody can tell whom limits help"}.`,
  };
}
