import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {declarationOf} from "../../src/lib/commands/declaration.ts";

let folder = "";
afterEach(() => rmSync(folder, {recursive: true, force: true}));

function repository() {
  folder = mkdtempSync(join(tmpdir(), "declaration-"));
  const env = {...process.env, GIT_AUTHOR_DATE: "2025-03-01T10:00:00Z", GIT_COMMITTER_DATE: "2025-03-01T10:00:00Z"};
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
      cwd: folder,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  const file = join(folder, "study.ts");
  writeFileSync(file, "export default 1;\n");
  return {git, file, env};
}

const sha256 = createHash("sha256").update("export default 1;\n").digest("hex");

describe("declarationOf", () => {
  it("counts what the study file imports: a threshold that stands elsewhere is declared there", () => {
    const {git, file, env} = repository();
    const gates = join(folder, "gates.ts");
    writeFileSync(file, 'import {skillLevel} from "./gates.ts";\nexport default {gates: {skillLevel}};\n');
    writeFileSync(gates, "export const skillLevel = 0.05;\n");
    git("init", "-q");
    git("add", "study.ts");
    git("commit", "-qm", "study");
    expect(declarationOf(file).state).toBe("untracked");
    git("add", ".");
    git("commit", "-qm", "gates");
    expect(declarationOf(file)).toMatchObject({state: "committed", time: "2025-03-01T10:00:00.000Z"});
    writeFileSync(gates, "export const skillLevel = 0.5;\n");
    expect(declarationOf(file).state).toBe("changed");
    env.GIT_COMMITTER_DATE = "2025-09-01T10:00:00Z";
    git("commit", "-qam", "a kinder gate");
    expect(declarationOf(file)).toMatchObject({state: "committed", time: "2025-09-01T10:00:00.000Z"});
  });

  it("is the commit that last changed the file, not the last commit", () => {
    const {git, file, env} = repository();
    git("init", "-q");
    expect(declarationOf(file)).toEqual({state: "untracked", sha256, commit: null, time: null});
    git("add", ".");
    git("commit", "-qm", "study");
    const commit = git("rev-parse", "HEAD");
    env.GIT_COMMITTER_DATE = "2025-09-01T10:00:00Z";
    writeFileSync(join(folder, "other.txt"), "x");
    git("add", ".");
    git("commit", "-qm", "other");
    expect(declarationOf(file)).toEqual({state: "committed", sha256, commit, time: "2025-03-01T10:00:00.000Z"});
    writeFileSync(join(folder, "other.txt"), "y"); // a dirty tree, but not this file
    expect(declarationOf(file).state).toBe("committed");
    writeFileSync(file, "export default 2;\n");
    expect(declarationOf(file)).toMatchObject({state: "changed", commit: null, time: null});
  });

  it("cannot tell in a shallow clone, outside git, or without a file", () => {
    const {git, file} = repository();
    expect(declarationOf(null).state).toBe("no file");
    expect(declarationOf(file).state).toBe("no repository"); // a folder for temporary files is in none
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "one");
    writeFileSync(join(folder, "other.txt"), "x");
    git("add", ".");
    git("commit", "-qm", "two");
    git("clone", "-q", "--depth", "1", `file://${folder}`, "clone");
    expect(declarationOf(join(folder, "clone", "study.ts")).state).toBe("shallow");
  });
});
