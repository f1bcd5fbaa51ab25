import {existsSync, readFileSync, statSync} from "node:fs";
import {IngestError} from "../error.ts";

/** The whole file is held in memory. */
const MOST_BYTES = 1_000_000_000;

/**
 * A SQLite file as one that can be opened in memory.
 * @param name what messages call it.
 * @throws IngestError if it is not one, cannot be read, is too large, or has changes beside it that are not in the file yet.
 */
export function readSqliteBytes(path: string, name: string): Uint8Array {
  const wal = `${path}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0)
    throw new IngestError(name, {
      what: "it has changes beside it that are not in the file yet",
      found: `${name}-wal`,
      fix: 'close the program that writes to it, or run "pragma wal_checkpoint(truncate)" on it, then run again',
    });
  let bytes: Buffer;
  try {
    const {size} = statSync(path);
    if (size > MOST_BYTES)
      throw new IngestError(name, {
        what: "the file is larger than 1 GB",
        found: `${Math.round(size / 1e6)} MB`,
        fix: "load it into PostgreSQL or MariaDB, or write the tables as Parquet",
      });
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw new IngestError(name, {
      what: "cannot be read",
      found: (error as NodeJS.ErrnoException).code,
      fix: "check source.file in the study",
    });
  }
  if (bytes.subarray(0, 15).toString("latin1") !== "SQLite format 3")
    throw new IngestError(name, {
      what: "is no SQLite database",
      found: bytes.length === 0 ? "an empty file" : "other content",
      fix: "give a SQLite file",
    });
  // A file that was written with a log beside it says so, and cannot be opened without one; the log is empty (see above).
  if (bytes[18] === 2) bytes[18] = 1;
  if (bytes[19] === 2) bytes[19] = 1;
  return bytes;
}
