import {closeSync, fstatSync, openSync, readSync, statSync} from "node:fs";
import {IngestError} from "./error.ts";

/** A string may hold half a gigabyte in Node; a desk's files are far smaller. */
export const MOST_BYTES = 400_000_000;
/** Longer lines are not lines of a table: the file lacks its line ends, or is something else. */
export const LONGEST_LINE = 4_000_000;
const CHUNK = 1 << 20;

/** What a file may hold. */
export interface ReadLimits {
  readonly bytes?: number;
  /** Bytes between two line ends; Infinity for what is not read by lines (XML, JSON). */
  readonly line?: number;
}

/**
 * The bytes of a file, read piece by piece: one that breaks a limit is given up at once, with no more than that much of it in
 * memory.
 * @throws IngestError saying why it cannot be read.
 */
export function readBytes(name: string, path: string, limits: ReadLimits = {}): Buffer {
  const {bytes: most = MOST_BYTES, line: longest = LONGEST_LINE} = limits;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw notAFile(name, stats.isDirectory() ? "a folder" : "a device or pipe");
    if (stats.size > most && !(longest < Number.POSITIVE_INFINITY)) throw tooLarge(name, most, stats.size);
    return readPieces(name, path, most, longest);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new IngestError(name, {what: "cannot be read", found: code, fix: REMEDY[code] ?? "check the file and disk"});
  }
}

function readPieces(name: string, path: string, most: number, longest: number): Buffer {
  const file = openSync(path, "r");
  try {
    const {size} = fstatSync(file);
    const pieces: Buffer[] = [];
    let total = 0;
    let lineStart = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(CHUNK);
      const n = readSync(file, piece, 0, CHUNK, null);
      if (n === 0) break;
      const read = piece.subarray(0, n);
      if (longest < Number.POSITIVE_INFINITY) {
        lineStart = checkLines(name, read, total, lineStart, longest);
        if (size > most && total + n > longest) throw tooLarge(name, most, size); // no line of it is too long so far
      }
      pieces.push(read);
      total += n;
      if (total > most) throw tooLarge(name, most, Math.max(size, total)); // it grew while it was read
    }
    return Buffer.concat(pieces, total);
  } finally {
    closeSync(file);
  }
}

/** Where the last line of a piece starts. @throws IngestError if a line in it is too long. */
function checkLines(name: string, piece: Buffer, offset: number, lineStart: number, longest: number): number {
  let start = lineStart;
  for (let from = 0; from < piece.length; ) {
    const end = endOfLine(piece, from);
    if (offset + (end < 0 ? piece.length : end) - start > longest)
      throw new IngestError(name, {
        what: `a line is longer than ${longest / 1e6} MB`,
        found: `no line end in ${longest / 1e6} MB from byte ${start + 1} on`,
        fix: "export it again with one line a row (or one element a line); a file without line ends cannot be read as a table",
      });
    if (end < 0) break;
    start = offset + end + 1;
    from = end + 1;
  }
  return start;
}

/** Place of the next LF or CR; −1 if there is none. */
function endOfLine(piece: Buffer, from: number): number {
  const lf = piece.indexOf(10, from);
  if (lf >= 0) return lf;
  return piece.indexOf(13, from);
}

function notAFile(name: string, found: string): IngestError {
  return new IngestError(name, {what: "is not a file", found, fix: `put a CSV file named ${name} there`});
}

function tooLarge(name: string, most: number, size: number): IngestError {
  return new IngestError(name, {
    what: `the file is larger than ${most / 1e6} MB`,
    found: `${Math.round(size / 1e6)} MB`,
    fix: "aggregate it, split it by period into several files, or keep it in a database or as Parquet",
  });
}

const REMEDY: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist (or no longer does): put it back",
  EACCES: "give the user who runs this permission to read it",
  EPERM: "give the user who runs this permission to read it",
  ELOOP: "the file is a symbolic link that leads to itself: replace it by the file",
};
