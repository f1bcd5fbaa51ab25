import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {type FileRule, fileKinds, nearest, sourceNames} from "../study/index.ts";
import {IngestError, listed, shown} from "./error.ts";
import {FOLDER_FILES, fits, kindOfName, PROVENANCE} from "./file-rules.ts";
import {recogniseFile, type Taken} from "./recognise-file.ts";

/** A file of a study's folder: its name there, where it is on this machine, and what it was taken for (default: what its name says). */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
  readonly taken?: Taken;
}

/**
 * The files of a folder that `readFolder` reads, in a fixed order: daily.csv and its like, then exports and others by name.
 * @param rules what the study says of its files.
 * @throws IngestError if the folder is not there or is not one; if no file gives daily rows or fills; if a file may be several
 * things; or if a name is nearly right ("Prediction.csv") where the right one is missing and its content is not recognised: it
 * would else be passed over in silence.
 */
export function folderFiles(folder: string, rules: readonly FileRule[] = []): FolderFile[] {
  const present = namesIn(folder);
  const missing = FOLDER_FILES.filter((name) => !present.includes(name));
  for (const rule of rules)
    if (!present.some((name) => fits(rule, name)))
      throw new IngestError(folder, {
        what: "the study says what a file is that is not there",
        found: `${shown(rule.file)}; the folder has ${present.length === 0 ? "no files" : listed(present.map((name) => shown(name)))}`,
        fix: "correct source.files in the study (or --source), or add the file",
      });
  const files: FolderFile[] = [];
  for (const name of [
    ...FOLDER_FILES.filter((n) => present.includes(n)),
    ...present.filter((n) => !FOLDER_FILES.includes(n)),
  ]) {
    const path = join(folder, name);
    const taken = takenFor(name, path, rules, present);
    if (taken === null) requireNoNearName(folder, name, missing);
    else files.push({name, path, ...(taken === undefined ? {} : {taken})});
  }
  requireRowsIn(folder, files, present);
  return files;
}

/** What a file of the folder is taken for; null: it is not read; undefined: as its name says, without a look. */
function takenFor(
  name: string,
  path: string,
  rules: readonly FileRule[],
  present: readonly string[],
): Taken | null | undefined {
  if (name === PROVENANCE) return undefined;
  const own = kindOfName(name);
  const {as, file: pattern = ""} = rules.find((rule) => fits(rule, name)) ?? {};
  const beside = as !== undefined && pattern === "*" && isExport(as) ? besideExports(name, path) : null;
  if (beside !== null) return beside;
  if (as !== undefined) return {as, evidence: "the study, or --source, says so", told: true};
  if (name.endsWith(".parquet"))
    return own === null || present.includes(`${own}.csv`) ? null : {as: own, evidence: "its name", told: false};
  if (own !== null) {
    if (!isRegular(path)) return undefined; // reading it says what is wrong
    const taken = recogniseFile(name, path, own);
    return taken?.as === own ? undefined : taken;
  }
  if (name.startsWith(".") || isFolder(path) || /\.(md|sqlite3?|db|duckdb|json|html?|pdf|zip|gz)$/i.test(name))
    return null;
  if (!isRegular(path)) return recogniseFile(name, path, null); // a link that leads nowhere: says so
  // beside daily.csv, what may be several of the desk's own forms is a copy or a note, and nobody's error
  const taken = recogniseFile(name, path, null, !present.includes("daily.csv"));
  const standard =
    taken !== null && (fileKinds as readonly string[]).includes(taken.as) && present.includes(`${taken.as}.csv`);
  return standard ? null : taken; // a copy beside the right file
}

function isExport(as: string): boolean {
  return (sourceNames as readonly string[]).includes(as);
}

/** What is said of all exports is not said of market bars, predictions or limits beside them. Null: it is none of these. */
function besideExports(name: string, path: string): Taken | null {
  try {
    const taken = isRegular(path) ? recogniseFile(name, path, null, false) : null;
    return taken !== null && ["market", "predictions", "interventions"].includes(taken.as) ? taken : null;
  } catch (error) {
    if (error instanceof IngestError) return null; // it may be several exports: that is what the word is for
    throw error;
  }
}

function requireNoNearName(folder: string, name: string, missing: readonly string[]): void {
  const meant = nearest(name, missing);
  if (meant !== undefined && isNear(name, meant))
    throw new IngestError(folder, {
      what: "a file is named almost as one that is read",
      found: shown(name),
      fix: /\.(csv|parquet|json|txt)$/i.test(name)
        ? `rename it to ${meant}, or to something else if it is not meant`
        : `save it as ${meant} (CSV text), or call it something else if it is not meant`,
    });
}

const ROWS = new Set<string>(["daily", "fills", ...sourceNames]);

function requireRowsIn(folder: string, files: readonly FolderFile[], present: readonly string[]): void {
  if (files.some((file) => ROWS.has(file.taken?.as ?? file.name.replace(/\.csv$/, "")))) return;
  throw new IngestError(folder, {
    what: "there is no daily.csv, and no file in it is recognised as a platform's export",
    found: present.length === 0 ? "an empty folder" : listed(present.map((name) => shown(name))),
    fix: `${beforehand(present)}add daily.csv with the columns account_id, date, net: one row a trader and day; or an export (${listed(sourceNames, 20)}); or say with --source FILE=NAME what a file is`,
  });
}

/** What to do with files that are not read as they are. */
function beforehand(present: readonly string[]): string {
  const archive = present.some((name) => /\.(gz|zip|bz2|xz|zst|7z|rar)$/i.test(name));
  const page = present.some((name) => /\.(xlsx?|ods|pdf|html?)$/i.test(name));
  return `${archive ? "unpack archives; " : ""}${page ? "save workbooks and pages as CSV; " : ""}`;
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

function isFolder(path: string): boolean {
  return kindAt(path) === "folder";
}

function isRegular(path: string): boolean {
  return kindAt(path) === "file";
}

function kindAt(path: string): "file" | "folder" | "other" {
  try {
    const stats = statSync(path);
    return stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
  } catch {
    return "other";
  }
}
