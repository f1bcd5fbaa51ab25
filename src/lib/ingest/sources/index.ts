export {realisedDays, realisedParts} from "./realised-days.ts";
export {type Candidate, recogniseSource, SOURCES, sourceFormat} from "./recognise.ts";
export {
  type Besides,
  type Evidence,
  type FillEffect,
  type FillSide,
  SOURCE_IDS,
  type SourceDay,
  type SourceFill,
  type SourceFormat,
  type SourceId,
  type SourceOptions,
  type SourceRows,
  type StatedTotal,
  signedFill,
  totalFees,
} from "./types.ts";
