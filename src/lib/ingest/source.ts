import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {IngestError} from "./error.ts";

/** What a file holds, each with its own contract (see specs.ts). */
export type FileKind = "daily" | "predictions" | "fills" | "market" | "interventions";

/** Rows as text, of a known kind: a file that was read, or the output of a simulator. */
export interface Source extends NamedText {
  readonly kind: FileKind;
}

export interface NamedText {
  /** As reports call it: the file's name in the folder, never a path. */
  readonly name: string;
  /** Of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
  readonly text: string;
}

/** A string may hold half a gigabyte in Node; a desk is far smaller. */
const MOST_BYTES = 400_000_000;

/**
 * Reads a file as UTF-8 text (a byte-order mark is taken off).
 * @throws IngestError if it cannot be read, is empty, too large, or is not text.
 */
export function readSource(kind: FileKind, name: string, path: string): Source {
  const bytes = readBytes(name, path);
  if (bytes.length === 0)
    throw new IngestError(name, {
      what: "the file is empty (0 bytes)",
      fix: "export it again, or remove it if there is nothing to say",
    });
  const binary = whatBinary(bytes);
  if (binary !== null)
    throw new IngestError(name, {
      what: "the file is not CSV text",
      found: binary,
      fix: "save it as CSV (UTF-8), one line a row",
    });
  return {kind, ...namedText(name, bytes)};
}

/** Bytes as UTF-8 text, with their hash. */
export function namedText(name: string, bytes: Uint8Array): NamedText {
  const text = new TextDecoder("utf-8").decode(bytes);
  return {name, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length, text};
}

/** The bytes of a file. @throws IngestError saying why it cannot be read. */
export function readBytes(name: string, path: string): Buffer {
  try {
    const stats = statSync(path);
    if (!stats.isFile())
      throw new IngestError(name, {
        what: "is not a file",
        found: stats.isDirectory() ? "a folder" : "a device or pipe",
        fix: `put a CSV file named ${name} there`,
      });
    if (stats.size > MOST_BYTES)
      throw new IngestError(name, {
        what: `the file is larger than ${MOST_BYTES / 1e6} MB`,
        found: `${Math.round(stats.size / 1e6)} MB`,
        fix: "aggregate it, or split it by period into several studies",
      });
    return readFileSync(path);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new IngestError(name, {what: "cannot be read", found: code, fix: REMEDY[code] ?? "check the file and disk"});
  }
}

const REMEDY: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist (or no longer does): put it back",
  EACCES: "give the user who runs this permission to read it",
  EPERM: "give the user who runs this permission to read it",
  ELOOP: "the file is a symbolic link that leads to itself: replace it by the file",
};

/** What a file that cannot be CSV text is, from its first bytes; null for text. */
function whatBinary(bytes: Uint8Array): string | null {
  const starts = (...signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "a zip archive or an Excel workbook (.xlsx)";
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return "an old Excel workbook (.xls)";
  if (starts(0x1f, 0x8b)) return "a gzip archive";
  if (starts(0x50, 0x41, 0x52, 0x31)) return "a Parquet file";
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return "UTF-16 text";
  return null;
}
