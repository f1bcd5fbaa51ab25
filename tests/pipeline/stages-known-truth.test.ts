import {describe, expect, it} from "vitest";
import {caseName, drawKnownTruth, knownTruthCases} from "../../src/lib/causal/index.ts";
import {checkFindings} from "../../src/lib/pipeline/findings.ts";
import {knownTruthEvidence} from "../../src/lib/pipeline/known-truth-evidence.ts";
import {checkRecorded, recordedFiles} from "../../src/lib/pipeline/recorded.ts";
import {knownTruthFindings} from "../../src/lib/pipeline/stages/findings/known-truth.ts";
import {methodCheckFindings} from "../../src/lib/pipeline/stages/findings/method-check.ts";
import {methodCheckStage} from "../../src/lib/pipeline/stages/method-check.ts";
import type {KnownTruthReport} from "../../src/lib/robustness/index.ts";

describe("the record in this repository", () => {
  it("is there, and the code at hand gives the same bits for one draw of each case", async () => {
    const [file] = recordedFiles(knownTruthEvidence.name);
    const report = await checkRecorded(knownTruthEvidence, {path: file.path, seeds: 1});
    expect(report.why).toMatch(/gave the same bits/);
    expect(["fresh", "older code"]).toContain(report.status);
    expect(report.rerun).toBe(report.cases.length);
    expect(methodCheckStage()).toMatchObject({files: [file], demonstration: true, inputs: []});
    checkFindings(methodCheckFindings(report), [{file: "recorded-known-truth.json"}]);
  });

  it("names every case once, and draws plain JSON", () => {
    const names = knownTruthCases().map(caseName);
    expect(new Set(names).size).toBe(names.length);
    expect(knownTruthEvidence.cases.map((c) => c.name)).toEqual(names);
    const [draw] = drawKnownTruth({name: names[0], seeds: [3]});
    expect(JSON.parse(JSON.stringify(draw))).toEqual(draw);
    expect(() => drawKnownTruth({name: "no such", seeds: [1]})).toThrow(/invalid case; there is none named "no such"/);
  });
});

describe("findings of the record", () => {
  const row = (coverage: number, bias: number, draws: number, strained: string | null = null) => ({
    ...{name: `case ${coverage} ${bias} ${strained}`, seed: 1, draws, code: "c", fresh: true, full: 2000, rerun: 1},
    summary: {
      ...{family: "f", method: "m", design: "d", n: 9, draws, truth: 1, bias: 0.1, biasError: 0.1, spread: 1},
      ...{meanStandardError: 1, biasInStandardErrors: bias, coverage, coverageError: 0.005, strained},
    },
  });
  const report = (cases: ReturnType<typeof row>[]) => ({
    ...{
      name: "known-truth",
      what: "w",
      command: "c",
      status: "fresh" as const,
      why: "w",
      absent: [],
      rerun: cases.length,
    },
    cases,
  });
  const value = (cases: ReturnType<typeof row>[], id: string) =>
    methodCheckFindings(report(cases)).find((f) => f.id === `method_check.${id}`)?.value;

  it("counts those within bounds, strained designs apart", () => {
    const cases = [row(0.95, 0.02, 2000), row(0.92, 0, 2000), row(0.95, 0.2, 2000), row(0.8, 0, 2000, "bends")];
    expect([value(cases, "cases"), value(cases, "kept"), value(cases, "draws")]).toEqual([3, 1, 2000]);
    checkFindings(methodCheckFindings(report(cases)), [{file: "recorded-known-truth.json"}]);
  });

  it("counts nothing in a short run, and shows nothing where there is nothing to show", () => {
    expect(value([row(0.95, 0.02, 20)], "kept")).toBeNull();
    expect(methodCheckFindings(report([])).map((f) => f.id)).toEqual(["method_check.record"]);
  });
});

describe("findings of the twins", () => {
  const world = {
    ...{draws: 20, refused: 0, truth: 0, bias: 1, biasError: 2, spread: 9, meanStandardError: 8},
    ...{biasInStandardErrors: 0.11, biasInStandardErrorsError: 0.22, coverage: 0.9, coverageError: 0.07},
    coverageInterval: [0.68, 0.99] as const,
  };
  const methods: KnownTruthReport["methods"] = [
    {
      ...{design: "timing", label: "Timing", status: "holds", why: "It held."},
      null: {...world, falsePositives: 0.1, falsePositivesError: 0.07},
      effect: {...world, power: 0.6, powerError: 0.1},
    },
    {design: "interrupted", label: "One day", status: "not tried", why: "Not in use.", null: null, effect: null},
  ];

  it("are those of each kind of twin, and a status for every method", () => {
    const report = {methods, level: 0.95} as unknown as KnownTruthReport;
    const found = knownTruthFindings(report);
    checkFindings(found, [{file: "known-truth.json"}]);
    expect(found.filter((f) => f.id.endsWith(".status")).map((f) => [f.value, f.note])).toEqual([
      ["holds", "It held."],
      ["not tried", "Not in use."],
    ]);
    const coverage = found.find((f) => f.id === "known_truth.timing.effect.coverage")!;
    expect([coverage.value, coverage.interval, coverage.level, coverage.n]).toEqual([0.9, [0.68, 0.99], 0.95, 20]);
    expect(found.find((f) => f.id === "known_truth.timing.power")!.value).toBe(0.6);
    expect(found.find((f) => f.id === "known_truth.timing.false_positives")!.value).toBe(0.1);
  });
});
