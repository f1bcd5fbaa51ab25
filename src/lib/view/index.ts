/** What pages print with. Charts are apart, in `figures/`, so that text never waits for them. */
export {auditMark, auditTable, severityMark} from "./audit.ts";
export {kindTable} from "./audit-kinds.ts";
export {type LeakReport, leakCatalogue, unseenTable} from "./audit-leaks.ts";
export {
  type CalibrationFile,
  calibrationLine,
  confusionTable,
  decidedTable,
  errorsLine,
  requirementList,
} from "./calibration/index.ts";
export {
  causalCard,
  type DesignsFile,
  designsAnswer,
  designTable,
  refusedList,
  traderEffect,
  treatmentTable,
} from "./causal/index.ts";
export {h} from "./dom.ts";
export {effectSum, facts, limitList} from "./effect.ts";
export {selectionTable, stabilityTable} from "./feature-stability.ts";
export {featureRemarks, featureTables, unavailableTable} from "./features.ts";
export {createFindings, type FindingOptions, type Findings, toneOf} from "./finding.ts";
export {findingsIndex} from "./findings-index.ts";
export {type FormatOptions, formatBytes, formatDate, formatInterval, formatValue, isChange} from "./format.ts";
export {gateList} from "./gates.ts";
export {define, glossary} from "./glossary.ts";
export {idlePolicy, sweepWords} from "./impact-words.ts";
export {madeElsewhere} from "./made-elsewhere.ts";
export {
  isDisbelieved,
  knownTruthAnswer,
  knownTruthReasons,
  knownTruthTable,
  recordLine,
  recordTables,
  twinLikeness,
} from "./method-check/index.ts";
export {monthTable} from "./months.ts";
export {impactTable, policyTable} from "./policy.ts";
export {policyTrials} from "./policy-trials.ts";
export {metricTable, signalWords, skillAgainstBaselines, skillLine} from "./skill.ts";
export {dataTable, findingTable, type TableColumn, type TableOptions} from "./table.ts";
export {changedDays, outcomeLine} from "./trader-page.ts";
export {type Desk, traderTable} from "./traders.ts";
export {
  changeWords,
  decisionMark,
  gateTable,
  moneyLine,
  registrationLine,
  traderCounts,
  verdictHeadline,
  whatWouldChange,
} from "./verdict/index.ts";
