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
export type {
  AdopterRow,
  ConformalFigure,
  DesignFigures,
  DiscontinuityFigure,
  DoseFigure,
  EstimatorRow,
  EventStudyFigure,
  GapFigure,
  LevelEffect,
  OtherWeights,
  OverlapFigure,
  SeriesFigure,
  TraderEffects,
} from "./figures.ts";
export {type DesignName, designNames} from "./names.ts";
export {partiallyLinear, partiallyLinearReport} from "./partially-linear.ts";
export {designModule, loadDesign} from "./registry.ts";
export {overlapTruth} from "./truth.ts";
export type {
  Design as CausalDesign,
  DesignContext,
  DesignEstimate,
  DesignIdentity,
  DesignReport,
  EstimandCard,
  EstimatedDesign,
  SharedFits,
  StatedRule,
  TruthRows,
} from "./types.ts";
