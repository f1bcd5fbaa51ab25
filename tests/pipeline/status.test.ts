import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {pipelineStatus} from "../../src/lib/pipeline/index.ts";
import {makeProject, type Project} from "./project.ts";
import {go, modules, pipeline} from "./three-stages.ts";

describe("pipelineStatus", () => {
  const status = async (project: Project, params?: {train: number}) =>
    Object.fromEntries(
      (await pipelineStatus(pipeline(project, params).stages, project)).map((s) => [
        s.name,
        `${s.status}: ${s.why.join("; ")}`,
      ]),
    );

  it("says of each stage whether it would run, and why, and runs and writes nothing", async () => {
    const project = makeProject(modules);
    expect(await status(project)).toEqual({
      ingest: "missing: never run",
      features: "missing: never run",
      verdict: "missing: never run",
    });
    expect(fs.existsSync(join(project.root, ".proofbook"))).toBe(false);

    const {run} = await go(project);
    expect(await status(project)).toEqual({ingest: "fresh: ", features: "fresh: ", verdict: "fresh: "});

    project.write("src/lib/lag.ts", "export function lag(x: number) { return x - 3; }");
    expect(await status(project, {train: 99})).toEqual({
      ingest: "fresh: ",
      features: "stale: lag.ts changed; parameter split.train: 166 → 99",
      verdict: "stale: input features is stale",
    });
    project.write("src/lib/lag.ts", modules["src/lib/lag.ts"]);
    project.write("src/lib/verdict.ts", "export const verdict = () => 4;");
    fs.truncateSync(join(project.root, ".proofbook/store", run.stages[0].key, "daily.arrow"), 7);
    expect(await status(project)).toEqual({
      ingest: expect.stringMatching(/^missing: stored artifact daily\.arrow is damaged \(7 of \d+ bytes\)$/),
      features: "stale: input ingest is missing",
      verdict: "stale: verdict.ts changed; input features is stale; input ingest is missing",
    });
    fs.rmSync(join(project.root, ".proofbook/store", run.stages[0].key), {recursive: true});
    expect((await status(project)).ingest).toBe("missing: its stored result is gone");
  });
});
