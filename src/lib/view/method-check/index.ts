export {twinLikeness} from "./likeness.ts";
export {disbeliefMark, isDisbelieved, methodBehind} from "./mark.ts";
export {type RecordedFile, type RecordedRow, recordLine, recordTables} from "./recorded.ts";
export {knownTruthAnswer, knownTruthMark, knownTruthReasons, knownTruthTable} from "./twins.ts";
