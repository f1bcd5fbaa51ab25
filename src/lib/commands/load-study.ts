import {existsSync, statSync} from "node:fs";
import {basename, dirname, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {
  defineStudy,
  type FileRule,
  fileKinds,
  nearest,
  type Study,
  type StudyInput,
  sourceNames,
  studySchema,
} from "../study/index.ts";
import {type Options, UsageError} from "./options.ts";

/** A study with the folder its data are in (null where it brings its own, simulated). */
export interface LoadedStudy {
  readonly study: Study;
  readonly folder: string | null;
  /** Where paths in the study start from. */
  readonly base: string;
  /** The study file, to be watched and hashed; null with --data. */
  readonly file: string | null;
}

/**
 * Finds the study that the options mean: --study FILE, --data DIR, or src/data/study.ts.
 * @throws UsageError where the file or folder is not there or exports no study; StudyError where the study is wrong.
 */
export async function loadStudy(
  options: Pick<Options, "study" | "data" | "source">,
  root: string,
  cwd: string,
): Promise<LoadedStudy> {
  const rules = options.source === undefined ? [] : sourceRules(options.source);
  return withRules(await studyOf(options, root, cwd), rules);
}

async function studyOf(options: Pick<Options, "study" | "data">, root: string, cwd: string): Promise<LoadedStudy> {
  if (options.data !== undefined) return studyOfFolder(resolve(cwd, options.data), options.data);
  const file = options.study === undefined ? resolve(root, "src/data/study.ts") : resolve(cwd, options.study);
  if (!existsSync(file)) throw new UsageError(`There is no study at ${options.study ?? "src/data/study.ts"}.`);
  const exported = await importDefault(file);
  const parsed = studySchema.safeParse(exported);
  if (!parsed.success)
    throw new UsageError(
      `${basename(file)} has no study as its default export: write "export default defineStudy({...})".`,
    );
  const study = defineStudy(exported as StudyInput); // a plain object is held to the same rules
  const folder = study.source.kind === "folder" ? resolve(dirname(file), study.source.path) : null;
  if (folder !== null) checkFolder(folder, study.source.kind === "folder" ? study.source.path : "");
  return {study, folder, file, base: dirname(file)};
}

/** @throws UsageError where the file is not a module; StudyError as defineStudy throws it. */
async function importDefault(file: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file).href)) as {default?: unknown}).default;
  } catch (error) {
    if ((error as Error).name === "StudyError") throw error;
    throw new UsageError(`${basename(file)} cannot be read as a study: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** With no configuration at all: predictions that are given are judged; otherwise models are trained. */
function studyOfFolder(folder: string, typed: string): LoadedStudy {
  checkFolder(folder, typed);
  const given = ["csv", "parquet"].some((form) => existsSync(resolve(folder, `predictions.${form}`)));
  const study = defineStudy({
    title: basename(folder),
    source: {kind: "folder", path: "."},
    learners: given ? [] : ["ridge", "forest"],
  });
  return {study, folder, file: null, base: folder};
}

/**
 * What --source says of the folder's files: "das-executions" of every file that has no name of its own (daily.csv, …), or
 * "a.csv=das-executions,b*.csv=fills".
 * @throws UsageError for a name that is not one.
 */
export function sourceRules(text: string): FileRule[] {
  return text.split(",").map((part) => {
    const at = part.lastIndexOf("=");
    const [file, as] = at < 0 ? ["*", part.trim()] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    const names: readonly string[] = [...sourceNames, ...fileKinds];
    if (!names.includes(as) || file === "") {
      const guess = nearest(as, [...names]);
      throw new UsageError(
        `--source ${text}: ${file === "" ? "a file has no name" : `"${as}" is no source`}.${guess === undefined ? "" : ` Did you mean ${guess}?`}\n  Sources: ${names.join(", ")}`,
      );
    }
    return {file, as: as as FileRule["as"]};
  });
}

/** The study with rules of the command line before its own. @throws UsageError where it reads no folder. */
function withRules(loaded: LoadedStudy, rules: readonly FileRule[]): LoadedStudy {
  if (rules.length === 0) return loaded;
  const {source} = loaded.study;
  if (source.kind !== "folder")
    throw new UsageError("--source says what the files of a folder are, and this study reads no folder.");
  return {...loaded, study: {...loaded.study, source: {...source, files: [...rules, ...(source.files ?? [])]}}};
}

function checkFolder(folder: string, typed: string): void {
  if (!existsSync(folder))
    throw new UsageError(
      `The data folder ${typed} does not exist. It should hold daily.csv, or exports of a platform.`,
    );
  if (!statSync(folder).isDirectory())
    throw new UsageError(`${typed} is a file. Give the folder that holds daily.csv, not the file.`);
}
