import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {type Ran, run} from "./process-tree.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** A copy of the project in which nothing has ever run, and the report that was made there. */
export interface Project {
  readonly folder: string;
  /** The built site. */
  readonly site: string;
  /** The first report, from an empty store and without any vendored library. */
  readonly cold: Ran;
}

let made: Promise<Project> | undefined;

/** The demo report, made once for all jobs of a run. */
export function demoReport(): Promise<Project> {
  made ??= makeProject();
  return made;
}

/** The site of that report; where PROOFBOOK_BENCH_SITE names a built site, that one, and no report is made for it. */
export async function demoSite(): Promise<string> {
  return process.env.PROOFBOOK_BENCH_SITE || (await demoReport()).site;
}

/** `report` in that copy, again or for the first time. The pipeline's memory is told apart from Framework's. */
export function report(folder: string): Promise<Ran> {
  const args = ["--import", "tsx", "src/lib/commands/report.ts", "--out", "dist", "--store", "store", "--workers", "2"];
  return run(process.execPath, args, {cwd: folder, apart: (line) => line.includes("observable.js build")});
}

/** Removes what the jobs made. */
export async function cleanUp(): Promise<void> {
  const project = await made?.catch(() => undefined);
  if (project !== undefined) rmSync(project.folder, {recursive: true, force: true});
}

async function makeProject(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
  const skip = new Set(["node_modules", "dist", ".proofbook", ".git", "coverage", "tests"]);
  for (const name of readdirSync(ROOT).filter((each) => !skip.has(each)))
    cpSync(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes(".observablehq"),
    });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const cold = await report(folder);
  const site = join(folder, "dist");
  if (!existsSync(join(site, "index.html"))) throw new Error("the report made no site");
  return {folder, site, cold};
}
