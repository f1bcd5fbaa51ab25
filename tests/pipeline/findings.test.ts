import {describe, expect, it} from "vitest";
import {checkFindings, checkUnique, completeFindings} from "../../src/lib/pipeline/findings.ts";
import type {StageRecord} from "../../src/lib/pipeline/record.ts";
import type {Finding, FindingDraft} from "../../src/lib/study/index.ts";
import {simulated} from "./project.ts";

const draft: FindingDraft = {
  id: "impact.total.delta",
  label: "Effect",
  value: 1.5,
  unit: "currency",
  interval: [1, null],
  level: 0.95,
  n: 10,
  method: "Mean.",
  artifact: "impact.json",
};
const made = [{file: "impact.json"}];

describe("checkFindings", () => {
  it.each<Partial<FindingDraft>>([
    {},
    {value: "deploy", interval: undefined, level: undefined},
    {value: null, note: "too few days", n: null},
    {interval: [null, null]},
    {interval: [2, 2]},
    {n: 0},
  ])("accepts %o", (change) => {
    expect(() => checkFindings([{...draft, ...change}], made)).not.toThrow();
  });

  it.each<[Partial<FindingDraft>, string]>([
    [{value: Number.NaN}, "the value is NaN; give null and a note"],
    [{value: Number.POSITIVE_INFINITY}, "the value is Infinity"],
    [{value: null}, "the value is null; a note must say why"],
    [{value: true as never}, "neither a number, text nor null: true"],
    [{level: undefined}, "it has an interval but no level"],
    [{interval: undefined}, "it has a level but no interval"],
    [{level: 95}, "invalid level; not in (0, 1): 95"],
    [{level: Number.NaN}, "invalid level"],
    [{interval: [2, 1]}, "invalid interval; not [lower, upper]: [2,1]"],
    [{interval: [Number.NaN, 1]}, "invalid interval"],
    [{interval: [1] as never}, "invalid interval"],
    [{n: -1}, "invalid n"],
    [{n: Number.NaN}, "invalid n"],
    [{id: ""}, "the id is empty"],
    [{artifact: "other.json"}, 'its artifact "other.json" is not one of impact.json'],
  ])("refuses %o", (change, message) => {
    expect(() => checkFindings([{...draft, ...change}], made)).toThrow(message);
  });

  it("lists every problem at once, and an id that is used twice", () => {
    const bad = () => checkFindings([draft, {...draft, level: 2, n: -1}], made);
    expect(bad).toThrow(/invalid level.*\n.*invalid n.*\n.*the id is used twice/);
    expect(() => checkFindings([draft], [])).toThrow("is not one of none");
  });
});

describe("completeFindings", () => {
  it("adds where each finding came from", () => {
    const record = {
      stage: "impact",
      key: "k",
      artifacts: [{file: "impact.json", sha256: "h", bytes: 1}],
      findings: [draft],
      origin: simulated,
    } as unknown as StageRecord;
    expect(completeFindings(record)).toEqual([{...draft, stage: "impact", key: "k", sha256: "h", simulated: true}]);
  });
});

describe("checkUnique", () => {
  it("names both stages", () => {
    const findings = [
      {...draft, stage: "a"},
      {...draft, stage: "b"},
    ] as Finding[];
    expect(() => checkUnique(findings)).toThrow('"impact.total.delta" is reported by a and by b');
    expect(() => checkUnique(findings.slice(1))).not.toThrow();
  });
});
