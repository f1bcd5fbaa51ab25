import {describe, expect, it} from "vitest";
import {calibrationStages} from "../../src/lib/pipeline/calibration/desk-stages.ts";
import {
  calibrationCases,
  calibrationStudy,
  firstRecordedSeed,
  judgeDesk,
  verdictEvidence,
} from "../../src/lib/pipeline/calibration/index.ts";
import {runInMemory} from "../../src/lib/pipeline/in-memory.ts";
import type {Stage} from "../../src/lib/pipeline/stage.ts";
import {slug} from "../../src/lib/pipeline/stages/findings/calibration.ts";
import {simulate} from "../../src/lib/simulate/index.ts";

const origin = {simulated: true, description: "x", files: []};
const stage = (name: string, inputs: string[], run: Stage["run"]): Stage => ({
  ...{name, label: name, inputs, files: [], code: [], params: null},
  run,
});

describe("runInMemory", () => {
  const first = stage("first", [], async () => ({json: {"a.json": {x: 1}}, origin}));
  it("runs what is needed, once, inputs first, and hands on the origin", async () => {
    const ran: string[] = [];
    const second = stage("second", ["first"], async (context) => {
      ran.push("second");
      expect(context.origin).toEqual(origin);
      expect(() => context.input("other")).toThrow('"second" does not declare "other"');
      expect(() => context.input("first").table("a.arrow")).toThrow("made no a.arrow");
      return {json: {"b.json": {y: context.input("first").json<{x: number}>("a.json").x + 1}}};
    });
    const third = stage("third", ["second", "first"], async (context) => ({
      json: {"c.json": await context.map((n: number) => n * 2, new URL("file:///x"), [1, 2])},
    }));
    const unused = stage("unused", [], async () => {
      throw new Error("never");
    });
    const read = await runInMemory([third, unused, second, first], "third");
    expect(ran).toEqual(["second"]);
    expect(read("third").json("c.json")).toEqual([2, 4]);
    expect(read("second").json("b.json")).toEqual({y: 2});
    expect(() => read("unused")).toThrow('"unused" was not run');
  });
  it("refuses what could not be stored, and a stage that is not there", async () => {
    const bad = stage("bad", ["first"], async () => ({json: {"a.json": {x: Number.NaN}}}));
    const read = await runInMemory([first, bad], "bad");
    expect(() => read("bad").json("a.json")).toThrow("NaN");
    await expect(runInMemory([first], "second")).rejects.toThrow('no stage "second"');
  });
});

describe("calibration cases", () => {
  it("have names of their own, also as findings, and the seven desks a verdict is held to are among them", () => {
    const names = calibrationCases.map((c) => c.name);
    expect(new Set(names.map(slug)).size).toBe(names.length);
    for (const name of ["null", "harmful", "helpful", "weak", "confounded", "leaky", "tiny"])
      expect(calibrationCases.find((c) => c.name === name)).toMatchObject({group: "scenario", draws: 300});
    expect(verdictEvidence.cases.map((c) => c.name)).toEqual(names);
    expect(firstRecordedSeed).toBeGreaterThan(100_000); // development used seeds below
  });
});

describe("judgeDesk", () => {
  const byName = (name: string) => calibrationCases.find((c) => c.name === name)!;

  it("finds too little on a tiny desk, without an error", async () => {
    const draw = await judgeDesk(byName("tiny"), 11);
    expect(draw).toMatchObject({decision: "not enough evidence", decidedBy: "quality"});
    expect(draw.message).toBeUndefined();
  });

  it("never deploys a model that has seen the day: nobody can audit it", async () => {
    const draw = await judgeDesk({...byName("leaky"), traders: 6, days: 150}, 11);
    expect(draw).toMatchObject({decision: "not enough evidence", decidedBy: "leakage", audited: false});
    expect(draw.gates.timing).toBe("pass"); // it looks splendid
    const audited = await judgeDesk({...byName("leaky"), traders: 3, days: 90}, 25);
    expect(audited).toMatchObject({decision: "not enough evidence", decidedBy: "leakage", audited: true});
  });

  it("gives the same twice, and judges traders beside the desk", async () => {
    const small = {...byName("helpful"), traders: 5, days: 140};
    const [a, b] = [await judgeDesk(small, 12), await judgeDesk(small, 12)];
    expect(a).toEqual(b);
    expect(a.decision).not.toBe("error");
    expect(a.traders.judged).toBe(5);
    expect(a.truth.limits).toBeGreaterThan(0);
  });

  it("audits in full where it is asked to, and the audit is clean", async () => {
    const one = {...byName("null"), traders: 4, days: 120};
    const simulation = simulate({desk: one.desk, seed: 25, traders: 4, days: 120});
    const read = await runInMemory(calibrationStages(calibrationStudy(one, 25), simulation, true), "audit");
    const {checks} = read("audit").json<{checks: {status: string; compared: number}[]}>("audit.json");
    expect(checks.length).toBeGreaterThan(5);
    expect(checks.every((c) => c.status === "clean")).toBe(true);
    expect((await judgeDesk(one, 25)).audited).toBe(true);
    expect((await judgeDesk(one, 26)).audited).toBe(false);
  });

  it("counts a chain that fails as an error, with its words", async () => {
    const draw = await judgeDesk({...byName("null"), traders: 1, days: 11, label: ""}, 3);
    expect(draw.decision).toBe("error");
    expect(draw.message).toContain("title");
  });
});
