export {
  readSnapshot,
  SNAPSHOT_FILE,
  type Snapshot,
  snapshotFolder,
  type TakeOptions,
  takeSnapshot,
} from "./snapshot.ts";
