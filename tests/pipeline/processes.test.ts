import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {makeProject, repository} from "./project.ts";

interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

const fixture = new URL("./fixtures/child.ts", import.meta.url).pathname;

interface Started {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  readonly said: () => string;
}

function start(store: string, {workers = 0, ms = 60, gated = false} = {}): Started {
  mkdirSync(store, {recursive: true});
  const args = ["--import", "tsx", fixture, store, String(workers), String(ms), ...(gated ? ["gated"] : [])];
  const child = spawn(process.execPath, args, {cwd: repository, stdio: ["ignore", "pipe", "pipe"]});
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  const outcome = once(child, "close").then(([code, signal]) => ({code, signal, out, err}));
  return {child, outcome, said: () => err};
}

const newStore = () => join(makeProject().root, ".proofbook");
const computed = (store: string) =>
  readFileSync(join(store, "computed.log"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[0])
    .sort();
const stages = ["source", "squares/1", "squares/2", "squares/3", "sum"];

describe("two processes on one store", () => {
  it("compute each stage once, and get the same", async () => {
    const store = newStore();
    const one = start(store, {gated: true});
    const two = start(store, {gated: true});
    // the gate opens when one computes the first stage and the other has said that it waits for it
    const waits = ({said}: Started, {child}: Started) => said().includes(`waiting for process ${child.pid}`);
    await expect.poll(() => waits(one, two) || waits(two, one), {timeout: 50_000}).toBe(true);
    writeFileSync(join(store, "go"), "");
    const both = await Promise.all([one.outcome, two.outcome]);
    for (const {code, err} of both) expect(code, err).toBe(0);
    expect(computed(store)).toEqual(stages);
    expect(both[0].out).toBe(both[1].out);
    expect(JSON.parse(both[0].out).findings[0].value).toBe(14 * (1 + 4 + 9)); // Σ (f·x)² = Σ f² · Σ x²
    expect(readdirSync(join(store, "claims"))).toEqual([]);
  });
});

describe("workers", () => {
  it("change neither keys nor bytes", async () => {
    const outcomes = await Promise.all([0, 1, 2].map((workers) => start(newStore(), {workers, ms: 3}).outcome));
    for (const {code, err} of outcomes) expect(code, err).toBe(0);
    expect(new Set(outcomes.map(({out}) => out)).size).toBe(1);
  });
});

describe("a process that is killed", () => {
  it("leaves nothing that blocks, or that is taken for a result", async () => {
    const clean = await start(newStore(), {ms: 60}).outcome;
    const store = newStore();
    const random = stream(1, "kill");
    let killed = 0;
    for (let round = 0; round < 4; round++) {
      const {child, outcome} = start(store, {ms: 60, workers: round % 2});
      await started(child);
      await new Promise((done) => setTimeout(done, 150 * random.uniform()));
      child.kill("SIGKILL");
      killed += (await outcome).signal === "SIGKILL" ? 1 : 0;
    }
    expect(killed).toBeGreaterThan(0);
    const {code, err, out} = await start(store, {ms: 60}).outcome;
    expect(code, err).toBe(0);
    expect(out).toBe(clean.out);
    expect(readdirSync(join(store, "claims"))).toEqual([]);
    expect(readdirSync(join(store, "store")).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("by %s, tidies up itself", async (signal) => {
    const store = newStore();
    const {child, outcome} = start(store, {ms: 5000, workers: 1});
    await started(child);
    expect(readdirSync(join(store, "claims")).map((name) => name.split(".")[1])).toEqual([
      String(child.pid), // the stage, and the run
      String(child.pid),
    ]);
    child.kill(signal);
    expect(await outcome).toMatchObject({code: null, signal});
    expect(readdirSync(join(store, "claims"))).toEqual([]);
    expect(readdirSync(join(store, "store"))).toEqual([]);
  });
});

/** Resolves when the child has begun to compute: it says so in the log. */
async function started(child: ChildProcess): Promise<void> {
  const log = join(child.spawnargs[4], "computed.log");
  const seen = () => {
    try {
      return readFileSync(log, "utf8").includes(` ${child.pid}\n`);
    } catch {
      return false;
    }
  };
  while (!seen() && child.exitCode === null) await new Promise((done) => setTimeout(done, 5));
}
