export {
  type AdoptionSample,
  adoptionSample,
  daysPerPeriod,
  grid,
  meanFrom,
  pastPeriods,
  periodsAfter,
} from "./adoption.ts";
export {assistant, type CandidateTreatment, type DesignVerdict} from "./assistant.ts";
export {type DesignName, designNames} from "./names.ts";
export {partiallyLinear, partiallyLinearReport} from "./partially-linear.ts";
export {designModule, loadDesign} from "./registry.ts";
export {overlapTruth} from "./truth.ts";
export type {
  AdopterRow,
  ConformalFigure,
  Design as CausalDesign,
  DesignContext,
  DesignEstimate,
  DesignFigures,
  DesignIdentity,
  DesignReport,
  DiscontinuityFigure,
  DoseFigure,
  EstimandCard,
  EstimatedDesign,
  EstimatorRow,
  EventStudyFigure,
  GapFigure,
  LevelEffect,
  OtherWeights,
  OverlapFigure,
  SeriesFigure,
  SharedFits,
  StatedRule,
  TraderEffects,
  TruthRows,
} from "./types.ts";
