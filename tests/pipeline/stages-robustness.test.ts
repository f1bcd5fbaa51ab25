import {describe, expect, it} from "vitest";
import {estimateInterventions, type SharedFits} from "../../src/lib/causal/index.ts";
import type {FeatureReport} from "../../src/lib/features/index.ts";
import {loadLearner} from "../../src/lib/models/index.ts";
import {type Table, table} from "../../src/lib/numeric/index.ts";
import type {ArtifactReader, StageContext, StageOutput} from "../../src/lib/pipeline/stage.ts";
import {fitArtifacts} from "../../src/lib/pipeline/stages/causal-fit.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import {
  knownTruthRule,
  type PlaceboReport,
  type RefutationReport,
  type StabilityReport,
} from "../../src/lib/robustness/index.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import {ruledDesk} from "../causal/designs-context.ts";
import {simulatedDesk} from "../robustness/desk.ts";

const study = defineStudy({
  title: "Desk",
  source: {kind: "simulated", desk: "demo"},
  learners: ["ridge"],
  inference: {draws: 200, level: 0.95},
});
const stages = new Map(stagesOf(study, null).map((s) => [s.name, s]));

/** Artifacts of the stages before, of a small desk: with limits and a policy, or without. */
async function artifacts(full: boolean): Promise<Record<string, Record<string, unknown>>> {
  const [traders, days] = [8, 130];
  const desk = ruledDesk({traders, days, seed: 3, effect: () => 8});
  const rows = simulatedDesk({traders, days, seed: 4, effect: 0.8, share: 0.2});
  const dates = Array.from(
    {length: days},
    (_, t) => `2024-${String(1 + Math.floor(t / 21)).padStart(2, "0")}-${String(1 + (t % 21)).padStart(2, "0")}`,
  );
  const policy = full ? rows : {...rows, multiplier: new Float64Array(rows.net.length).fill(1)};
  const ridge = await loadLearner("ridge");
  const none = {trader: new Int32Array(0), day: new Int32Array(0)};
  const {trader, day, net} = desk.panel.columns;
  const fits: SharedFits = {};
  const report = estimateInterventions({
    ...{panel: desk.panel, interventions: full ? desk.interventions : null, seed: study.seed, level: 0.95},
    ...{learners: {outcome: ridge, treatment: ridge}, truth: null, fits},
  });
  const fit = fitArtifacts(fits.limits);
  return {
    ingest: {
      "desk.json": {
        ...{accounts: Array.from({length: traders}, (_, t) => `T${t}`), slugs: [], days: dates, currency: "USD"},
        ...{title: "Desk", columns: [], has: {predictions: false, interventions: full, market: false}, truth: null},
      },
      "daily.arrow": table({trader, day, net}),
      "interventions.arrow": desk.interventions,
    },
    features: {
      "panel.arrow": desk.panel,
      "features.json": {
        used: [
          {name: "x1", family: "performance", lookBack: 12},
          {name: "x2", family: "desk", lookBack: 3},
        ],
      } as unknown as FeatureReport,
    },
    plan: {"plan.json": {primary: "ridge", signals: [{name: "ridge", label: "Ridge", source: "trained"}]}},
    policy: {
      "policy.json": [{signal: "ridge"}],
      "policy.arrow": table({signal: Array.from(policy.net, () => "ridge"), value: policy.net, ...policy}),
    },
    "causal-truth": {
      "truth.arrow": table({...none, effect: new Float64Array(0), propensity: new Float64Array(0)}),
      "rule.json": {threshold: null},
    },
    causal: {"causal.json": report, ...fit.tables, ...fit.json},
    impact: {"impact.json": {signals: [{signal: "ridge", total: {days, ...PARTS}, traders: []}]}},
    audit: {"audit.json": {checks: [{id: "audit.features", status: "clean"}]}},
    sensitivity: {"sensitivity.json": {status: "not possible", reason: "Nobody asked.", needs: "A question."}},
    "known-truth": {"known-truth.json": {methods: [], level: 0.95, rule: knownTruthRule}},
  };
}

async function run(full: boolean): Promise<Map<string, StageOutput>> {
  const given = await artifacts(full);
  const done = new Map<string, StageOutput>();
  for (const name of ["robustness", "placebos", "stability", "intervals", "refutation"]) {
    const stage = stages.get(name)!;
    const input = (from: string): ArtifactReader => {
      expect(stage.inputs).toContain(from);
      const found = {...given[from], ...done.get(from)?.json, ...done.get(from)?.tables};
      return {
        has: (file) => file in found,
        table: (file) => found[file] as Table,
        json: <T>(file: string) => structuredClone(found[file]) as T,
      };
    };
    const map: StageContext["map"] = async (task, _module, items) => {
      const results = [];
      for (const item of items) results.push(await task(structuredClone(item)));
      return results;
    };
    done.set(name, await stage.run({input, map} as StageContext));
  }
  return done;
}

const PARTS = {delta: 30, derisking: 10, timing: 20};

const findingsOf = (outputs: Map<string, StageOutput>) => [...outputs.values()].flatMap((o) => o.findings ?? []);
const numbersOf = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : value !== null && typeof value === "object"
      ? Object.values(value).flatMap(numbersOf)
      : [];

describe("robustness stages", () => {
  it("report every attempt on a desk with limits and a policy, in findings with names of their own", async () => {
    const outputs = await run(true);
    const {placebos, notes} = outputs.get("placebos")!.json!["placebos.json"] as PlaceboReport;
    expect(placebos.filter((p) => p.status !== "not run").map((p) => p.id)).toEqual(
      expect.arrayContaining(["policy.shift", "policy.blocks", "causal.shift", "causal.past-outcome"]),
    );
    // blocks are longer than the longest look-back of a feature, 12 days: 10 blocks of 13
    expect(placebos.find((p) => p.id === "policy.blocks")!.method).toContain("10 blocks of 13 days");
    expect(notes.join(" ")).toContain("12 days");
    const {curves} = outputs.get("stability")!.json!["stability.json"] as StabilityReport;
    expect(curves.map((c) => [c.of, c.status])).toEqual([
      ["policy", "computed"],
      ["causal", "computed"],
    ]);
    const {attempts} = outputs.get("refutation")!.json!["refutation.json"] as RefutationReport;
    const findings = findingsOf(outputs);
    const robustness = outputs.get("robustness")!.json!["robustness.json"];
    expect(robustness).toMatchObject({signals: [{signal: "ridge", effect: {total: PARTS, traders: []}}]});
    const ids = new Set(findings.map((f) => f.id));
    expect(ids.size).toBe(findings.length);
    for (const id of attempts.flatMap((a) => a.findings))
      if (!/^(audit|sensitivity)\./.test(id)) expect(ids).toContain(id);
    for (const f of findings) {
      if (f.value === null) expect(f.note!.length).toBeGreaterThan(10);
      expect(f.interval === undefined).toBe(f.level === undefined);
    }
    for (const output of outputs.values()) expect(numbersOf(output.json).every(Number.isFinite)).toBe(true);
  }, 60_000);

  it("say why on a desk without either", async () => {
    const outputs = await run(false);
    const {placebos} = outputs.get("placebos")!.json!["placebos.json"] as PlaceboReport;
    expect(new Set(placebos.map((p) => p.status))).toEqual(new Set(["not run"]));
    const {attempts} = outputs.get("refutation")!.json!["refutation.json"] as RefutationReport;
    expect(new Set(attempts.slice(1).map((a) => a.status))).toEqual(new Set(["not run"]));
    for (const f of findingsOf(outputs)) if (f.value === null) expect(f.note!.length).toBeGreaterThan(10);
    for (const output of outputs.values()) expect(numbersOf(output.json).every(Number.isFinite)).toBe(true);
  }, 60_000);
});
