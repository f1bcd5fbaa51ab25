import type {Learner} from "../models/index.ts";
import type {DesignContext} from "./designs/types.ts";
import {fitPlr, type PlrFit, plrFromPredictions} from "./dml/index.ts";
import {isRefusal, type LimitSample, type LimitSampleOptions, limitSample} from "./limit-sample.ts";
import {type ChosenPenalties, recordingLearners} from "./penalties.ts";
import type {Refusal} from "./types.ts";

/** One a fold; none where the learner states none. */
export type NuisancePenalties = ChosenPenalties<"outcome" | "treatment">;

/** The partially linear fit of a sample, and the penalties that its nuisances chose: refits can be made with the same. */
export interface LimitFit extends PlrFit {
  readonly penalties: NuisancePenalties;
}

export interface FittedLimits {
  readonly sample: LimitSample;
  readonly fit: LimitFit;
}

/**
 * The sample that the effect of limits is estimated on and its fit: those that are left in `fits`, or made now and left there. All
 * that is said of that estimate starts here.
 */
export function fittedLimits(
  {
    panel,
    interventions,
    learners,
    seed,
    fits = {},
  }: Pick<DesignContext, "panel" | "interventions" | "seed"> & {
    readonly learners: LimitLearners;
    readonly fits?: {limits?: FittedLimits | Refusal};
  },
  options?: LimitSampleOptions,
): FittedLimits | Refusal {
  fits.limits ??= fitted(limitSample(panel, interventions, options), learners, seed);
  return fits.limits;
}

interface LimitLearners {
  readonly outcome: Learner;
  readonly treatment: Learner;
}

function fitted(sample: LimitSample | Refusal, learners: LimitLearners, seed: number): FittedLimits | Refusal {
  if (isRefusal(sample)) return sample;
  const fit = fitLimits(sample, learners, seed);
  return "reason" in fit ? fit : {sample, fit};
}

/** The partially linear fit of a sample, or the reason why nothing of the treatment is left. */
export function fitLimits(
  {y, treated, x, day, folds, trader}: LimitSample,
  {outcome, treatment}: LimitLearners,
  seed: number,
): LimitFit | Refusal {
  const {learners, chosen} = recordingLearners({outcome, treatment});
  try {
    const fit = fitPlr({y, d: treated, x, day, folds, learners, seed, group: trader, labels: {trader}});
    return {...fit, penalties: chosen};
  } catch (error) {
    if (!(error instanceof RangeError && error.message.startsWith("invalid treatment"))) throw error;
    return {
      reason: "The features tell exactly who was cut and when: no comparable trader-day was left alone.",
      needs: "Days on which like was not treated alike.",
    };
  }
}

/** The fit again from what its nuisances predicted, bit for bit. */
export function limitFit(
  {y, treated, day, trader}: Pick<LimitSample, "y" | "treated" | "day" | "trader">,
  predicted: {readonly outcome: Float64Array; readonly treatment: Float64Array},
  penalties: NuisancePenalties,
): LimitFit {
  return {...plrFromPredictions(y, treated, predicted.outcome, predicted.treatment, {trader, day}), penalties};
}
