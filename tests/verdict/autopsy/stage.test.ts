import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {reader, runPipeline} from "../../../src/lib/pipeline/index.ts";
import {autopsyStage} from "../../../src/lib/pipeline/stages/autopsy.ts";
import {type AutopsyReport, exhibitIds} from "../../../src/lib/verdict/index.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("the autopsy's stage", () => {
  const store = mkdtempSync(join(tmpdir(), "proofbook-autopsy-"));
  afterAll(() => rmSync(store, {recursive: true, force: true}));

  it("publishes every exhibit, each number a finding of a simulated demonstration", async () => {
    const run = await runPipeline([autopsyStage()], {root, store, workers: 1});
    const {exhibits, level} = reader(run, "autopsy").json<AutopsyReport>("autopsy.json");
    expect(level).toBe(0.95);
    expect(exhibits.map(({id}) => id)).toEqual([...exhibitIds]);
    const known = new Set(run.findings.map(({id}) => id));
    for (const {old, truth, proofbook} of exhibits)
      for (const part of [old, truth, proofbook].flat())
        if (typeof part !== "string") expect(known.has(part.figure), part.figure).toBe(true);
    // the artifact that a finding names holds what it says
    const held = new Map(exhibits.flatMap(({figures}) => figures.map((f) => [f.id, f] as const)));
    for (const {id, value, interval} of run.findings)
      if (id !== "autopsy.exhibits") expect(held.get(id)).toEqual({id, value, ...(interval ? {interval} : {})});
    for (const finding of run.findings) expect(finding).toMatchObject({simulated: true, demonstration: true});
    expect(run.findings.find(({id}) => id === "autopsy.exhibits")?.value).toBe(12);
    expect(run.origin.simulated).toBe(false); // the desks of a demonstration are not where a study's data come from
  });
});
