// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import type {CalibrationSummary} from "../../src/lib/verdict/index.ts";
import {powerFigure} from "../../src/lib/view/calibration/figure.ts";
import {
  type CalibrationFile,
  calibrationLine,
  confusionTable,
  createFindings,
  decidedTable,
  errorsLine,
  requirementList,
} from "../../src/lib/view/index.ts";
import {finding, findingsFile} from "./fixture.ts";

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const summary = (deploy: number): CalibrationSummary => ({
  desks: 10,
  verdicts: [
    {decision: "deploy", desks: deploy, share: deploy / 10, interval: [0, 0.5]},
    {decision: "do not deploy", desks: 0, share: 0, interval: [0, 0.3]},
    {decision: "not enough evidence", desks: 10 - deploy, share: 1 - deploy / 10, interval: [0.5, 1]},
  ],
  decidedBy: [{decision: "not enough evidence", gate: "skill", desks: 10 - deploy}],
  passed: [],
  truth: {timing: 0.05, limits: 0.05},
  traders: {judged: 20, deploy: 3, deployWrong: 0, against: 0, againstWrong: 0},
  audited: 1,
  errors: 0,
  firstError: null,
});
const row = (name: string, group: "scenario" | "effect" | "days", deploy: number, days = 500) => ({
  ...{name, group, label: `Label of ${name}`, traders: 20, days, effect: 0.05, draws: 10, full: 300},
  summary: summary(deploy),
});
const file: CalibrationFile = {
  ...{status: "fresh", why: "Run again.", command: "npm run calibrate -- verdict", absent: []},
  cases: [row("null", "scenario", 0), row("helpful", "scenario", 9), row("helpful on 125 days", "days", 1, 125)],
};
const findings = createFindings(
  findingsFile([
    finding({id: "calibration.desks", value: 30, unit: "count"}),
    finding({id: "calibration.null.deploy", value: 0, unit: "share", interval: [0, 0.3], level: 0.95}),
    finding({id: "calibration.helpful.deploy", value: 0.9, unit: "share", interval: [0.5, 1], level: 0.95}),
    finding({id: "calibration.helpful_on_125_days.deploy", value: 0.1, unit: "share"}),
  ]),
);
const text = (element: Element) => element.textContent!.replace(/[\u00a0\u202f]/g, " ");
const cells = (element: Element) =>
  [...element.querySelectorAll("tbody tr")].map((r) => [...r.children].map((c) => text(c)));

describe("calibration page", () => {
  it("says whether the record can be believed, and that it is short", () => {
    const line = text(calibrationLine(file, findings));
    expect(line).toContain("made by the code of this build");
    expect(line).toContain("a short run");
    const none = {...file, status: "contradicted" as const, cases: []};
    expect(text(calibrationLine(none, findings))).toContain("cannot be believed");
  });

  it("is a confusion table with a finding a cell, and the power curves share the main point", () => {
    expect(cells(confusionTable(file, "scenario", "x", findings))).toEqual([
      ["no effectLabel of null", "10", "–", "–", "0 % [0 %, 30 %]", "–", "–"],
      ["helpfulLabel of helpful", "10", "–", "–", "90 % [50 %, 100 %]", "–", "–"],
    ]);
    expect(cells(confusionTable(file, "days", "x", findings)).map((r) => r[0])).toEqual([
      "20 traders, 125 days",
      "20 traders, 500 days",
    ]);
    expect(cells(decidedTable(file, {skill: "Skill"}))[0]).toEqual([
      "no effect",
      "not enough evidence",
      "Skill",
      "10",
      "10",
    ]);
    expect(text(errorsLine(file))).toContain("On no desk");
  });

  it("holds the record against what is asked", () => {
    const items = [...requirementList(file, findings).children].map((li) => text(li));
    expect(items[0]).toContain("○ kept so far, on too few desks to be sure 0 %"); // its interval reaches beyond the bound
    expect(items[1]).toContain("– not on record"); // harmful
    expect(items[3]).toContain("○ kept so far");
    const none = row("null", "scenario", 0);
    const verdicts = [{decision: "deploy" as const, desks: 0, share: 0, interval: [0, 0.01] as const}];
    const sure = {...none, summary: {...none.summary, verdicts}};
    expect(text(requirementList({...file, cases: [sure]}, findings))).toContain("✓ kept 0 %");
    const worse = {...file, cases: [row("null", "scenario", 1)]};
    expect(text(requirementList(worse, findings))).toContain("✕ missed");
  });

  it("draws a power curve of two points or more", () => {
    expect(powerFigure(file, "days")!.textContent).toContain("length of the record");
    expect(powerFigure({...file, cases: []}, "effect")).toBeNull();
  });
});
