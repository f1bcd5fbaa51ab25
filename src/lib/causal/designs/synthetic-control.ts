import {
  type PlaceboInSpace,
  placeboInSpace,
  type StaggeredFit,
  type StaggeredInference,
  staggeredJackknife,
  staggeredPlacebo,
  staggeredSyntheticControl,
} from "../synthetic/index.ts";
import type {Assumption} from "../types.ts";
import {counted, percent} from "../words.ts";
import {
  type AdoptionSample,
  adoptionSample,
  adoptionWords,
  daysPerPeriod,
  enoughTraders,
  panelAssumptions,
  panelUnit,
  periodsAfter,
  periodsBefore,
} from "./adoption.ts";
import type {AdopterRow, DesignFigures, GapFigure} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {
  conformalOf,
  leaveOneDonorAssumption,
  otherWeights,
  placeboInTimeAssumption,
  weightsAssumption,
} from "./synthetic-checks.ts";
import {adopterTruths, adopterWindows} from "./synthetic-windows.ts";
import type {Design} from "./types.ts";

const identity = {
  id: "synthetic-control",
  title: "Synthetic control",
  question: "How did each trader who came under limits fare beside a blend of free traders that moved alike before?",
  per: "day after adoption",
} as const;

const needs = "Traders free of limits during the whole window of each adopter, active throughout it.";
const method = {method: "outcomes", demean: true} as const;

/** One demeaned synthetic control an adopter, pooled (Abadie, Diamond and Hainmueller 2010; Ferman and Pinto 2021). */
export const design: Design = {
  ...identity,
  run(context) {
    const sample = adoptionSample(context);
    if ("reason" in sample) return refused(identity, sample);
    return attempt(identity, needs, () => {
      const {level, seed} = context;
      const fit = staggeredSyntheticControl(adopterWindows(sample), {method});
      const found = inferenceOf(fit, {level, seed});
      const truths = adopterTruths(sample, fit.panel);
      const donors = new Set(fit.adopters.flatMap((a) => [...a.donors])).size;
      const checks = context.estimateOnly ? null : checksOf(sample, fit, {...found, currency: context.currency});
      const placebos = fit.adopters.map(({data}) => (data.donors.length >= 2 ? placeboInSpace(data, method) : null));
      return estimated(identity, {
        estimate: estimateOf({...found, estimate: found.att}, fit.adopters.length, "adopters"),
        truth: truths?.reduce((sum, v) => sum + v / truths.length, 0) ?? null,
        card: {
          words: `Mean over adopters of the change of daily P&L in the ${periodsAfter * daysPerPeriod} trading days from the first limit on, against a blend of free traders`,
          symbols: "θ = mean over i of mean over t ≥ gᵢ of (Yᵢₜ − Σⱼ wᵢⱼ Yⱼₜ − cᵢ)",
          unit: panelUnit(sample, context.currency),
          sample: `${adoptionWords(sample)}. ${counted(fit.adopters.length, "adopter")} could be compared, ${fit.refused.length} not; ${counted(donors, "trader")} stand as donors`,
          method:
            `Synthetic controls of non-negative weights summing to one, a constant difference allowed, on months of ${daysPerPeriod} trading days; ` +
            (found.kind === "placebo"
              ? `interval from ${found.draws.length} random assignments of the adopters' dates to traders never limited`
              : `standard error by leaving out one trader at a time, Student's t with ${fit.adopters.length - 1} degrees of freedom`),
          assumptions: [
            fitAssumption(fit),
            ...(checks?.assumptions ?? []),
            enoughTraders({adopters: fit.adopters.length}, Math.min(...fit.adopters.map((a) => a.donors.length))),
            ...panelAssumptions,
          ],
        },
        figures: {...figuresOf(sample, fit, placebos, truths), ...checks?.figures},
      });
    });
  },
};

/** What the estimate is held against, beside placebos in space. */
function checksOf(
  sample: AdoptionSample,
  {adopters}: StaggeredFit,
  {
    att,
    interval,
    standardError,
    currency,
  }: Pick<StaggeredInference, "att" | "interval" | "standardError"> & {readonly currency: string},
) {
  const ways = otherWeights(adopters);
  const monthsOfFortnights = 2;
  const estimate = {value: att, interval, currency};
  return {
    assumptions: [
      placeboInTimeAssumption(adopters, {standardError, currency}),
      leaveOneDonorAssumption(adopters, estimate),
      weightsAssumption(ways, adopters, estimate),
    ],
    figures: {
      otherWeights: ways,
      conformal: conformalOf(sample, adopters, monthsOfFortnights * periodsBefore, monthsOfFortnights * periodsAfter),
    },
  };
}

/** By placebos where enough traders were never limited, else by the jackknife. */
function inferenceOf(fit: StaggeredFit, {level, seed}: {level: number; seed: number}): StaggeredInference {
  const never = fit.panel.source.rows.adoption.filter((g) => g < 0).length;
  return 2 * never >= 3 * fit.adopters.length
    ? staggeredPlacebo(fit, {level, seed, draws: 200})
    : staggeredJackknife(fit, {level});
}

function fitAssumption({adopters}: StaggeredFit): Assumption {
  // A share of what the periods vary by before: 0 a perfect fit, 1 no better than a constant.
  const shares = adopters.map(({fit, data}) => {
    const before = data.treated.subarray(0, data.prePeriods);
    const mean = before.reduce((sum, v) => sum + v / before.length, 0);
    const variance = before.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / before.length;
    return variance > 0 ? fit.preMspe / variance : 1;
  });
  const typical = [...shares].sort((a, b) => a - b)[Math.floor(shares.length / 2)];
  return {
    name: "The blend moves with the trader before",
    status: typical <= 0.5 ? "checked" : "failed",
    evidence:
      `Before the first limit the blend misses ${percent(typical)} of what the typical adopter's months vary by` +
      `${typical <= 0.5 ? "" : ": it hardly follows the trader, and works like a plain average of the others"}.`,
  };
}

function figuresOf(
  {traders, volatility}: AdoptionSample,
  fit: StaggeredFit,
  placebos: readonly (PlaceboInSpace | null)[],
  truths: readonly number[] | null,
): DesignFigures {
  const adopters = fit.adopters.map(({trader, adoption, donors, fit: own}, k): AdopterRow => {
    const placebo = placebos[k];
    const perfect = !(own.preMspe > 1e-9 * volatility * volatility);
    return {
      trader: traders[trader],
      adoption,
      donors: donors.length,
      effect: own.att,
      truth: truths?.[k] ?? null,
      fitBefore: Math.sqrt(own.preMspe),
      // As many donors as months before can fit them perfectly: then the ratio says nothing.
      ratio: perfect ? null : own.rmspeRatio,
      rank: perfect ? null : (placebo?.rank ?? null),
      of: placebo === null || perfect ? null : placebo.placebos.length - placebo.leftOut.length + 1,
    };
  });
  const gaps: GapFigure = {
    daysPerPeriod,
    mean: fit.eventStudy.map(({time, effect}) => ({time, gap: effect})),
    placebos: fit.adopters.flatMap(({trader, donors, data}, k) =>
      (placebos[k]?.placebos ?? []).map((placebo, j) => ({
        trader: traders[donors[j]],
        as: traders[trader],
        points: Array.from(placebo.gap, (gap, t) => ({time: t - data.prePeriods, gap})),
      })),
    ),
  };
  return {
    adopters,
    gaps,
    donors: fit.adopters.flatMap(({trader, donors, fit: own}) =>
      Array.from(donors, (donor, j) => ({trader: traders[trader], donor: traders[donor], weight: own.weights[j]})),
    ),
    leftOut: fit.refused.map(({trader, reason}) => ({trader: traders[trader], reason})),
  };
}
