import {augmentedFit} from "./augmented.ts";
import {checkSyntheticControlData} from "./check.ts";
import {didFit, outcomesFit} from "./outcomes.ts";
import {penalisedFit} from "./penalised.ts";
import {predictorsFit} from "./predictors.ts";
import type {SyntheticControlData, SyntheticControlFit, SyntheticControlMethod} from "./types.ts";

/**
 * A synthetic control: the treated unit's outcome had it not been treated, estimated by a weighted mean of donors (Abadie,
 * Diamond and Hainmueller 2010). Estimand: Y₁ₜ − Y₁ₜ(0) for t ≥ T₀ (`gap`), its mean over t (`att`).
 * Assumes that donors are not affected by the treatment, that nobody acted on it before T₀, and that what moves the outcome
 * moves the treated unit as it does the weighted donors.
 * @throws RangeError saying what is wrong with the data and how to mend it; see `checkSyntheticControlData`.
 */
export function syntheticControl(
  data: SyntheticControlData,
  method: SyntheticControlMethod = {method: "outcomes"},
): SyntheticControlFit {
  checkSyntheticControlData(data);
  switch (method.method) {
    case "outcomes":
      return outcomesFit(data, method);
    case "predictors":
      return predictorsFit(data, method.v);
    case "penalised":
      return penalisedFit(data, method);
    case "augmented":
      return augmentedFit(data, method);
    case "did":
      return didFit(data);
  }
}
