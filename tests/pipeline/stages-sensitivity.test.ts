import {describe, expect, it} from "vitest";
import {partiallyLinear, type SharedFits} from "../../src/lib/causal/index.ts";
import {fitArtifacts} from "../../src/lib/pipeline/stages/causal-fit.ts";
import {sensitivityFindings} from "../../src/lib/pipeline/stages/findings/sensitivity.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import {sensitivityStage} from "../../src/lib/pipeline/stages/sensitivity.ts";
import {assessSensitivity, type ComputedSensitivity, type SensitivityReport} from "../../src/lib/robustness/index.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import {contextOf, ruledDesk} from "../causal/designs-context.ts";

const study = defineStudy({title: "Desk", source: {kind: "simulated", desk: "demo"}, learners: ["ridge"]});
const desk = ruledDesk({traders: 12, days: 120, seed: 3, effect: () => 9});
const context = contextOf(desk.panel, desk.interventions);
const features = ["x1", "x2"].map((name) => ({name, label: name.toUpperCase(), family: "core", familyLabel: "Core"}));
const report = assessSensitivity({...context, features}) as ComputedSensitivity;
const check = (findings: ReturnType<typeof sensitivityFindings>) => {
  expect(new Set(findings.map((f) => f.id)).size).toBe(findings.length);
  for (const f of findings) {
    if (f.value === null) expect(f.note!.length).toBeGreaterThan(10);
    else expect(Number.isFinite(f.value)).toBe(true);
    expect(f.interval === undefined).toBe(f.level === undefined);
    expect(f.artifact).toBe("sensitivity.json");
  }
  return new Map(findings.map((f) => [f.id, f]));
};

describe("the stage sensitivity", () => {
  it("reads the published estimate, and comes before the verdict", () => {
    const names = stagesOf(study, null).map((s) => s.name);
    expect(names.indexOf("sensitivity")).toBeGreaterThan(names.indexOf("causal"));
    expect(names.indexOf("sensitivity")).toBeLessThan(names.indexOf("verdict"));
    expect(sensitivityStage(study).inputs).toContain("causal");
  });

  it("hands on why there is no estimate, without looking further", async () => {
    const refusal = {status: "not possible", reason: "No trader was ever limited.", needs: "Limits on ten days."};
    const input = () => ({json: () => refusal});
    const {json, findings} = await sensitivityStage(study).run({input} as never);
    expect(json!["sensitivity.json"]).toEqual(refusal);
    expect(check([...findings!]).get("sensitivity.robustness_value")).toMatchObject({
      value: null,
      note: refusal.reason,
    });
  });

  it("refuses to move an estimate that is not the published one", async () => {
    const fits: SharedFits = {};
    const published = partiallyLinear({...context, fits});
    const fit = fitArtifacts(fits.limits);
    const {panel, interventions} = desk;
    const artifacts: Record<string, unknown> = {
      "causal.json": {...published, estimate: 1},
      ...fit.json,
      "features.json": {used: features},
      "desk.json": {has: {interventions: true, predictions: false}, accounts: [], days: [], currency: "USD"},
      "rule.json": {threshold: null},
    };
    const empty = {columns: {}, rows: 0};
    const tables: Record<string, unknown> = {"panel.arrow": panel, "interventions.arrow": interventions, ...fit.tables};
    const input = () => ({
      json: (name: string) => artifacts[name],
      table: (name: string) => tables[name] ?? empty,
    });
    await expect(sensitivityStage(study).run({input} as never)).rejects.toThrow(/is not the published one, 1/);
  });

  it("gives findings with unique names, finite values, and a note where there is none", () => {
    const findings = check(sensitivityFindings(report));
    expect(findings.get("sensitivity.robustness_value")!.value).toBe(report.robustnessValue);
    expect(findings.get("sensitivity.strongest.effect")!.interval).toEqual(
      report.benchmarks[report.strongest!].interval,
    );
    for (const id of ["times", "family.times_at_level", "linear.effect", "gamma", "e_value", "simulated.effect"])
      expect(findings.has(`sensitivity.${id}`), id).toBe(true);
  });

  it("says so where nothing moves the effect, where pairs are missing, and where zero is inside as it stands", () => {
    const none: SensitivityReport = {
      ...report,
      robustnessValueAtLevel: 0,
      explainedAway: {feature: "x1", label: "X1", times: null, timesAtLevel: null, largest: 12},
      family: null,
      pairs: {reason: "Three pairs are not enough."},
      simulated: null,
    };
    const findings = check(sensitivityFindings(none));
    expect(findings.get("sensitivity.times")!.note).toMatch(/explain all of the limits/);
    expect(findings.get("sensitivity.gamma")!.note).toBe("Three pairs are not enough.");
    expect(findings.get("sensitivity.robustness_value_at_level")!.note).toMatch(/holds zero/);
    const pairs = {...report.pairs, largestGamma: null, largestGammaHuber: null, eValue: {reason: "No losing day."}};
    const endless = check(sensitivityFindings({...report, explainedAway: null, strongest: null, pairs} as never));
    expect(endless.get("sensitivity.gamma")!.note).toMatch(/million/);
    expect(endless.has("sensitivity.e_value")).toBe(false);
  });
});
