export {type Claim, claimOf} from "./assemble.ts";
export {beforeAdoption} from "./before-adoption.ts";
export {type CausalPlaceboOptions, causalPlacebos} from "./causal-placebos.ts";
export {type DayBlocks, dayBlocks, movedDays} from "./day-blocks.ts";
export {pastOutcome} from "./past-outcome.ts";
export {
  blockTimings,
  type Drawn,
  type TimingGrid,
  timingGrid,
  traderTimings,
  withinDayTimings,
} from "./policy-draws.ts";
export {type PolicyPlaceboOptions, policyPlacebos} from "./policy-placebos.ts";
export {type Orders, ordersOf, permutations, randomisationP, type Tail} from "./randomisation.ts";
export {type RefutationSources, refutations} from "./refutation.ts";
export {
  realStatistic,
  type TreatmentPlaceboItem,
  treatmentPlacebo,
  treatmentPlaceboModule,
} from "./treatment-placebo.ts";
export type {Placebo, PlaceboReport, Refutation, RefutationReport} from "./types.ts";
