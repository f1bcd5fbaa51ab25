import {execFileSync, spawn} from "node:child_process";
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Manifest} from "../../src/lib/pipeline/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Two builds of one commit, as different as two auditors' machines can be made on one. */
describe("determinism", () => {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-determinism-"));
  const snapshot = join(folder, "snapshot");
  beforeAll(() => takeSnapshot(snapshot)); // once: files may be edited while the builds run
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  it("gives the same bytes in another folder, time zone and locale, with another number of workers", async () => {
    const here = await build("a", {TZ: "Pacific/Auckland", LANG: "C", LC_ALL: "C"}, "1");
    const there = await build(
      "a longer name, further down/b",
      {TZ: "America/St_Johns", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8"},
      "2",
    );
    expect(here.published.length).toBeGreaterThan(50);
    expect(here.stages.length).toBeGreaterThan(10);
    expect(there).toEqual(here); // keys, artifacts and published files, each by its SHA-256
  }, 900_000);

  /** Copies the snapshot, commits it with fixed dates, builds, and returns the manifest. */
  async function build(name: string, env: Record<string, string>, workers: string): Promise<Manifest> {
    const copy = join(folder, name);
    cpSync(snapshot, copy, {recursive: true});
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const fixed = {GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z", GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z"};
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], {
        cwd: copy,
        env: {...process.env, ...fixed},
        stdio: "pipe",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "copy");
    const study = ["--study", "tests/site/determinism-study.ts"];
    const command = ["--import", "tsx", "src/lib/commands/report.ts", ...study, "--workers", workers];
    const child = spawn(process.execPath, command, {
      cwd: copy,
      env: {...process.env, ...env, INIT_CWD: copy},
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    const code = await new Promise((done) => child.on("close", done));
    if (code !== 0) throw new Error(`the build in ${name} failed:\n${log}`);
    return JSON.parse(readFileSync(join(copy, "dist/manifest.json"), "utf8")) as Manifest;
  }
});

/** Copies what git knows, or would know after `git add`. */
function takeSnapshot(to: string): void {
  const list = (flags: string) =>
    execFileSync("git", ["ls-files", flags, "--exclude-standard"], {cwd: root, encoding: "utf8"}).split("\0");
  const deleted = new Set(list("-dz"));
  for (const file of list("-coz"))
    if (file !== "" && !deleted.has(file)) {
      mkdirSync(dirname(join(to, file)), {recursive: true});
      cpSync(join(root, file), join(to, file));
    }
}
