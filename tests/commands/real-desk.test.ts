import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Run, reader, runPipeline} from "../../src/lib/pipeline/index.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
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
  const run = (change: Partial<StudyInput>) => runPipeline(stagesOf(study(change), desk), {root, store, workers: 1});
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
    expect(automatic.findings.some((f) => f.simulated)).toBe(false);
  });

  it("never takes the label for a signal", () => {
    expect(declared.findings.some((f) => f.id.startsWith("skill.large_loss"))).toBe(false);
  });
});
