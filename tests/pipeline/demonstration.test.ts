import {describe, expect, it} from "vitest";
import {runPipeline, type Stage} from "../../src/lib/pipeline/index.ts";
import {inRunOrder} from "../../src/lib/pipeline/order.ts";
import type {Origin} from "../../src/lib/study/index.ts";
import {makeProject, makeStage, type Project, simulated} from "./project.ts";
import {options} from "./three-stages.ts";

const finding = (id: string, artifact: string) => ({
  ...{id, label: "Rows", value: 1, unit: "count" as const, n: 1, method: "Count.", artifact},
});

/** A study read from a file, and a stage that shows something on desks of its own. */
function beside(project: Project, origin: Origin, change: Partial<Stage> = {}): Stage[] {
  const path = `${project.root}/daily.csv`;
  const code = [project.url("src/lib/a.ts")];
  const ingest = makeStage({
    ...{name: "ingest", code, files: [{name: "daily.csv", path}]},
    run: async () => ({
      json: {"desk.json": {rows: 1}},
      findings: [finding("study.rows", "desk.json")],
      origin: {simulated: false, description: "1 file", files: []},
    }),
  });
  const shown = makeStage({
    ...{name: "autopsy", code, demonstration: true},
    run: async () => ({json: {"autopsy.json": {}}, findings: [finding("autopsy.rows", "autopsy.json")], origin}),
    ...change,
  });
  return [ingest, shown];
}

const files = {"src/lib/a.ts": "export const a = 1;", "daily.csv": "account_id,date,net\n"};

describe("a demonstration", () => {
  it("marks its own findings as simulated, and neither the study's nor the run", async () => {
    const project = makeProject(files);
    const run = await runPipeline(beside(project, simulated), options(project));
    expect(run.origin.simulated).toBe(false);
    const [own, shown] = run.findings;
    expect(own).toMatchObject({id: "study.rows", simulated: false});
    expect(own).not.toHaveProperty("demonstration");
    expect(shown).toMatchObject({id: "autopsy.rows", simulated: true, demonstration: true});
  });

  it("cannot pass for real", async () => {
    const project = makeProject(files);
    const path = `${project.root}/daily.csv`;
    const stages = beside(
      project,
      {simulated: false, description: "1 file", files: []},
      {
        files: [{name: "daily.csv", path}],
      },
    );
    await expect(runPipeline(stages, options(project))).rejects.toThrow(
      "its origin must say that its desks are simulated",
    );
  });

  it("reads nothing of a study, and nothing of a study reads it", () => {
    const shown = {name: "autopsy", inputs: [], demonstration: true} as const;
    const ingest = {name: "ingest", inputs: []};
    expect(() => inRunOrder([shown, {name: "verdict", inputs: ["autopsy"]}])).toThrow(
      'stage "verdict" reads "autopsy", whose desks are made up',
    );
    expect(() => inRunOrder([ingest, {...shown, inputs: ["ingest"]}])).toThrow("it must not read ingest");
    expect(inRunOrder([ingest, shown])).toEqual([ingest, shown]);
  });
});
