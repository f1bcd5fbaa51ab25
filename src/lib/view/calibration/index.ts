export {
  type CalibrationFile,
  calibrationLine,
  confusionTable,
  decidedTable,
  errorsLine,
  requirementList,
} from "./confusion.ts";
