import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {runInMemory} from "../../src/lib/pipeline/in-memory.ts";
import type {Stage} from "../../src/lib/pipeline/stage.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import {tradingDays} from "../../src/lib/simulate/trading-days.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import type {VerdictReport} from "../../src/lib/verdict/index.ts";

let folder = "";
afterEach(() => rmSync(folder, {recursive: true, force: true}));

interface Files {
  readonly traders: number;
  readonly days: number;
  readonly net: (trader: number, day: number) => number;
  /** Whether a limit was applied. */
  readonly limit?: (trader: number, day: number) => boolean;
  /** A forecast that comes from elsewhere. Given: nothing is trained here. */
  readonly predicted?: (trader: number, day: number) => number;
}

/** The same stage, whose findings are held to what may be published: finite numbers, or none with a note. */
function held(stage: Stage): Stage {
  return {
    ...stage,
    async run(context) {
      const output = await stage.run(context);
      for (const {id, value, interval = [0, 0], note} of output.findings ?? []) {
        for (const v of [value, ...interval]) if (typeof v === "number") expect(v, id).toSatisfy(Number.isFinite);
        if (value === null) expect(note?.length ?? 0, id).toBeGreaterThan(10);
      }
      return output;
    },
  };
}

/** A verdict through every stage that it reads, from files. */
async function verdictOn({traders, days, net, limit, predicted}: Files): Promise<VerdictReport> {
  folder = mkdtempSync(join(tmpdir(), "chain-"));
  const dates = tradingDays("2024-01-02", days);
  const rows = (of: (t: number, d: number) => string | null) =>
    Array.from({length: traders}, (_, t) => dates.flatMap((_, d) => of(t, d) ?? [])).flat();
  const line = (t: number, d: number, value: number) => `T${t},${dates[d]},${value}`;
  writeFileSync(
    join(folder, "daily.csv"),
    ["account_id,date,net_pnl", ...rows((t, d) => line(t, d, net(t, d)))].join("\n"),
  );
  if (limit !== undefined)
    writeFileSync(
      join(folder, "interventions.csv"),
      ["account_id,date,multiplier", ...rows((t, d) => (limit(t, d) ? line(t, d, 0.5) : null))].join("\n"),
    );
  if (predicted !== undefined)
    writeFileSync(
      join(folder, "predictions.csv"),
      ["account_id,date,predicted_net", ...rows((t, d) => line(t, d, predicted(t, d)))].join("\n"),
    );
  const study = defineStudy({
    title: "Bad input",
    source: {kind: "folder", path: "."},
    learners: predicted === undefined ? ["ridge"] : [],
    inference: {draws: 200},
    audit: {cuts: 1},
    knownTruth: {draws: 2, budget: 1},
  });
  const read = await runInMemory(stagesOf(study, folder).map(held), "verdict");
  return read("verdict").json<VerdictReport>("verdict.json");
}

/** Noise without any pattern, the same everywhere. */
const noise = (t: number, d: number) =>
  Math.round(1000 * Math.sin(12.9898 * (t + 1) + 78.233 * (d + 1) * (d + 3))) / 10;

describe("bad input through the whole chain", () => {
  it("one trader: not enough evidence, and why", async () => {
    const verdict = await verdictOn({traders: 1, days: 130, net: noise, limit: (_, d) => d % 7 === 3});
    expect(verdict.decision).toBe("not enough evidence");
    expect(verdict.because.length).toBeGreaterThan(20);
    expect(verdict.traders).toHaveLength(1);
    expect(verdict.traders[0].decision).toBe("not enough evidence");
  });

  it("ten days: not enough evidence, as the data cannot carry a verdict", async () => {
    const verdict = await verdictOn({traders: 3, days: 10, net: noise, limit: (t, d) => (t + d) % 4 === 0});
    expect(verdict).toMatchObject({decision: "not enough evidence", decidedBy: "quality"});
    expect(verdict.because).toContain("too few trading days");
    expect(verdict.change).toMatchObject({gate: "quality", change: {kind: "otherwise"}});
  });

  it("outcomes that are all equal: not enough evidence, and no effect to speak of", async () => {
    const verdict = await verdictOn({traders: 4, days: 130, net: () => 50, limit: (t, d) => (t + d) % 5 === 0});
    expect(verdict.decision).toBe("not enough evidence");
    const causal = verdict.gates.find((g) => g.id === "causal")!;
    expect(causal).toMatchObject({status: "not assessed"});
    expect(causal.evidence).toContain("same P&L");
    expect(verdict.gates.find((g) => g.id === "timing")!.status).not.toBe("pass");
  });

  it("an effect of exactly zero: not enough evidence", async () => {
    // every day comes twice, once with a limit and once without, with the same P&L: the difference is nothing
    const verdict = await verdictOn({
      traders: 4,
      days: 130,
      net: (t, d) => noise(t >> 1, d),
      limit: (t, d) => d % 4 === 1 && (t & 1) === (d >> 2) % 2,
    });
    expect(verdict.decision).toBe("not enough evidence");
    expect(verdict.traders.every((t) => t.decision !== "deploy")).toBe(true);
  });

  it("losses that are all equal: always cutting is no timing, and rounding is no evidence", async () => {
    const verdict = await verdictOn({traders: 4, days: 130, net: () => -49.7, limit: (t, d) => (t + d) % 5 === 0});
    expect(verdict.decision).toBe("not enough evidence");
    for (const id of ["skill", "timing"] as const)
      expect(["pass", "fail"]).not.toContain(verdict.gates.find((g) => g.id === id)!.status);
    expect(verdict.traders.map((t) => t.decision)).toEqual(new Array(4).fill("not enough evidence"));
  });

  it("no interventions: the causal gates are not asked, and say why", async () => {
    const verdict = await verdictOn({traders: 4, days: 130, net: noise});
    expect(verdict.decision).toBe("not enough evidence");
    for (const id of ["causal", "sensitivity"] as const) {
      const gate = verdict.gates.find((g) => g.id === id)!;
      expect(gate).toMatchObject({status: "not assessed", required: false});
      expect(gate.evidence).toContain("no interventions");
    }
    expect(["causal", "sensitivity"]).not.toContain(verdict.decidedBy);
    expect(verdict.designs.every((d) => d.status === "not assessed")).toBe(true);
  });

  it("predictions only, however good: not enough evidence, as nobody can see how they were made", async () => {
    // perfect but for its size: the best that could come from elsewhere
    const verdict = await verdictOn({traders: 4, days: 130, net: noise, predicted: (t, d) => noise(t, d) / 2});
    expect(verdict.gates.find((g) => g.id === "skill")!.status).toBe("pass");
    expect(verdict).toMatchObject({decision: "not enough evidence", decidedBy: "leakage"});
    expect(verdict.because.length).toBeGreaterThan(20);
    expect(verdict.change).toMatchObject({gate: "leakage", change: {kind: "otherwise"}});
    expect(verdict.traders.every((t) => t.decision !== "deploy")).toBe(true);
  });
});
