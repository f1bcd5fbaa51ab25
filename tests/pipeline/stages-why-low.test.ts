import {beforeAll, describe, expect, it} from "vitest";
import type {LearningReport, TwinReport, WhyLowReport} from "../../src/lib/evaluate/index.ts";
import {checkFindings} from "../../src/lib/pipeline/findings.ts";
import type {Stage, StageContext, StageOutput} from "../../src/lib/pipeline/index.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import type {FindingDraft} from "../../src/lib/study/index.ts";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";

const wanted = ["learning-curves", "twin", "why-low"];

/** Runs the stages that why-low needs in memory, in their order, with every artifact through JSON as a reader sees it. */
async function outputsOf(input: StudyInput): Promise<Map<string, StageOutput>> {
  const stages = stagesOf(defineStudy(input), null);
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const outputs = new Map<string, StageOutput>();
  const need = async (name: string): Promise<void> => {
    if (outputs.has(name)) return;
    const stage = byName.get(name)!;
    for (const input of stage.inputs) await need(input);
    outputs.set(name, await stage.run(contextOf(stage, outputs)));
  };
  for (const name of wanted) await need(name);
  return outputs;
}

function contextOf(stage: Stage, outputs: ReadonlyMap<string, StageOutput>): StageContext {
  return {
    input(name) {
      if (!stage.inputs.includes(name)) throw new Error(`${stage.name} did not declare ${name}`);
      const {tables, json} = outputs.get(name)!;
      return {
        has: (artifact) => artifact in {...tables, ...json},
        table: (artifact) => tables![artifact],
        json: (artifact) => JSON.parse(JSON.stringify(json![artifact])),
      };
    },
    file: () => {
      throw new Error("there is no file");
    },
    origin: {simulated: true, description: "Simulated", files: []},
    map: (task, _module, items) => Promise.all(items.map((item) => task(structuredClone(item)))),
  };
}

const findingsOf = (output: StageOutput) => new Map((output.findings ?? []).map((f) => [f.id, f]));

/** Every finding is well formed, and comes from an artifact of its stage without NaN or infinity. */
function checkOutput(output: StageOutput): void {
  checkFindings(
    output.findings as readonly FindingDraft[],
    Object.keys(output.json!).map((file) => ({file})),
  );
  expect(JSON.parse(JSON.stringify(output.json))).toEqual(output.json);
}

describe("learning-curves, twin and why-low on a small simulated desk", () => {
  let outputs: Map<string, StageOutput>;
  let whole: Map<string, FindingDraft>;
  beforeAll(async () => {
    outputs = await outputsOf({
      title: "Weak desk",
      seed: 3,
      source: {kind: "simulated", desk: "weak"},
      learners: ["elastic-net", "ridge"],
      categories: ["trader"],
      tuning: {method: "random", trials: 2, learners: ["elastic-net"]},
      split: {kind: "expanding", train: 380, test: 60, embargo: 1},
      primary: "elastic_net",
      inference: {draws: 200},
    });
    whole = new Map(wanted.flatMap((name) => [...findingsOf(outputs.get(name)!)]));
  });

  it("report findings that are well formed, and agree with their artifacts", () => {
    for (const name of wanted) checkOutput(outputs.get(name)!);
    const report = outputs.get("why-low")!.json!["why-low.json"] as WhyLowReport;
    expect(whole.get("why.r2")!.value).toBe(report.r2!.value);
    expect(whole.get("why.attainable")!.interval).toEqual(report.known!.attainable.interval);
    expect(whole.get("why.subject")!.value).toBe(report.subject!.label);
    expect(whole.get("why.variance.rest")!.value).toBeGreaterThan(0.5);
    expect(whole.get("why.power.detectable")!.value).toBe(report.power!.detectable);
    expect(whole.get("why.decay.elastic_net.0")!.value).toBe(report.decay[0].points[0].value);
  });

  it("judge R² against a ceiling that no prediction earns more than", () => {
    const value = (id: string) => whole.get(id)!.value as number;
    expect(value("why.earned")).toBeLessThan(value("why.attainable"));
    expect(value("why.twin.earned")).toBeLessThan(value("why.twin.attainable"));
    expect(value("why.attainable")).toBeLessThan(0.2);
  });

  it("learn from less with the study's own learner and with ridge beside it", () => {
    const {curves, families, folds} = outputs.get("learning-curves")!.json!["learning-curves.json"] as LearningReport;
    expect(curves.map((c) => c.learner)).toEqual(["elastic-net", "ridge"]);
    expect(curves[0].points.map((p) => p.id)).toEqual(["1", "2", "3", "4"]);
    expect(families!.families.map((f) => f.family)).toContain("performance");
    expect(folds).toBeLessThanOrEqual(4);
    expect(whole.get("why.curve.elastic-net.4")!.value).toBe(curves[0].points[3].r2.value);
    expect(whole.get("why.family.performance.lost")!.value).toBe(families!.families[0].lost.value);
  });
});

describe("the same on a desk that is too short", () => {
  it("says what cannot be said, and why, instead of a number", async () => {
    const outputs = await outputsOf({
      title: "Tiny desk",
      source: {kind: "simulated", desk: "tiny"},
      learners: ["ridge"],
      split: {kind: "expanding", train: 60, test: 10, embargo: 1},
      inference: {draws: 200},
    });
    for (const name of wanted) checkOutput(outputs.get(name)!);
    const report = outputs.get("why-low")!.json!["why-low.json"] as WhyLowReport;
    const twin = outputs.get("twin")!.json!["twin.json"] as TwinReport;
    expect(report).toMatchObject({rows: 0, r2: null, known: null, power: null});
    expect(twin.skill).toBeNull();
    expect(report.limits.map(({why}) => why).join(" ")).toContain("too short for a fold");
    const missing = outputs.get("why-low")!.findings!.filter((f) => f.value === null);
    expect(missing.map((f) => f.id)).toContain("why.r2");
    for (const {note} of missing) expect(note).toMatch(/\.$/);
  });
});
