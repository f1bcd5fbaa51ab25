import {
  type AdoptionOutcomes,
  type Aggregation,
  aggregateEffects,
  effectBand,
  type GroupTimeFit,
  groupTimeEffects,
  type PreTrendTest,
  preTrendTest,
} from "../did/index.ts";
import {covariance, inference, standardErrors} from "../inference/index.ts";
import {counted, money, pWords} from "../words.ts";
import {
  type AdoptionSample,
  adoptionSample,
  adoptionWords,
  daysPerPeriod,
  enoughTraders,
  grid,
  meanFrom,
  panelAssumptions,
  panelUnit,
  pastPeriods,
  periodsAfter,
} from "./adoption.ts";
import type {EventStudyFigure} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import type {Design} from "./types.ts";

const identity = {
  id: "staggered-did",
  title: "Before and after, against the others",
  question: "How did traders change when they came under limits, compared with those who did not (yet)?",
  per: "day after adoption",
} as const;

const needs = "Traders who come under limits at different times, and traders free of limits over the same months.";

/** Group-time effects (Callaway and Sant'Anna 2021) by months of trading days, against traders not yet or never limited. */
export const design: Design = {
  ...identity,
  run(context) {
    const sample = adoptionSample(context);
    if ("reason" in sample) return refused(identity, sample);
    return attempt(identity, needs, () => {
      const {level, seed} = context;
      const panel = outcomesOf(sample, sample.outcome);
      const fit = within(groupTimeEffects(panel, {base: "universal"}));
      const overall = aggregateEffects(fit, "simple").overall;
      const found = inference(overall, {cluster: ["unit"], level});
      const study = aggregateEffects(fit, "dynamic");
      const trend = context.estimateOnly ? null : trendOf(study, level);
      const truths = sample.effect === null ? null : outcomesOf(sample, sample.effect).outcome;
      const truthOf = (effects: GroupTimeFit["effects"]) => (truths === null ? null : meanTruth(fit, effects, truths));
      const post = fit.effects.filter((e) => e.period >= e.cohort);
      const cohorts = new Set(post.map((e) => e.cohort)).size;
      const compared = Math.min(...post.map((e) => e.controls));
      return estimated(identity, {
        estimate: estimateOf(found, sample.traders.length, "traders"),
        truth: truthOf(post),
        card: {
          words:
            `Mean change of daily P&L over the month of the first limit and the ${periodsAfter} after it, of traders who came under limits, ` +
            "against what it would have been without",
          symbols: "θ = mean over g, t of E[Yₜ(g) − Yₜ(0) | G = g]",
          unit: panelUnit(sample, context.currency),
          sample: `${adoptionWords(sample)}. ${counted(cohorts, "month")} of first limits, ${post.length} comparisons of a month with the one before the first limit`,
          method: `Group-time effects (Callaway and Sant'Anna 2021) over months of ${daysPerPeriod} trading days, against traders not yet or never limited; standard error ${found.method.replace("unit", "trader")}, Student's t with ${found.degreesOfFreedom} degrees of freedom`,
          assumptions: [
            {
              name: "Parallel trends",
              status: trend === null ? "not checkable" : trend.p >= 0.05 ? "checked" : "failed",
              evidence: trendWords(trend, study, context.currency),
            },
            enoughTraders(sample, compared),
            ...panelAssumptions,
          ],
        },
        figures: {
          eventStudy: studyFigure(study, {level, seed}, (at) =>
            truthOf(fit.effects.filter((e) => e.period - e.cohort === at)),
          ),
        },
      });
    });
  },
};

/** Period means by trader, and the period of the first limit. */
function outcomesOf(sample: AdoptionSample, values: Float64Array): AdoptionOutcomes {
  const periods = Math.floor(sample.days / daysPerPeriod);
  const adoption = sample.adoption.map((day) => {
    const period = Math.floor(day / daysPerPeriod);
    return day < 0 || period >= periods ? -1 : period; // limited only in the last days, which make no whole period
  });
  return {
    outcome: grid(sample, values).map((series) =>
      Float64Array.from({length: periods}, (_, p) => meanFrom(series, p * daysPerPeriod, daysPerPeriod)),
    ),
    adoption,
  };
}

/** The periods near adoption: months long after say little of a limit and much of everything else. */
function within(fit: GroupTimeFit): GroupTimeFit {
  return {
    ...fit,
    effects: fit.effects.filter(
      ({cohort, period}) => period - cohort <= periodsAfter && period - cohort >= -pastPeriods - 1,
    ),
  };
}

/** Mean truth over the same cohorts and periods, cohorts weighted by their size. */
function meanTruth(
  {adoption}: GroupTimeFit,
  effects: GroupTimeFit["effects"],
  truths: readonly Float64Array[],
): number | null {
  let [sum, count] = [0, 0];
  for (const {cohort, period} of effects)
    adoption.forEach((g, i) => {
      if (g !== cohort) return;
      sum += truths[i][period];
      count++;
    });
  return count === 0 ? null : sum / count;
}

function trendOf(study: Aggregation, level: number): PreTrendTest | null {
  try {
    return preTrendTest(study, {level});
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function trendWords(trend: PreTrendTest | null, study: Aggregation, currency: string): string {
  const before = study.effects.filter((e) => e.at < -1).length;
  if (trend === null)
    return `Too few traders to test ${counted(before, "month")} before the first limit together. After it no data can show what would have been.`;
  const [, likely] = trend.power;
  return (
    `The ${counted(trend.times.length, "month")} before, tested together: ${pWords(trend.p)}. The check would find a drift of ` +
    `${money(Math.abs(likely.slope), currency)} a month four times in five; a smaller one could hide.`
  );
}

function studyFigure(
  study: Aggregation,
  {level, seed}: {level: number; seed: number},
  truthAt: (at: number) => number | null,
): EventStudyFigure {
  const errors = standardErrors(
    covariance(
      study.effects.map((e) => e.influence),
      {cluster: ["unit"]},
      {labels: study.overall.labels},
    ),
  );
  const band = errors.some((s) => s > 0) ? effectBand(study, {level, seed, draws: 4000}) : null;
  const points = study.effects.map(({at, theta}) => {
    const k = band?.at.indexOf(at) ?? -1;
    const interval = band !== null && k >= 0 ? ([band.lower[k], band.upper[k]] as const) : null;
    return {time: at, estimate: theta, interval, truth: at >= 0 ? truthAt(at) : null};
  });
  const base = {time: -1, estimate: 0, interval: null, truth: null};
  return {daysPerPeriod, level, points: [...points, base].sort((a, b) => a.time - b.time)};
}
