import * as fs from "node:fs";
import {dirname, join} from "node:path";
import {storeProblem} from "./errors.ts";
import {ownedName, ownProcess} from "./process-identity.ts";

/** The file-system calls that the store makes: the seam at which tests make a disk full or a folder read-only. */
export type FileSystem = Pick<
  typeof fs,
  "mkdirSync" | "writeFileSync" | "renameSync" | "rmSync" | "readFileSync" | "readdirSync" | "existsSync" | "statSync"
>;

/** What is kept between runs, below one folder (`.proofbook` in the project's root). */
export interface Folders {
  readonly home: string;
  /** One folder a stage key. */
  readonly store: string;
  /** Who computes what just now. */
  readonly claims: string;
  /** What each stage last was, by name: what `why` compares with. */
  readonly latest: string;
  readonly run: string;
  /** Items of stages that are being computed: see partial.ts. */
  readonly partial: string;
  readonly fs: FileSystem;
}

/** Names the folders below `home`; makes none. */
export function folders(home: string, fileSystem: FileSystem = fs): Folders {
  return {
    home,
    store: join(home, "store"),
    claims: join(home, "claims"),
    latest: join(home, "latest"),
    run: join(home, "run.json"),
    partial: join(home, "partial"),
    fs: fileSystem,
  };
}

/** Makes the folders. @throws PipelineError saying why they cannot be made, and what to do. */
export function makeFolders({home, store, claims, latest, fs}: Folders): void {
  guard("use the store folder", home, () => {
    for (const folder of [store, claims, latest]) makeFolder(fs, folder);
  });
}

/** Step by step: Node's recursive mkdir never returns where a file system has no such folder and takes none (/proc). */
function makeFolder(fs: FileSystem, path: string, last = true): void {
  if (!fs.existsSync(path) && dirname(path) !== path) makeFolder(fs, dirname(path), false);
  try {
    fs.mkdirSync(path);
  } catch (error) {
    // There already, or made by a faster process. A file in the way is told of where a folder must go below it.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || (last && !fs.statSync(path).isDirectory())) throw error;
  }
}

let asideCount = 0;

/** A name beside the final one that says which process is writing it, so that leftovers of dead ones can be swept. */
export function asideName(): string {
  asideCount += 1;
  return ownedName(`.tmp-${asideCount}`, ownProcess());
}

/** Writes a file aside, then renames it: a reader sees the old content or the new, never a part. */
export function writeFileAside({fs}: Folders, path: string, text: string): void {
  const aside = join(dirname(path), asideName());
  guard("write", path, () => {
    try {
      fs.writeFileSync(aside, text);
      fs.renameSync(aside, path);
    } catch (error) {
      removeQuietly(fs, aside);
      throw error;
    }
  });
}

/** The names in a folder, sorted; none if it does not exist. */
export function listFolder({fs}: Folders, path: string): string[] {
  try {
    return fs.readdirSync(path).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return [];
    throw storeProblem(error, "read", path);
  }
}

/** Removes a file or a folder; that it cannot be removed is no reason to stop. */
export function removeQuietly(fs: FileSystem, path: string): void {
  try {
    fs.rmSync(path, {recursive: true, force: true});
  } catch {
    // swept later, or left: nothing reads it
  }
}

/** Runs a file-system step; its errors become sentences. */
export function guard<T>(doing: string, path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw storeProblem(error, doing, path);
  }
}
