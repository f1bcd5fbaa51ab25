import {execFileSync} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {beforeEach, describe, expect, it} from "vitest";
import type {Manifest} from "../../src/lib/pipeline/index.ts";
import {formatComparison, sealSite, verify} from "../../src/lib/publish/index.ts";
import {findingsText, manifestOf} from "./fixture.ts";
import {scratch} from "./scratch.ts";

const lock = JSON.stringify({packages: {"": {}, "node_modules/a": {version: "1.0.0", integrity: "x"}}});
let root: string;
let worktrees: string[];

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", ...args], {
    cwd: root,
    encoding: "utf8",
  }).trim();

/** Stands for the report command: the site says what is in page.txt of the folder it runs in. */
async function report(out: string, cwd: string, commit: string | null, changes: Partial<Manifest> = {}): Promise<void> {
  mkdirSync(out, {recursive: true});
  writeFileSync(join(out, "index.html"), readFileSync(join(cwd, "page.txt")));
  writeFileSync(join(out, "findings.json"), findingsText);
  await sealSite(out, (published) => ({...manifestOf(published), commit, ...changes}));
}

const run = (say: (line: string) => void = () => {}, study?: string[]) =>
  verify({
    root,
    site: join(root, "dist"),
    study,
    say,
    async report(args, cwd) {
      worktrees.push(cwd);
      expect(args.slice(0, 3).filter((a) => a.startsWith("--"))).toEqual(["--out", "--store"]);
      expect(existsSync(args[3])).toBe(false); // an empty store
      expect(existsSync(join(cwd, "node_modules/.package-lock.json"))).toBe(true);
      if (readFileSync(join(cwd, "page.txt"), "utf8") === "broken") return 1;
      await report(args[1], cwd, git("rev-parse", "HEAD"));
      return 0;
    },
  });

beforeEach(async () => {
  worktrees = [];
  root = scratch({
    "page.txt": "one",
    "package-lock.json": lock,
    ".gitignore": "dist/\nnode_modules\n",
    "node_modules/.package-lock.json": lock,
  });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "-m", "one");
  await report(join(root, "dist"), root, git("rev-parse", "HEAD"));
});

describe("verify", () => {
  it("rebuilds the commit in a clean folder, and leaves none behind", async () => {
    const result = await run();
    expect(formatComparison(result)).toBe("identical: 4 of 4");
    expect(result.commit).toBe(git("rev-parse", "HEAD"));
    expect(existsSync(worktrees[0])).toBe(false);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
    expect(existsSync(join(root, "node_modules/.package-lock.json"))).toBe(true); // the link went, not its target
  });

  it("rebuilds a commit, and no name that can move", async () => {
    await report(join(root, "dist"), root, "HEAD");
    await expect(run()).rejects.toThrow('the manifest names "HEAD", which is no commit');
  });

  it("finds a page that the commit does not give, and says that the checkout is not clean", async () => {
    writeFileSync(join(root, "page.txt"), "two");
    await report(join(root, "dist"), root, git("rev-parse", "HEAD"), {dirty: true});
    const said: string[] = [];
    const result = await run((line) => said.push(line));
    expect(result.first?.what).toBe("file index.html");
    expect(said[0]).toMatch(/built from commit [0-9a-f]{12} with uncommitted changes/);
    expect(said[1]).toMatch(/the checkout has uncommitted changes/);
  });

  it("verifies the site's own commit when the checkout has gone on, with the study it was made with", async () => {
    writeFileSync(join(root, "page.txt"), "two");
    git("commit", "--quiet", "-am", "two");
    const said: string[] = [];
    const commit = git("rev-parse", "HEAD~1");
    const result = await verify({
      root,
      site: join(root, "dist"),
      study: ["--data", "/data"],
      say: (line) => said.push(line),
      async report(args, cwd) {
        expect(args.slice(4)).toEqual(["--data", "/data"]);
        await report(args[1], cwd, commit);
        return 0;
      },
    });
    expect(result.first).toBeNull();
    expect(said[0]).toMatch(/the checkout is at/);
  });

  it("cleans up after a rebuild that fails", async () => {
    writeFileSync(join(root, "page.txt"), "broken");
    git("commit", "--quiet", "-am", "broken");
    await report(join(root, "dist"), root, git("rev-parse", "HEAD"));
    await expect(run()).rejects.toThrow(/failed in a clean folder \(exit code 1\)/);
    expect(existsSync(worktrees[0])).toBe(false);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says what keeps it from verifying", async () => {
    await expect(verify({root, site: join(root, "nowhere")})).rejects.toThrow(/there is no manifest\.json/);
    await report(join(root, "dist"), root, null);
    await expect(run()).rejects.toThrow(/outside a git repository/);
    await report(join(root, "dist"), root, "0".repeat(40));
    await expect(run()).rejects.toThrow(/which this repository does not have/);
    await report(join(root, "dist"), root, git("rev-parse", "HEAD"));
    writeFileSync(join(root, "node_modules/.package-lock.json"), lock.replace("1.0.0", "1.0.1"));
    await expect(run()).rejects.toThrow("a is installed at 1.0.1, the lock file has 1.0.0: run npm ci");
    writeFileSync(join(root, "node_modules/.package-lock.json"), "{");
    await expect(run()).rejects.toThrow("node_modules/.package-lock.json cannot be read: run npm ci");
    expect(readdirSync(root)).toContain("dist");
  });
});
