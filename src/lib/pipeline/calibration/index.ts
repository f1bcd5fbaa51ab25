export {type CalibrationCase, calibrationCases, caredFor} from "./cases.ts";
export {calibrationStudy, judgeDesk} from "./judge-desk.ts";
export {firstRecordedSeed, verdictEvidence, verdictEvidenceCode} from "./verdict-evidence.ts";
