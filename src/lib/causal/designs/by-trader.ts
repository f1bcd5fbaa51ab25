import {empiricalBayes} from "../heterogeneity/index.ts";
import {fromStandardError} from "../inference/index.ts";
import {isRefusal} from "../limit-sample.ts";
import {adjustmentAssumptions, atRiskSample, needsLimits, sampleWords} from "./adjusted.ts";
import type {TraderEffects} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {limitsOf, minimumLimits, ownEffects, tellsOf, traderFit} from "./trader-effects.ts";
import {rankingAssumption, rankingOf} from "./trader-ranking.ts";
import {weightedTruth} from "./truth.ts";
import type {Design} from "./types.ts";

const identity = {
  id: "by-trader",
  title: "Trader by trader",
  question: "Whom do limits help, whom do they harm?",
  per: "limited day",
} as const;

export const minimumTraders = 4;

/**
 * Effects within traders (see `traderFit`) on days after each one's first limit, shrunk towards the desk by empirical Bayes (Morris
 * 1983), and two tests on days that the effects were not found on: best linear predictor (Chernozhukov, Demirer, Duflo and
 * Fernández-Val 2018) and rank-weighted effect (Yadlowsky and others 2021).
 */
export const design: Design = {
  ...identity,
  run(context) {
    const sample = atRiskSample(context);
    if (isRefusal(sample)) return refused(identity, sample);
    const {learners, level, truth, fits = {}} = context;
    const limits = limitsOf(sample);
    const enough = [...limits.values()].filter(tellsOf).length;
    if (enough < minimumTraders)
      return refused(identity, {
        reason: `${enough} traders have ${minimumLimits} limits or more after their first; how effects differ cannot be learnt from fewer than ${minimumTraders}.`,
        needs: `${minimumTraders} traders with at least ${minimumLimits} limited days each.`,
      });
    return attempt(identity, needsLimits, () => {
      const own = {...context, fits};
      const effects = ownEffects(sample, traderFit(sample, own));
      const bayes = empiricalBayes(effects.estimates, effects.standardErrors, {level});
      const rows = bayes.effects.map((shrunk, k) => {
        const trader = effects.labels[k];
        const days = sample.rows.filter((_, i) => sample.trader[i] === trader);
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
          truth: truth && weightedTruth(days, truth, (p) => p * (1 - p)),
        };
      });
      const known = rows.flatMap((r) => (r.truth === null ? [] : [r.truth]));
      const ranking = context.estimateOnly ? null : rankingOf(sample, own);
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
          sample: `${sampleWords(sample, " after the trader's first limit")}; ${rows.length} traders have ${minimumLimits} limits or more`,
          method:
            `Least squares within each trader of P&L on the limit, the chance of one (${learners.propensity.label}) and the P&L expected ` +
            `(${learners.outcome.label}), both cross-fitted on ${sample.folds.length} blocks of days; standard errors clustered by day; ` +
            "empirical Bayes (Morris 1983) with the variance between traders by restricted maximum likelihood",
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
