import {mkdir, readFile, writeFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {acquireClaim, folders, makeFolders, sha256} from "../pipeline/index.ts";
import {failureMessage} from "./build-failure.ts";
import {BuildError} from "./errors.ts";
import {hashFile, listFiles} from "./files.ts";
import {finishPages} from "./finish.ts";
import {spawnFramework} from "./framework.ts";
import {stageOutput} from "./output.ts";
import {runLoaders} from "./run-loaders.ts";
import {readManifest} from "./seal.ts";
import {clearDataCache, type SiteKey, siteKey} from "./site-key.ts";
import {vendor} from "./vendor.ts";

export interface BuildOptions {
  /** The project's folder. */
  readonly root: string;
  /** Where the site goes. It is replaced whole, at the end. */
  readonly out: string;
  /** Texts that the site depends on besides the repository's files: the record of the run, the commit. */
  readonly inputs?: readonly string[];
  /** Environment for loaders, where they need to be told which store to read. */
  readonly env?: Readonly<Record<string, string>>;
  /** Writes the manifest (`sealSite`) and checks the site before it takes its place. A throw leaves the old site there. */
  complete(site: string): Promise<void>;
  /** Told what happens: "loading", "rendering", "finishing". */
  readonly onStep?: (step: string) => void;
}

export interface BuildResult {
  /** False where nothing that the site is made of has changed and the site in `out` is whole. */
  readonly ran: boolean;
  readonly pages: number;
}

/**
 * Builds the site: vendors libraries, runs Framework without a network, mends its markup, lets the caller seal and check
 * the result, and only then puts it in the place of the old site. Two builds of one checkout wait for each other.
 * @throws BuildError saying what is wrong in the page, loader, package or folder.
 */
export async function buildSite(options: BuildOptions): Promise<BuildResult> {
  const root = resolve(options.root);
  const out = resolve(options.out);
  const {inputs = [], complete, onStep = () => {}} = options;
  const at = folders(join(root, "src", ".observablehq", "build"));
  makeFolders(at);
  const claim = await acquireClaim(at, "site", {onWait: (pid) => onStep(`waiting for the build of process ${pid}`)});
  try {
    const key = await siteKey(root, inputs);
    const notePath = join(at.home, "site.json");
    const note = await readNote(notePath);
    if (note !== null && note.site === key.site && note.out === out && (await isWhole(out, note.manifest)))
      return {ran: false, pages: (await listFiles(out)).filter((path) => path.endsWith(".html")).length};

    const staging = await stageOutput(out);
    let loading: Promise<unknown> = Promise.resolve();
    try {
      if (note?.data !== key.data) await clearDataCache(root);
      await writeNote(notePath, {...key, out, manifest: ""}); // what loaders write from here on belongs to this key
      loading = Promise.allSettled([runLoaders(root, options.env)]); // those not done, or failed, Framework runs itself
      await vendor({root});
      onStep("rendering pages");
      await runFramework(root, staging.path, options.env);
      onStep("finishing");
      const pages = await finishPages(staging.path);
      await complete(staging.path);
      const manifest = await readFile(join(staging.path, "manifest.json")).catch(() => null);
      if (manifest === null) throw new BuildError("the site was not sealed: it has no manifest.json");
      await staging.commit();
      await writeNote(notePath, {...key, out, manifest: sha256(manifest)});
      return {ran: true, pages};
    } finally {
      await loading;
      await staging.discard();
    }
  } finally {
    claim.release();
  }
}

interface Note extends SiteKey {
  readonly out: string;
  readonly manifest: string;
}

async function readNote(path: string): Promise<Note | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Note;
  } catch {
    return null; // none, or cut short: then everything is built
  }
}

async function writeNote(path: string, note: Note): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  await writeFile(path, JSON.stringify(note));
}

/** Whether the site is the one that was sealed, to the last byte, with nothing added. */
async function isWhole(site: string, manifestHash: string): Promise<boolean> {
  const manifest = await readManifest(site);
  if (manifest === null || (await hashFile(join(site, "manifest.json"))) !== manifestHash) return false;
  if ((await listFiles(site)).length !== manifest.published.length + 1) return false;
  for (const file of manifest.published) {
    const found = await hashFile(join(site, file.path)).catch(() => null);
    if (found !== file.sha256) return false;
  }
  return true;
}

async function runFramework(root: string, output: string, env: BuildOptions["env"]): Promise<void> {
  const child = spawnFramework("build", {root, output, env});
  const log: string[] = [];
  const errors: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => log.push(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const stop = () => child.kill();
  process.once("exit", stop);
  try {
    const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
    if (code !== 0) throw new BuildError(failureMessage(log.join(""), errors.join(""), code));
  } finally {
    process.off("exit", stop);
  }
}
