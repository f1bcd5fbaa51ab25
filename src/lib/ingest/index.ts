export {deskFromSources} from "./assemble.ts";
export {STATE_RULES} from "./attendance.ts";
export {epochDay, fromIso, isoDate, weekday} from "./calendar.ts";
export {type Coverage, coverageOf, type StateCounts} from "./coverage.ts";
export {readSnapshot, type Snapshot, snapshotFolder, takeSnapshot} from "./databases/index.ts";
export {DATE_FORMATS, type DateFormat} from "./dates.ts";
export type {Ability, Desk, DeskTruth, FileReport, Quality, QualityCheck} from "./desk.ts";
export {IngestError} from "./error.ts";
export {FOLDER_FILES} from "./file-rules.ts";
export {deskOfParts, readFolder} from "./folder.ts";
export {type FolderFile, folderFiles} from "./folder-files.ts";
export {
  derivedDays,
  type FolderOptions,
  type FolderParts,
  folderParts,
  forAccountsWithoutDays,
} from "./folder-parts.ts";
export {type ColumnMapping, mappedHeader} from "./mapping.ts";
export {type DeskPnl, panelTable, type Reconciliation} from "./pnl/index.ts";
export {readDesk, readDeskAndPnl} from "./read-desk.ts";
export {type Taken, wordsFor} from "./recognise-file.ts";
export {type RecognisedSignal, type RecognisedSignals, recogniseSignals} from "./signals.ts";
export {type FileKind, namedText, type Source} from "./source.ts";
export type {TradingCalendar} from "./trading-calendar.ts";
