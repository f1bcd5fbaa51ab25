import {mkdir, readdir, rename, rm, stat} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {isAlive, ownedName, ownProcess, parseOwnedName} from "../pipeline/index.ts";
import {BuildError} from "./errors.ts";
import {readManifest} from "./seal.ts";

/** A place to build in, beside the target. */
export interface Staging {
  /** An empty folder on the target's file system. */
  readonly path: string;
  /** Puts the staged site in the target's place. Until then the old one is whole. */
  commit(): Promise<void>;
  /** Removes what is left of the staging folder. */
  discard(): Promise<void>;
}

/**
 * Prepares to replace `out`: absent, empty, or a site of ours. A process killed at any moment leaves either the old or the
 * new site; the next build removes what it left.
 * @throws BuildError if the folder holds something else, or cannot be written.
 */
export async function stageOutput(out: string): Promise<Staging> {
  const parent = dirname(out);
  const name = basename(out);
  try {
    await makeFolder(parent);
    await recover(out);
    await refuseForeign(out);
    const path = join(parent, ownedName(`.${name}.building`, ownProcess()));
    const old = join(parent, ownedName(`.${name}.replaced`, ownProcess()));
    await rm(path, {recursive: true, force: true});
    await mkdir(path);
    return {
      path,
      async commit() {
        const exists = (await stat(out).catch(() => null)) !== null;
        if (exists) await rename(out, old);
        await rename(path, out);
        await rm(old, {recursive: true, force: true});
      },
      discard: () => rm(path, {recursive: true, force: true}),
    };
  } catch (error) {
    throw unwritable(error, out);
  }
}

/** Step by step: Node's recursive mkdir never returns where a file system has no such folder and takes none (/proc). */
async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => null))?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST" || !(await stat(path)).isDirectory()) throw error; // else another process was faster
  });
}

/** Of builds that were killed: an old site without a successor goes back, everything else goes. */
async function recover(out: string): Promise<void> {
  const parent = dirname(out);
  for (const entry of (await readdir(parent)).sort()) {
    const owned = parseOwnedName(entry);
    if (owned === null || isAlive(owned.owner)) continue;
    if (owned.what === `.${basename(out)}.replaced` && (await stat(out).catch(() => null)) === null)
      await rename(join(parent, entry), out);
    else if (owned.what === `.${basename(out)}.replaced` || owned.what === `.${basename(out)}.building`)
      await rm(join(parent, entry), {recursive: true, force: true});
  }
}

async function refuseForeign(out: string): Promise<void> {
  const found = await stat(out).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) throw new BuildError(`${out} is a file; give the name of a folder with --out`);
  if ((await readdir(out)).length > 0 && (await readManifest(out)) === null)
    throw new BuildError(
      `${out} is not empty and is not a site of Proofbook (it has no manifest.json of ours), so it is left alone; give another folder with --out, or empty it`,
    );
}

function unwritable(error: unknown, out: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "it may not be written to",
    EPERM: "it may not be written to",
    EROFS: "its file system is read-only",
    ENOSPC: "the disk is full",
    ENOTDIR: "part of its path is a file",
    EEXIST: "part of its path is a file",
    ENOENT: "its path cannot be made",
  };
  return code in reasons
    ? new BuildError(`the site cannot go to ${out}: ${reasons[code]} (${code}); give another folder with --out`)
    : error;
}
