import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {folderFiles, readFolder} from "../../src/lib/ingest/index.ts";
import {simulateDesk} from "../../src/lib/simulate/index.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proofbook-simulate-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function simulate(...args: string[]) {
  const command = ["--import", import.meta.resolve("tsx"), join(root, "src/lib/commands/simulate.ts"), ...args];
  const {status, stdout, stderr} = spawnSync(process.execPath, command, {
    cwd: folder,
    env: {...process.env, INIT_CWD: folder}, // npm sets it for tests that it starts
    encoding: "utf8",
  });
  return {status, stdout, stderr};
}

describe("npm run simulate", () => {
  it("writes a desk that is read back as it was, with what is true of it", () => {
    const {status, stdout, stderr} = simulate("--desk", "tiny", "--seed", "3", "--out", "tiny", "--fills");
    expect(status, stderr).toBe(0);
    const desk = readFolder(folderFiles(join(folder, "tiny")));
    const made = simulateDesk({desk: "tiny", seed: 3});
    expect(desk.origin.simulated).toBe(true);
    expect([desk.accounts, desk.days]).toEqual([made.accounts, made.days]);
    expect(desk.daily.columns.net).toEqual(made.daily.columns.net);
    const total = JSON.parse(readFileSync(join(folder, "tiny/truth/total.json"), "utf8"));
    expect(stdout).toContain(`${total.rows} trader-days`);
    expect(readFileSync(join(folder, "tiny/fills.csv"), "utf8").split("\n").length).toBeGreaterThan(made.daily.rows);
  });

  it("draws a desk like another one and says how alike", () => {
    simulate("--desk", "null", "--out", "original");
    const {status, stdout, stderr} = simulate("--like", "original", "--effect=-25", "--out", "twin");
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/Kurtosis +\d/);
    const [original, twin] = ["original", "twin"].map((name) => readFolder(folderFiles(join(folder, name))));
    expect(twin.daily.columns.trader).toEqual(original.daily.columns.trader);
    expect(twin.daily.columns.net).not.toEqual(original.daily.columns.net);
  });

  it("says what is wrong", () => {
    expect(simulate().stderr).toContain("Say where to");
    expect(simulate("--out", "x", "--desk", "helpfull").stderr).toContain("did you mean helpful?");
    expect(simulate("--out", "x", "--effect", "much").stderr).toContain("--effect much: not a number");
    expect(simulate("--out", "x", "--effect", "5").stderr).toContain("only with --like");
    expect(simulate("--out", "x", "--like", "nowhere").stderr).toContain("nowhere");
    expect(simulate("--out", ".").stderr).toContain("is not empty");
    for (const args of [[], ["--out", "."]]) expect(simulate(...args)).toMatchObject({status: 1, stdout: ""});
  });
});
