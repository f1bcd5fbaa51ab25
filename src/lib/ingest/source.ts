import {createHash} from "node:crypto";
import {IngestError} from "./error.ts";
import {readBytes} from "./read-bytes.ts";
import {decodeText, type Encoding} from "./text.ts";

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
  /** How the bytes were read; not said where there were none (a simulated desk, a database). */
  readonly encoding?: Encoding;
}

/**
 * Reads a file as text: UTF-8, UTF-16 or Windows-1252 (see text.ts).
 * @throws IngestError if it cannot be read, is empty, too large, has a line that is too long, or is not text.
 */
export function readSource(kind: FileKind, name: string, path: string): Source {
  return {kind, ...readText(name, path)};
}

/** As `readSource`, of a file whose kind is not known yet. */
export function readText(name: string, path: string): NamedText {
  const bytes = readBytes(name, path, /\.(xml|json)$/i.test(name) ? {line: Number.POSITIVE_INFINITY} : {});
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
  return namedText(name, bytes);
}

/** Bytes as text, with their hash. */
export function namedText(name: string, bytes: Uint8Array): NamedText {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {name, sha256, bytes: bytes.length, ...decodeText(bytes)};
}

/** What a file that cannot be CSV text is, from its first bytes; null for text. */
export function whatBinary(bytes: Uint8Array): string | null {
  const starts = (...signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "a zip archive or an Excel workbook (.xlsx)";
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return "an old Excel workbook (.xls)";
  if (starts(0x1f, 0x8b)) return "a gzip archive: unpack it (it is not unpacked here, whatever its size)";
  if (starts(0x50, 0x41, 0x52, 0x31)) return "a Parquet file";
  if (starts(0x53, 0x51, 0x4c, 0x69, 0x74, 0x65)) return "a SQLite database";
  if (starts(0x25, 0x50, 0x44, 0x46)) return "a PDF document";
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return null;
  const head = Buffer.from(bytes.subarray(0, 512)).toString("latin1");
  if (/^(\xef\xbb\xbf)?\s*<(!doctype html|html)\b/i.test(head))
    return "a web page (HTML): a report saved as one, or a login page";
  if (/^([^\0]\0){8}|^(\0[^\0]){8}/.test(head)) return "UTF-16 text without its byte-order mark";
  return bytes.subarray(0, 65_536).includes(0) && !bytes.subarray(0, 65_536).includes(10) ? "binary data" : null;
}
