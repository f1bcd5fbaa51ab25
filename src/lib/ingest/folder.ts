import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {nearest} from "../study/index.ts";
import {type AssembleOptions, deskFromSources} from "./assemble.ts";
import type {Desk} from "./desk.ts";
import {counted, IngestError, listed, shown} from "./error.ts";
import {readProvenance} from "./provenance.ts";
import {type FileKind, namedText, readBytes, readSource} from "./source.ts";

/** A file of a study's folder: its name there, and where it is on this machine. */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
}

const KINDS: readonly FileKind[] = ["daily", "predictions", "fills", "market", "interventions"];
const PROVENANCE = "provenance.json";
/** Names of the files that a folder may hold; others are not looked at. */
export const FOLDER_FILES: readonly string[] = [...KINDS.map((kind) => `${kind}.csv`), PROVENANCE];

/**
 * The files of a folder that `readFolder` reads, in a fixed order.
 * @throws IngestError if the folder is not there, is not one, has no daily.csv, or holds a name that is nearly right
 * ("Prediction.csv") where the right one is missing: it would else be passed over in silence.
 */
export function folderFiles(folder: string): FolderFile[] {
  const present = namesIn(folder);
  const missing = FOLDER_FILES.filter((name) => !present.includes(name));
  for (const name of present) {
    const meant = FOLDER_FILES.includes(name) ? undefined : nearest(name, missing);
    if (meant !== undefined && isNear(name, meant))
      throw new IngestError(folder, {
        what: "a file is named almost as one that is read",
        found: shown(name),
        fix: `rename it to ${meant}, or to something else if it is not meant`,
      });
  }
  if (!present.includes("daily.csv"))
    throw new IngestError(folder, {
      what: "there is no daily.csv",
      found: present.length === 0 ? "an empty folder" : listed(present.map((name) => shown(name))),
      fix: "add daily.csv with the columns account_id, date, net: one row a trader and day",
    });
  return FOLDER_FILES.filter((name) => present.includes(name)).map((name) => ({name, path: join(folder, name)}));
}

/** Edit distance is generous to short names: only a difference in case, plural, or one or two letters counts. */
function isNear(name: string, meant: string): boolean {
  const stem = (s: string) => s.toLowerCase().replace(/\.[a-z]+$/, "");
  return (
    stem(name) === stem(meant) ||
    (Math.abs(name.length - meant.length) <= 2 && stem(name).slice(0, 4) === stem(meant).slice(0, 4))
  );
}

function namesIn(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory())
      throw new IngestError(folder, {what: "is not a folder", fix: "name the folder that holds daily.csv"});
    return readdirSync(folder).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    const what = code === "ENOENT" ? "there is no such folder" : "the folder cannot be read";
    throw new IngestError(folder, {
      what,
      found: code,
      fix: "check the path of the study's data (source.path, or --data)",
    });
  }
}

/** What a study says about its folder. */
export type FolderOptions = Pick<AssembleOptions, "dateFormat" | "signals">;

/**
 * Reads a folder of CSV files as a desk: daily.csv and, where there, predictions.csv, fills.csv, market.csv,
 * interventions.csv and provenance.json.
 * @param files those present, by name, as `folderFiles` lists them.
 * @throws IngestError for what concerns a whole file; single rows are set aside in the desk.
 */
export function readFolder(files: readonly FolderFile[], options: FolderOptions = {}): Desk {
  const pathOf = (name: string) => files.find((file) => file.name === name)?.path;
  if (pathOf("daily.csv") === undefined)
    throw new IngestError("daily.csv", {
      what: "there is no daily.csv",
      found: files.length === 0 ? "no files" : listed(files.map((file) => file.name)),
      fix: "add daily.csv with the columns account_id, date, net: one row a trader and day",
    });
  const sources = KINDS.flatMap((kind) => {
    const path = pathOf(`${kind}.csv`);
    return path === undefined ? [] : [readSource(kind, `${kind}.csv`, path)];
  });
  const provenancePath = pathOf(PROVENANCE);
  const note = provenancePath === undefined ? null : namedText(PROVENANCE, readBytes(PROVENANCE, provenancePath));
  const provenance = note === null ? null : readProvenance(note);
  return deskFromSources(sources, {
    ...options,
    origin: (rowsMarkedSimulated) => ({
      simulated: rowsMarkedSimulated || provenance?.simulated === true,
      description:
        provenance?.description ?? (rowsMarkedSimulated ? "Simulated rows" : counted(sources.length, "file")),
      files: [...sources, ...(note === null ? [] : [note])].map(({name, sha256}) => ({name, sha256})),
    }),
  });
}
