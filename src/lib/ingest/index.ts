export {deskFromSources} from "./assemble.ts";
export {epochDay, fromIso, isoDate, weekday} from "./calendar.ts";
export {DATE_FORMATS, type DateFormat} from "./dates.ts";
export type {Ability, Desk, DeskTruth, FileReport, Quality, QualityCheck} from "./desk.ts";
export {IngestError} from "./error.ts";
export {FOLDER_FILES, type FolderFile, type FolderOptions, folderFiles, readFolder} from "./folder.ts";
export {type RecognisedSignal, type RecognisedSignals, recogniseSignals} from "./signals.ts";
export {type FileKind, namedText, type Source} from "./source.ts";
