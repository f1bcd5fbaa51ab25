import {fitLimits, type LimitSample, type PlrFit, type Refusal} from "../../causal/index.ts";
import type {Learner} from "../../models/index.ts";
import type {Penalties} from "./fixed-ridge.ts";

/** The fit as reported, and the penalties that its ridge regressions chose in each fold. */
export interface ChosenFit {
  readonly fit: PlrFit;
  readonly penalties: Penalties;
}

/**
 * Fits a sample as `estimateInterventions` does and notes the penalties chosen, so that refits can be made with the same.
 * @param learner a ridge regression. @throws RangeError for a learner whose models state no penalty.
 */
export function chosenFit(sample: LimitSample, learner: Learner, seed: number): ChosenFit | Refusal {
  const noted: Record<keyof Penalties, number[]> = {outcome: [], treatment: []};
  const noting = (nuisance: keyof Penalties): Learner => ({
    ...learner,
    fit(x, y, options) {
      const model = learner.fit(x, y, options);
      const {penalty} = model.summary().chosen;
      if (penalty === undefined) throw new RangeError(`invalid learner; ${learner.name} chooses no penalty`);
      noted[nuisance].push(penalty);
      return model;
    },
  });
  const fit = fitLimits(sample, {outcome: noting("outcome"), treatment: noting("treatment")}, seed);
  return "reason" in fit ? fit : {fit, penalties: noted};
}
