import {describe, expect, it} from "vitest";
import {designNames, loadDesign} from "../../src/lib/causal/index.ts";
import {float64, table} from "../../src/lib/numeric/index.ts";
import {causalParams, statedRule} from "../../src/lib/pipeline/stages/causal-context.ts";
import {
  candidateFindings,
  designFindings,
  traderEffectFindings,
} from "../../src/lib/pipeline/stages/findings/causal-designs.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import {contextOf, ruledDesk} from "../causal/designs-context.ts";

const study = defineStudy({title: "Desk", source: {kind: "simulated", desk: "demo"}, learners: ["ridge"]});

describe("causal stages", () => {
  it("are one a design, collected at the end, and the verdict's estimate keeps its name", () => {
    const stages = stagesOf(study, null);
    const names = stages.map((s) => s.name);
    const own = designNames.filter((n) => n !== "partially-linear").map((n) => `causal/${n}`);
    for (const name of ["causal", "causal-truth", "causal-designs", ...own]) expect(names).toContain(name);
    const collected = stages.find((s) => s.name === "causal-designs")!;
    for (const name of ["causal", ...own]) expect(collected.inputs).toContain(name);
    const one = stages.find((s) => s.name === "causal/staggered-did")!;
    expect(one.code.map(String).filter((url) => url.includes("/designs/"))).toEqual([
      expect.stringContaining("staggered-did.ts"),
    ]);
  });

  it("take the rule from the study's fixed policy, else from a simulated desk's own", () => {
    const predictions = table({
      ...{trader: Int32Array.of(0, 1), day: Int32Array.of(0, 0), fold: Float64Array.of(1, 1)},
      loss_probability: Float64Array.of(0.2, 0.4),
      forecast: Float64Array.of(-5, 5),
    });
    const fixed = (policy: object) => causalParams(defineStudy({...study, policy: policy as never})).rule;
    const below = statedRule(
      predictions,
      fixed({kind: "fixed", signal: "forecast", below: -1, multiplier: 0.5}),
      null,
    )!;
    expect([below.side, below.cutoff, [...float64(below.scores, "value")]]).toEqual(["below", -1, [-5, 5]]);
    expect(
      statedRule(predictions, fixed({kind: "fixed", signal: "forecast", above: 2, multiplier: 0}), null)?.side,
    ).toBe("above");
    expect(statedRule(predictions, fixed({kind: "fixed", signal: "other", above: 2, multiplier: 0}), null)).toBeNull();
    expect(statedRule(predictions, null, 0.35)).toMatchObject({cutoff: 0.35, side: "above"});
    expect(statedRule(predictions, null, null)).toBeNull();
    expect(statedRule(null, null, 0.35)).toBeNull();
  });

  it("give findings with unique names, finite values, and a note where there is none", async () => {
    const desk = ruledDesk({traders: 10, days: 120, seed: 3, effect: (t) => 3 * t});
    const context = contextOf(desk.panel, desk.interventions, {truth: desk.truth});
    const reports = await Promise.all(designNames.map(async (name) => (await loadDesign(name)).run(context)));
    const names = {accounts: context.accounts, slugs: context.accounts};
    const findings = reports.flatMap((r) => [
      ...designFindings(r, `${r.id}.json`),
      ...traderEffectFindings(r, `${r.id}.json`, names),
    ]);
    expect(new Set(findings.map((f) => f.id)).size).toBe(findings.length);
    for (const f of findings) {
      if (f.value === null) expect(f.note!.length).toBeGreaterThan(10);
      else expect(Number.isFinite(f.value)).toBe(true);
      expect(f.interval === undefined).toBe(f.level === undefined);
    }
    const t3 = findings.find((f) => f.id === "causal.trader.T3.truth")!;
    expect(t3.value).toBeCloseTo(9, 9);
    const permitted = candidateFindings({treatments: [], designs: reports.map((r) => ({...r, artifact: "x"}))})[0];
    expect(permitted.value).toBe(reports.filter((r) => r.status === "estimated").length);
  });
});
