import {type ChildProcess, spawn} from "node:child_process";
import {existsSync, mkdtempSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import type {Manifest} from "../pipeline/index.ts";
import {checkInstalled} from "./check-installed.ts";
import {type Comparison, compareSites} from "./compare-sites.ts";
import {VerifyError} from "./errors.ts";
import {git} from "./git.ts";
import {readManifest} from "./seal.ts";

export interface VerifyOptions {
  /** The checkout. */
  readonly root: string;
  /** The published site. */
  readonly site: string;
  /** Arguments that the report was made with: `["--study", "/path/study.ts"]`, with absolute paths. */
  readonly study?: readonly string[];
  /** Runs the report in a folder; resolves to its exit code. Default: the worktree's own report command. */
  readonly report?: (args: readonly string[], cwd: string) => Promise<number | null>;
  /** Told, line by line, what is being done. */
  readonly say?: (line: string) => void;
}

/** What came of it. */
export interface Verification extends Comparison {
  readonly commit: string;
}

/**
 * Rebuilds a site from its commit and compares everything: a clean worktree of the commit that the manifest names, the
 * installed packages (after checking that they are those of the lock file), an empty store. The worktree is removed
 * whatever happens.
 * @throws VerifyError where there is nothing to compare, or the rebuild itself fails.
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const {root, site, study = [], report = reportIn, say = () => {}} = options;
  const manifest = await readManifest(site);
  if (manifest === null) throw new VerifyError(`there is no manifest.json in ${site}: run npm run report first`);
  const commit = commitToVerify(root, manifest, say);
  await checkInstalled(root);
  const folder = mkdtempSync(join(tmpdir(), "proofbook-verify-"));
  const worktree = join(folder, "checkout");
  const clean = () => {
    if (existsSync(worktree)) git(root, "worktree", "remove", "--force", worktree);
    rmSync(folder, {recursive: true, force: true});
    git(root, "worktree", "prune");
  };
  const interrupted = (signal: NodeJS.Signals) => {
    clean();
    process.kill(process.pid, signal);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    say(`checking out ${commit.slice(0, 12)} in a clean folder`);
    git(root, "worktree", "add", "--detach", worktree, commit);
    symlinkSync(resolve(root, "node_modules"), join(worktree, "node_modules"));
    say("rebuilding with an empty store");
    const out = join(folder, "site");
    const code = await report(["--out", out, "--store", join(folder, "store"), ...study], worktree);
    const rebuilt = await readManifest(out);
    if (code !== 0 || rebuilt === null)
      throw new VerifyError(`the report of commit ${commit.slice(0, 12)} failed in a clean folder (exit code ${code})`);
    say("comparing");
    return {commit, ...(await compareSites({site, manifest}, {site: out, manifest: rebuilt}))};
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    clean();
  }
}

/** @throws VerifyError unless the manifest names a commit of this repository. */
function commitToVerify(root: string, manifest: Manifest, say: (line: string) => void): string {
  const {commit} = manifest;
  if (commit === null)
    throw new VerifyError("the site was built outside a git repository: its manifest names no commit to rebuild");
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit))
    throw new VerifyError(
      `the manifest names ${JSON.stringify(commit).slice(0, 60)}, which is no commit but a name that can move`,
    );
  const head = git(root, "rev-parse", "--verify", "--quiet", "HEAD");
  if (git(root, "cat-file", "-t", commit) !== "commit")
    throw new VerifyError(`the site is of commit ${commit}, which this repository does not have: fetch it first`);
  if (manifest.dirty)
    say(
      `note: the site was built from commit ${commit.slice(0, 12)} with uncommitted changes; the commit alone will not give the same bytes`,
    );
  if (head !== commit)
    say(
      `note: the site is of commit ${commit.slice(0, 12)}, the checkout is at ${head?.slice(0, 12)}; the site's commit is verified`,
    );
  else if (git(root, "status", "--porcelain") !== "")
    say("note: the checkout has uncommitted changes; they are not part of what is verified");
  return commit;
}

/** The worktree's own report command, its output passed on. */
function reportIn(args: readonly string[], cwd: string): Promise<number | null> {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "src/lib/commands/report.ts", ...args], {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((done, fail) => child.on("error", fail).on("close", done));
}
