import {closeSync, openSync, readSync, statSync} from "node:fs";
import {IngestError, listed, shown} from "./error.ts";
import {kindCandidates} from "./kinds.ts";
import {readBytes} from "./read-bytes.ts";
import {type FileKind, type NamedText, namedText, whatBinary} from "./source.ts";
import {recogniseSource, type SourceId, sourceFormat} from "./sources/index.ts";

/** What a file is taken for, and why. */
export interface Taken {
  readonly as: SourceId | FileKind;
  readonly evidence: string;
  /** Whether the study or the command line says it. */
  readonly told: boolean;
}

/** Larger files are recognised by their beginning. */
const WHOLE = 16_000_000;
const HEAD = 1_000_000;

/**
 * What a file is by its content: the export of a platform, or rows in the desk's own form. Its name counts only among the
 * desk's own forms, and only where it is one of their names.
 * @param kind the kind that its name says ("daily" for daily.csv); null for other names.
 * @param strict whether a file that may be several of the desk's own forms is an error, or not recognised.
 * @returns null where nothing is recognised.
 * @throws IngestError if it cannot be read, or may be several things.
 */
export function recogniseFile(name: string, path: string, kind: FileKind | null, strict = true): Taken | null {
  const head = headOf(name, path);
  if (head === null) return kind === null ? null : byName(kind);
  const own = kindCandidates(head);
  // daily rows with an account are the desk's own, even if other columns are called as PropReports calls them
  if (kind === "daily" && own.some((candidate) => candidate.kind === kind)) return byName(kind);
  const [best, ...rest] = recogniseSource(head);
  if (best !== undefined) {
    const equal = rest.filter((other) => other.marks === best.marks);
    if (equal.length > 0)
      throw ambiguous(
        name,
        [best, ...equal].map(({id, words}) => ({id, words})),
      );
    return {as: best.id, evidence: best.words, told: false};
  }
  if (kind !== null) return byName(kind);
  if (own.length > 1 && !strict) return null;
  if (own.length > 1)
    throw ambiguous(
      name,
      own.map((c) => ({id: c.kind, words: c.words})),
    );
  return own.length === 0 ? null : {as: own[0].kind, evidence: own[0].words, told: false};
}

function byName(kind: FileKind): Taken {
  return {as: kind, evidence: "its name", told: false};
}

function ambiguous(name: string, candidates: readonly {id: string; words: string}[]): IngestError {
  return new IngestError(name, {
    what: "its content fits several things",
    found: candidates.map(({id, words}) => `${id} (${words})`).join("; "),
    fix: `say which it is: --source ${shown(name).slice(1, -1)}=${candidates[0].id}, or in the study source.files: [{file: ${shown(name)}, as: ${listed(candidates.map(({id}) => `"${id}"`)).replace(" and ", " or ")}}]`,
  });
}

/** The text of a file as far as recognition needs it; null for what is not text, or empty. */
function headOf(name: string, path: string): NamedText | null {
  const size = sizeOf(name, path);
  const bytes = size > WHOLE ? firstBytes(path, HEAD) : readBytes(name, path, {line: Number.POSITIVE_INFINITY});
  if (bytes.length === 0 || whatBinary(bytes) !== null) return null;
  return namedText(name, bytes);
}

function sizeOf(name: string, path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return readBytes(name, path).length; // throws, and says why
  }
}

function firstBytes(path: string, count: number): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(file, bytes, 0, count, 0));
  } finally {
    closeSync(file);
  }
}

/** What a reader calls it. */
export function wordsFor(as: SourceId | FileKind): string {
  return (KINDS as Readonly<Record<string, string>>)[as] ?? sourceFormat(as as SourceId).label;
}

const KINDS: Readonly<Record<FileKind, string>> = {
  daily: "daily rows",
  predictions: "predictions",
  fills: "fills",
  market: "market bars",
  interventions: "interventions",
};
