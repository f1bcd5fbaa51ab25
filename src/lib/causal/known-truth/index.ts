export {caseName, knownTruthCases, knownTruthFamilies} from "./all-cases.ts";
export {
  type KnownTruthCase,
  type KnownTruthDraw,
  type KnownTruthRow,
  knownTruth,
  normalIntervals,
  single,
  summarise as summariseDraws,
} from "./coverage.ts";
export {
  binaryInstrumentDesign,
  doseDesign,
  exposureLevels,
  interactiveDesign,
  linearInstrumentDesign,
  multiValuedDesign,
  partiallyLinearDesign,
  type TreatedSample,
} from "./designs.ts";
export {dependenceCases, dmlCases, type KnownTruthLearners} from "./dml-cases.ts";
export {drawKnownTruth, drawKnownTruthModule} from "./draw-known-truth.ts";
export {heterogeneityCases, offPolicyCases} from "./heterogeneity-cases.ts";
export {
  loggedDesign,
  type PanelDesignOptions,
  type PanelSample,
  panelDesign,
  rankedDesign,
  traderEffectsDesign,
} from "./panel-designs.ts";
export {cohortPanel, didCases} from "./panel-did.ts";
export {discontinuityCases, hardDiscontinuityCases, leeDesign} from "./panel-discontinuity.ts";
export {adoptingDesk, convexPanel, factorPanel, syntheticCases} from "./panel-synthetic.ts";
export {shiftedLevel, timeSeriesCases} from "./panel-time-series.ts";
export {plainLearners, plainLinear, plainLogistic} from "./plain-learners.ts";
