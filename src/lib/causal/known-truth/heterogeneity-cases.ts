import {stream} from "../../numeric/index.ts";
import {fitIrm, randomFolds} from "../dml/index.ts";
import {
  bestLinearProjection,
  calibrationTest,
  empiricalBayes,
  groupEffects,
  rankWeightedEffect,
} from "../heterogeneity/index.ts";
import {inference, jointInference} from "../inference/index.ts";
import {doublyRobustValue, gainOverLogged, ipsValue, ruleValue, selfNormalisedValue} from "../policy-value/index.ts";
import {type KnownTruthCase, normalIntervals, single} from "./coverage.ts";
import type {KnownTruthLearners} from "./dml-cases.ts";
import {loggedDesign, rankedDesign, traderEffectsDesign} from "./panel-designs.ts";

/** Heterogeneity of effects and the value of acting on it. */
export function heterogeneityCases({mean, probability}: KnownTruthLearners): KnownTruthCase[] {
  const n = 1000;
  const design = "effect x₁ of uniform x₁, treatment randomised";
  const fitOf = (seed: number) => {
    const {autoc, qini, ...sample} = rankedDesign(n, seed);
    const fit = fitIrm({
      ...sample,
      day: Int32Array.from({length: n}, (_, i) => i),
      folds: randomFolds(n, 5, stream(seed, "folds")),
      seed,
      learners: {outcome: mean, treatment: probability},
    });
    return {fit, autoc, qini, x1: sample.x.columns[0]};
  };
  const of = (
    method: string,
    run: (found: ReturnType<typeof fitOf>, seed: number) => ReturnType<KnownTruthCase["run"]>,
  ) => ({
    method,
    design,
    n,
    run: (seed: number) => run(fitOf(seed), seed),
  });
  return [
    of("best linear projection, slope", ({fit, x1}) =>
      single(1, bestLinearProjection(fit.signal, {columns: [x1.map((v) => v - 0.5)], names: ["x1"]}).terms[1]),
    ),
    of("calibration slope of predictions that are twice too steep", ({fit, x1}) =>
      single(0.5, calibrationTest(fit, {predicted: x1.map((v) => 2 * v)}).slope),
    ),
    of("group effects, joint band of four", ({fit, x1}, seed) => {
      const by = Int32Array.from(x1, (v) => Math.floor(4 * v));
      const {estimates, covariance} = groupEffects(fit, {by});
      const band = jointInference(estimates, covariance, {seed, draws: 2000});
      const truth = Array.from(estimates, (_, g) => (g + 0.5) / 4);
      const held = truth.every((t, g) => band.lower[g] <= t && t <= band.upper[g]);
      return {
        truth,
        estimate: estimates,
        standardError: band.standardErrors,
        lower: band.lower,
        upper: band.upper,
        held,
      };
    }),
    of("rank-weighted effect, AUTOC", ({fit, x1, autoc}) =>
      single(autoc, inference(rankWeightedEffect(fit.signal, x1))),
    ),
    of("rank-weighted effect, QINI", ({fit, x1, qini}) =>
      single(qini, inference(rankWeightedEffect(fit.signal, x1, {weight: "qini"}))),
    ),
    of("value of a rule over treating the same share at random", ({fit, x1}) =>
      single(
        0.125,
        inference(
          ruleValue(
            fit,
            x1.map((v) => (v > 0.5 ? 1 : 0)),
          ).overRandom,
        ),
      ),
    ),
    {
      method: "empirical Bayes, traders' intervals",
      design: "30 traders, effects N(5, 4²), standard errors 2 to 8",
      n: 30,
      run(seed) {
        const {truths, estimates, standardErrors} = traderEffectsDesign(seed, 30);
        const {effects} = empiricalBayes(estimates, standardErrors);
        const estimate = effects.map((e) => e.shrunk);
        const standardError = effects.map((e) => e.posteriorSd);
        return {truth: truths, estimate, standardError, ...normalIntervals(estimate, standardError)};
      },
    },
  ];
}

/** Off-policy evaluation of a desk that randomised. */
export function offPolicyCases(): KnownTruthCase[] {
  const n = 1000;
  const design = "five states, three actions, known propensities";
  type Logged = ReturnType<typeof loggedDesign>;
  const of = (method: string, run: (log: Logged) => ReturnType<KnownTruthCase["run"]>): KnownTruthCase => ({
    method: `off-policy value, ${method}`,
    design,
    n,
    run: (seed) => run(loggedDesign(n, seed)),
  });
  return [
    of("inverse propensity", (log) => single(log.truth, inference(ipsValue(log, log.policy)))),
    of("self-normalised", (log) => single(log.truth, inference(selfNormalisedValue(log, log.policy)))),
    of("doubly robust, outcomes mispredicted", (log) =>
      single(log.truth, inference(doublyRobustValue(log, log.policy, log.outcomes))),
    ),
    of("gain over what was done", (log) => {
      const value = doublyRobustValue(log, log.policy, log.outcomes);
      return single(log.truth - log.loggedValue, inference(gainOverLogged(value, log)));
    }),
  ];
}
