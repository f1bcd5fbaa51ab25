import type {Learner} from "../../models/index.ts";
import {stream} from "../../numeric/index.ts";
import {
  clusterFolds,
  contrast,
  dayBlockFolds,
  fitDose,
  fitIivm,
  fitIrm,
  fitMultiValued,
  fitPliv,
  fitPlr,
  randomFolds,
  repeatedDayBlocks,
} from "../dml/index.ts";
import {covariance, type InferenceOptions, inference, jointInference, medianOfRepeats} from "../inference/index.ts";
import {type KnownTruthCase, normalIntervals, single} from "./coverage.ts";
import {
  binaryInstrumentDesign,
  doseDesign,
  interactiveDesign,
  linearInstrumentDesign,
  multiValuedDesign,
  partiallyLinearDesign,
} from "./designs.ts";
import {type PanelDesignOptions, panelDesign} from "./panel-designs.ts";

/** Learners of the nuisances: a mean and a probability that are right for linear means and logistic probabilities. */
export interface KnownTruthLearners {
  readonly mean: Learner;
  readonly probability: Learner;
  /** Right for the outcome of the dose design: linear in x, the dose, its square and its products with x. */
  readonly doseMean: Learner;
}

/** Double machine learning under its own assumptions, each estimator on a classic design. */
export function dmlCases(learners: KnownTruthLearners): KnownTruthCase[] {
  const {mean, probability} = learners;
  const rows = (n: number, seed: number) => ({
    day: Int32Array.from({length: n}, (_, i) => i),
    folds: randomFolds(n, 5, stream(seed, "folds")),
    seed,
  });
  const linear = {outcome: mean, treatment: mean, instrument: mean};
  const binary = {outcome: mean, treatment: probability, instrument: probability};
  const classic = "Chernozhukov et al. 2018, 20 features";
  const belloni = "Belloni et al. 2017, effects that differ, 20 features";
  const plr = (score: "partialling-out" | "iv-type", n: number): KnownTruthCase => ({
    method: `partially linear, ${score}`,
    design: classic,
    n,
    run(seed) {
      const {truth, ...sample} = partiallyLinearDesign(n, seed);
      return single(truth, inference(fitPlr({...sample, ...rows(n, seed), learners: linear, score})));
    },
  });
  const irm = (target: "ate" | "att", n: number, normalise = false): KnownTruthCase => ({
    method: `interactive, ${target === "ate" ? "all" : "the treated"}${normalise ? ", normalised weights" : ""}`,
    design: belloni,
    n,
    run(seed) {
      const {truth, truthTreated, ...sample} = interactiveDesign(n, seed);
      const fit = fitIrm({...sample, ...rows(n, seed), learners: binary, target, normalise});
      return single(target === "ate" ? truth : truthTreated, inference(fit));
    },
  });
  return [
    plr("partialling-out", 500),
    plr("iv-type", 500),
    irm("ate", 1000),
    irm("ate", 1000, true),
    irm("att", 1000),
    {
      method: "partially linear, instrument",
      design: "after Chernozhukov, Hansen and Spindler 2015, 10 features",
      n: 500,
      run(seed) {
        const {truth, ...sample} = linearInstrumentDesign(500, seed);
        return single(truth, inference(fitPliv({...sample, ...rows(500, seed), learners: linear})));
      },
    },
    {
      method: "interactive, instrument (local average effect)",
      design: "0/1 instrument with always- and never-takers, 10 features",
      n: 1000,
      run(seed) {
        const {truth, ...sample} = binaryInstrumentDesign(1000, seed);
        return single(truth, inference(fitIivm({...sample, ...rows(1000, seed), learners: binary})));
      },
    },
    multiValuedCase(binary, rows),
    ...[false, true].map((joint) => doseCase(learners, rows, joint)),
  ];
}

type Rows = (n: number, seed: number) => {day: Int32Array; folds: ReturnType<typeof randomFolds>; seed: number};

function multiValuedCase(learners: {outcome: Learner; treatment: Learner}, rows: Rows): KnownTruthCase {
  const n = 1200;
  return {
    method: "four levels of treatment, against normal",
    design: "multinomial choice, 5 features",
    n,
    run(seed) {
      const {truths, ...sample} = multiValuedDesign(n, seed);
      const fit = fitMultiValued({...sample, ...rows(n, seed), learners});
      const found = [0, 1, 3].map((l) => inference(contrast(fit, sample.levels[l], "normal")));
      return {
        truth: [0, 1, 3].map((l) => truths[l] - truths[2]),
        estimate: found.map((f) => f.estimate),
        standardError: found.map((f) => f.standardError),
        lower: found.map((f) => f.interval[0]),
        upper: found.map((f) => f.interval[1]),
      };
    },
  };
}

/** The curve at five doses: each by its own interval, or all at once by the uniform band. */
function doseCase({mean, doseMean}: KnownTruthLearners, rows: Rows, joint: boolean): KnownTruthCase {
  const n = 1000;
  const points = [-0.8, -0.4, 0, 0.4, 0.8];
  return {
    method: `continuous dose, ${joint ? "uniform band of the curve" : "curve at five doses"}`,
    design: "after Colangelo and Lee 2020, 5 features",
    n,
    run(seed) {
      const {truth, ...sample} = doseDesign(n, seed);
      const learners = {outcome: doseMean, dose: mean};
      const fit = fitDose({...sample, ...rows(n, seed), learners, points, gridSize: 40});
      const found = covariance(fit.influences);
      const band = jointInference(fit.curve, found, {seed, draws: 2000});
      const truths = points.map(truth);
      const estimates = {truth: truths, estimate: fit.curve, standardError: band.standardErrors};
      if (!joint) return {...estimates, ...normalIntervals(fit.curve, band.standardErrors)};
      return {
        ...estimates,
        lower: band.lower,
        upper: band.upper,
        held: truths.every((t, j) => band.lower[j] <= t && t <= band.upper[j]),
      };
    },
  };
}

/** Standard errors under dependence: the partially linear fit on panels of traders and days, each with what is right for it. */
export function dependenceCases({mean}: Pick<KnownTruthLearners, "mean">): KnownTruthCase[] {
  const learners = {outcome: mean, treatment: mean};
  const panel = (
    method: string,
    options: PanelDesignOptions,
    how: InferenceOptions,
    split: "blocks" | "traders" = "blocks",
  ): KnownTruthCase => ({
    method: `partially linear, ${method}`,
    design: `${options.traders} traders × ${options.days} days, common to a day ${options.dayShare}, to a trader ${options.traderShare}, persistence ${options.persistence}`,
    n: options.traders * options.days,
    run(seed: number) {
      const {truth, trader, ...sample} = panelDesign(seed, options);
      const folds =
        split === "blocks" ? dayBlockFolds(sample.day, 5, 1) : clusterFolds(trader, 5, stream(seed, "trader folds"));
      const fit = fitPlr({...sample, folds, seed, learners, labels: {trader}});
      return single(truth, inference(fit, how));
    },
  });
  const base = {traders: 10, days: 100, dayShare: 0, traderShare: 0, persistence: 0};
  return [
    panel("heteroskedastic errors", base, {}),
    panel("clustered by day", {...base, dayShare: 0.3}, {cluster: ["day"]}),
    panel("clustered by trader", {...base, traders: 40, days: 20, traderShare: 0.3}, {cluster: ["trader"]}, "traders"),
    {
      ...panel(
        "clustered by day and trader, jackknife",
        {...base, traders: 30, days: 30, dayShare: 0.2, traderShare: 0.2},
        {cluster: ["day", "trader"], smallSample: "jackknife"},
      ),
      strained: "Thirty clusters each way are few: the error of a two-way clustered error is itself large.",
    },
    panel(
      "clustered by day and trader, jackknife",
      {...base, traders: 40, days: 40, dayShare: 0.2, traderShare: 0.2},
      {cluster: ["day", "trader"], smallSample: "jackknife"},
    ),
    panel(
      "Driscoll-Kraay",
      {...base, traders: 5, days: 400, dayShare: 0.4, persistence: 0.3},
      {serial: {time: "day", kernel: "quadratic-spectral", bandwidth: "andrews"}},
    ),
    {
      method: "partially linear, clustered by day, median of 5 splits",
      design: "10 traders × 100 days, common to a day 0.3",
      n: 1000,
      run(seed) {
        const {truth, trader: _, ...sample} = panelDesign(seed, {...base, dayShare: 0.3});
        const fits = repeatedDayBlocks(sample.day, {folds: 5, gap: 1, repeats: 5}).map((folds) =>
          inference(fitPlr({...sample, folds, seed, learners}), {cluster: ["day"]}),
        );
        return single(truth, medianOfRepeats(fits));
      },
    },
  ];
}
