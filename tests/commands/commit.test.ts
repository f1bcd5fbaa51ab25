import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {checkoutState, commitOf} from "../../src/lib/commands/commit.ts";

let root = "";
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
const write = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "commit-"));
  mkdirSync(join(root, "src/.observablehq"), {recursive: true});
  git("init", "-q");
  write("src/a.ts", "1");
  write(".gitignore", "src/.observablehq/\ndist/\nsrc/own.md\n");
  git("add", ".");
  git("commit", "-qm", "one");
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

describe("commitOf", () => {
  it("is clean where everything that a build reads is committed", () => {
    write("src/.observablehq/cache", "made by a build");
    write("src/.DS_Store", "");
    git("config", "core.excludesFile", "/dev/null");
    write(".git/info/exclude", ".DS_Store\n");
    expect(commitOf(root)).toMatchObject({hash: git("rev-parse", "HEAD"), dirty: false});
  });

  it("sees a new file whatever the user's settings hide", () => {
    write("src/b.ts", "2");
    git("config", "status.showUntrackedFiles", "no");
    expect(commitOf(root).dirty).toBe(true);
  });

  it.each(["--assume-unchanged", "--skip-worktree"])("sees that git was told not to look: %s", (flag) => {
    git("update-index", flag, "src/a.ts");
    write("src/a.ts", "2");
    expect(git("status", "--porcelain")).toBe("");
    expect(commitOf(root).dirty).toBe(true);
  });

  it("sees a page that git ignores", () => {
    write("src/own.md", "# a page");
    expect(git("status", "--porcelain")).toBe("");
    expect(commitOf(root).dirty).toBe(true);
  });

  it("knows nothing outside of git", () => {
    rmSync(join(root, ".git"), {recursive: true});
    expect(commitOf(root)).toEqual({hash: null, time: null, dirty: false});
  });
});

describe("checkoutState", () => {
  it("changes with the commit and with the sources, and not with what a report writes", () => {
    const before = checkoutState(root);
    mkdirSync(join(root, "site"));
    write("site/index.html", "");
    expect(checkoutState(root)).toBe(before);
    write("src/a.ts", "2");
    expect(checkoutState(root)).not.toBe(before);
    git("commit", "-qam", "two");
    expect(checkoutState(root)).not.toBe(before);
  });
});
