import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Quality} from "../../src/lib/ingest/index.ts";
import {type Run, reader, runPipeline} from "../../src/lib/pipeline/index.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import type {PolicyReport} from "../../src/lib/policy/index.ts";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";
import type {VerdictReport} from "../../src/lib/verdict/index.ts";

const root = resolve(import.meta.dirname, "../..");
const desk = resolve(root, "../shared/real/desk-2025");
const present = existsSync(desk);
if (!present) console.warn(`SKIPPED: the real desk, since ${desk} is not there`);

/** Facts of the real desk as its README states them. */
describe.skipIf(!present)("the real desk, from files to verdict", () => {
  const store = mkdtempSync(join(tmpdir(), "proofbook-real-"));
  afterAll(() => rmSync(store, {recursive: true, force: true}));

  const study = (change: Partial<StudyInput>) =>
    defineStudy({title: "Real desk", source: {kind: "folder", path: "."}, learners: [], ...change});
  const runs = new Map<string, Promise<Run>>();
  const run = (change: Partial<StudyInput>): Promise<Run> => {
    const key = JSON.stringify(change);
    const found = runs.get(key) ?? runPipeline(stagesOf(study(change), desk), {root, store, workers: 1});
    runs.set(key, found);
    return found;
  };
  const halved = (above: number) => run({policy: {kind: "fixed", signal: "loss_probability", above, multiplier: 0.5}});
  const value = (of: Run, id: string) => of.findings.find((f) => f.id === id)?.value;

  let declared: Run;
  beforeAll(async () => {
    declared = await halved(0.15);
  });

  it("reads every row", () => {
    expect(value(declared, "study.net")).toBeCloseTo(121332.6, 1);
    expect(value(declared, "study.traders")).toBe(11);
    expect(value(declared, "study.days")).toBe(105);
    expect(value(declared, "data.rows_read")).toBe(2310);
    expect(value(declared, "data.rows_set_aside")).toBe(0);
  });

  it("counts 78 large losses, and 61 days below the value at risk", () => {
    expect(value(declared, "predictions.loss_probability.events")).toBe(78);
    expect(value(declared, "predictions.value_at_risk_5.below")).toBe(61);
    expect(value(declared, "predictions.value_at_risk_5.rows")).toBe(1155);
  });

  it("gains 80,372.08 on 70 rows by halving above 0.15, and loses 49,242.78 on 336 above 0.10", async () => {
    expect(value(declared, "impact.loss_probability.total.delta")).toBeCloseTo(80372.08, 2);
    expect(value(declared, "impact.loss_probability.total.changed")).toBe(70);
    const lower = await halved(0.1);
    expect(value(lower, "impact.loss_probability.total.delta")).toBeCloseTo(-49242.78, 2);
    expect(value(lower, "impact.loss_probability.total.changed")).toBe(336);
  });

  it("splits the effect without remainder, with intervals", () => {
    const part = (name: string) => declared.findings.find((f) => f.id === `impact.loss_probability.total.${name}`)!;
    const [delta, derisking, timing] = ["delta", "derisking", "timing"].map(part);
    expect((derisking.value as number) + (timing.value as number)).toBeCloseTo(delta.value as number, 6);
    for (const one of [delta, derisking, timing]) expect(one.interval).toHaveLength(2);
  });

  it("does not recommend what it cannot prove: predictions made elsewhere are taken on trust", async () => {
    const automatic = await run({});
    const verdict = reader(automatic, "verdict").json<VerdictReport>("verdict.json");
    expect(verdict).toMatchObject({decision: "not enough evidence", signal: "loss_probability", decidedBy: "leakage"});
    expect(automatic.origin.simulated).toBe(false);
    expect(automatic.findings.some((f) => f.simulated && !f.demonstration)).toBe(false);
  });

  it("cannot tell a gain at a declared cut-off from luck: the interval holds zero, and the next cut-off has another sign", async () => {
    const timing = declared.findings.find((f) => f.id === "impact.loss_probability.total.timing")!;
    const [lower, upper] = timing.interval as [number, number];
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
    expect(value(declared, "verdict.decision")).toBe("not enough evidence");
    expect(value(declared, "verdict.gate.timing")).toBe("inconclusive");
    expect(value(await halved(0.1), "impact.loss_probability.total.delta")).toBeLessThan(0);
  });

  it("judges predictions beside naive rules, and finds no difference that days could not make", () => {
    const saved = declared.findings.find((f) => f.id === "skill.loss_probability.difference")!;
    const [lower, upper] = saved.interval as [number, number];
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
    expect(value(declared, "skill.loss_probability.p")).toBeGreaterThan(0.05);
    expect(value(declared, "verdict.gate.skill")).toBe("inconclusive");
    const coverage = declared.findings.find((f) => f.id === "skill.value_at_risk_5.coverage")!;
    expect((coverage.interval as [number, number])[0]).toBeLessThan(0.05);
    expect((coverage.interval as [number, number])[1]).toBeGreaterThan(0.05);
  });

  it("says that a fitted policy never acted: cut-offs were earned, and no later prediction lay beyond them", async () => {
    const automatic = await run({});
    expect(value(automatic, "impact.loss_probability.total.changed")).toBe(0);
    expect(value(automatic, "impact.loss_probability.total.timing")).toBe(0);
    const [report] = reader(automatic, "policy")
      .json<PolicyReport[]>("policy.json")
      .filter(({signal}) => signal === "loss_probability");
    expect(report.folds.every((fold) => fold.avoidAbove !== null)).toBe(true);
    const gate = automatic.findings.find((f) => f.id === "verdict.gate.timing")!;
    expect(gate).toMatchObject({value: "inconclusive", note: expect.stringContaining("never acted")});
  });

  it("refuses what these files cannot carry, and says what is missing", () => {
    const missing = (id: string) => declared.findings.find((f) => f.id === id)!;
    for (const id of ["causal.effect", "sensitivity.robustness_value"]) {
      expect(missing(id).value, id).toBeNull();
      expect(missing(id).note, id).toContain("states no interventions");
    }
    expect(value(declared, "verdict.gate.causal")).toBe("not assessed");
    expect(declared.findings.filter((f) => /^skill\..*\.r2$/.test(f.id) && f.value !== null)).toEqual([]);
    const {abilities} = reader(declared, "ingest").json<Quality>("quality.json");
    expect(abilities.filter(({possible}) => !possible).length).toBe(4); // behaviour, fills, market, limits
  });

  it("shows the autopsy's desks as simulated, beside a study that is not", () => {
    const shown = declared.findings.filter((f) => f.stage === "autopsy");
    expect(shown.length).toBeGreaterThan(40);
    expect(shown.every((f) => f.simulated && f.demonstration)).toBe(true);
    expect(declared.findings.every((f) => f.simulated === (f.demonstration === true))).toBe(true);
    expect(declared.origin).toMatchObject({simulated: false, description: "2 files"});
  });

  it("never takes the label for a signal", () => {
    expect(declared.findings.some((f) => f.id.startsWith("skill.large_loss"))).toBe(false);
  });
});
