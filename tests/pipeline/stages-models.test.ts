import {describe, expect, it} from "vitest";
import {
  assembleWalkForward,
  fitFold,
  foldItems,
  type ModelReports,
  type Plan,
  predictionRows,
  prepareFold,
  type ScoringFile,
  trainedSignals,
} from "../../src/lib/evaluate/index.ts";
import {loadModel} from "../../src/lib/models/index.ts";
import {float64, int32, type Table, table} from "../../src/lib/numeric/index.ts";
import {canonicalJson} from "../../src/lib/pipeline/index.ts";
import type {StageContext} from "../../src/lib/pipeline/stage.ts";
import {modelsStage} from "../../src/lib/pipeline/stages/models.ts";
import {publishable} from "../../src/lib/pipeline/stages/publishable.ts";
import {trainingOf} from "../../src/lib/pipeline/stages/walk-forward.ts";
import {defineStudy, type FindingDraft, type StudyInput} from "../../src/lib/study/index.ts";
import {desk, folds, panel} from "../evaluate/model-report/case.ts";

/** The artifacts that the stage reads, as the stages before it would have made them on a small desk. */
async function made(input: Partial<StudyInput>, given?: Table) {
  const study = defineStudy({title: "Stage", seed: 3, source: {kind: "simulated", desk: "tiny"}, ...input});
  const signals = trainedSignals(study);
  const base = {seed: study.seed, fitted: study.regimes, selection: study.selection, panel, folds};
  const prepared = await Promise.all(foldItems({learner: "ridge", ...base}).map(prepareFold));
  const json = new Map<string, unknown>([
    ["ingest/desk.json", {accounts: desk.accounts, days: desk.days}],
    ["preparation/preparation.json", prepared],
  ]);
  const tables = new Map<string, Table>([["features/panel.arrow", panel]]);
  const trained = new Map<string, Table>();
  for (const signal of signals) {
    const {categories, ...training} = trainingOf(study, signal);
    const accounts = categories.includes("trader") ? {accounts: desk.accounts} : {};
    const items = foldItems({...training, folds, panel, prepared, keepLast: true, ...accounts});
    const {predictions, models, last} = assembleWalkForward(await Promise.all(items.map(fitFold)));
    trained.set(signal.name, predictions);
    json.set(`walk-forward/${signal.name}/models.json`, models);
    if (last !== null) json.set(`walk-forward/${signal.name}/last-model.json`, last);
  }
  const elsewhere = {
    name: "bought",
    label: "Bought",
    kind: "net",
    level: null,
    outcome: null,
    source: "given",
  } as const;
  const plan: Plan = {
    signals: [...signals, ...(given ? [elsewhere] : [])],
    primary: signals[0]?.name ?? "bought",
    split: {kind: "expanding", train: 40, test: 20, purge: 0, embargo: 1},
    folds,
    limits: [],
  };
  json.set("plan/plan.json", plan);
  tables.set("predictions/predictions.arrow", predictionRows(plan, {daily: desk.daily, given: given ?? null, trained}));
  const stage = modelsStage(study);
  const context: StageContext = {
    input(name) {
      if (!stage.inputs.includes(name)) throw new Error(`${name} is not declared`);
      const read = <T>(from: Map<string, unknown>, artifact: string): T => {
        if (!from.has(`${name}/${artifact}`)) throw new Error(`${name} has no ${artifact}`);
        return structuredClone(from.get(`${name}/${artifact}`)) as T;
      };
      return {
        has: (artifact) => json.has(`${name}/${artifact}`),
        json: <T>(artifact: string) => read<T>(json, artifact),
        table: (artifact) => tables.get(`${name}/${artifact}`)!,
      };
    },
    file: () => "",
    origin: desk.origin,
    map: async (task, _, items) => Promise.all(items.map((item) => task(structuredClone(item)))),
  };
  const out = await stage.run(context);
  const report = JSON.parse(canonicalJson(out.json!["model-reports.json"])) as ModelReports;
  const scoring = JSON.parse(canonicalJson(out.json!["scoring.json"])) as ScoringFile;
  return {stage, study, report, scoring, findings: out.findings!, trained};
}

const valueOfFinding = (findings: readonly FindingDraft[], id: string) => findings.find((f) => f.id === id)?.value;

const two = made({learners: ["ridge", "forest"], settings: {forest: {trees: 10}}, primary: "ridge"});

describe("the stage models", () => {
  it("reports every trained signal and states its numbers as findings, each once", async () => {
    const {report, findings} = await two;
    expect(report.signals.map((s) => s.signal)).toEqual(["ridge", "forest"]);
    const ids = findings.map((f) => f.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(valueOfFinding(findings, "models.ridge.rows")).toBe(report.signals[0].window.trainRows);
    expect(valueOfFinding(findings, "models.ridge.tried")).toBe(folds.length);
    const agreement = Number(valueOfFinding(findings, "models.forest.agreement"));
    expect(agreement).toBeGreaterThanOrEqual(-1);
    expect(agreement).toBeLessThanOrEqual(1);
    for (const f of findings) if (f.value === null) expect(f.note).toBeTruthy();
  });

  it("publishes models that say what the walk-forward said", async () => {
    const {report, scoring} = await two;
    expect(Object.keys(scoring.models).sort()).toEqual(["forest", "ridge"]);
    for (const s of report.signals) {
      const {learner, state} = scoring.models[s.signal];
      const model = await loadModel(learner, state);
      for (const row of s.rows) {
        const columns = row.values.map((v) => Float64Array.of(v === null ? Number.NaN : Number(v)));
        expect(model.predict({rows: 1, names: s.features, columns})[0]).toBe(row.prediction);
      }
      const bytes = canonicalJson(state, {indent: 0}).length;
      expect(report.published.find((p) => p.signal === s.signal)).toEqual({signal: s.signal, bytes, published: true});
    }
  });

  it("publishes the primary model whatever its size, then the smallest that fit", () => {
    const of = (sizes: Record<string, number>, primary: string) => {
      const list = Object.entries(sizes).map(([signal, bytes]) => ({signal, bytes}));
      return [...publishable(list, primary, 100)].sort();
    };
    expect(of({a: 60, b: 50, c: 10, d: 20}, "a")).toEqual(["a", "c", "d"]);
    expect(of({a: 60, b: 50, c: 10, d: 20}, "c")).toEqual(["b", "c", "d"]);
    expect(of({a: 900, b: 40, c: 20}, "a")).toEqual(["a", "c"]); // half of the limit is left to the others
    expect(of({a: 60, b: 60}, "elsewhere")).toEqual(["a"]);
    expect(of({}, "elsewhere")).toEqual([]);
  });

  it("makes intervals for predictions of the day's net, trained or given, and for no others", async () => {
    const rows = [...int32(desk.daily, "day").keys()];
    const bought = table({
      trader: Int32Array.from(rows, (i) => int32(desk.daily, "trader")[i]),
      day: Int32Array.from(rows, (i) => int32(desk.daily, "day")[i]),
      bought: new Float64Array(rows.length),
    });
    const targets: StudyInput["targets"] = [
      {kind: "loss", learners: ["logistic"]},
      {kind: "net", horizon: 3, learners: ["ridge"]},
    ];
    const {report, findings} = await made({learners: [], targets}, bought);
    expect(report.signals.map((s) => s.signal)).toEqual(["logistic_loss", "ridge_3d"]);
    expect(report.intervals.map((i) => i.signal)).toEqual(["bought"]);
    const [{split, rows: n}] = report.intervals;
    expect(valueOfFinding(findings, "models.bought.coverage.fixed")).toBe(split.coverage);
    expect(n).toBeLessThan(rows.length); // a trader's first day has no volatility
    expect(split.coverage).toBeGreaterThan(0.8);
  });

  it("has nothing to say of a study without learners, and says so", async () => {
    const rows = float64(desk.daily, "net").length;
    const bought = table({
      trader: int32(desk.daily, "trader"),
      day: int32(desk.daily, "day"),
      bought: new Float64Array(rows),
    });
    const {report, scoring} = await made({learners: []}, bought);
    expect([report.signals, report.published, scoring.models]).toEqual([[], [], {}]);
  });

  it("declares the code of the learners that it loads by address", async () => {
    const {stage} = await two;
    const code = stage.code.map((url) => url.pathname.split("/").at(-1));
    expect(code).toEqual(["models.ts", "explain-signal.ts", "ridge.ts", "forest.ts"]);
  });
});
