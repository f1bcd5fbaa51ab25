import type {Table} from "../numeric/index.ts";
import {defaultHome, loadRun, type Run, reader} from "../pipeline/index.ts";
import type {DeskFile} from "../pipeline/stages/desk-artifacts.ts";
import type {FindingsFile} from "../study/index.ts";
import type {VerdictReport} from "../verdict/types.ts";

/** The current run as data loaders see it. */
export interface LoadedRun {
  readonly run: Run;
  readonly desk: DeskFile;
  readonly verdict: VerdictReport;
  /** A JSON artifact by its name without ".json" ("skill"), whichever stage made it; null if none did. */
  json<T>(name: string): T | null;
  /** A table: `table("impact", "daily-impact.arrow")`; null if this run has no such stage or artifact. */
  table(stage: string, artifact: string): Table | null;
  /** What is published as `findings.json`. */
  readonly findings: FindingsFile;
}

/**
 * Opens the run that the last `report` saved. The build tells loaders where through PROOFBOOK_STORE and of which commit
 * through PROOFBOOK_COMMIT; without them, `.proofbook` in the project's root and no commit.
 * @throws PipelineError if there is no run, saying how to make one.
 */
export function currentRun(env: Readonly<Record<string, string | undefined>> = process.env): LoadedRun {
  const {run} = loadRun(env.PROOFBOOK_STORE || defaultHome(process.cwd()));
  const json = <T>(name: string): T | null => {
    // Feature families write a features.json each: the stage of that name comes first.
    const having = run.stages.filter((s) => s.artifacts.some((a) => a.file === `${name}.json`));
    const stage = having.find((s) => s.name === name) ?? having[0];
    return stage === undefined ? null : reader(run, stage.name).json<T>(`${name}.json`);
  };
  const needed = <T>(name: string): T => {
    const value = json<T>(name);
    if (value === null) throw new RangeError(`the run has no ${name}.json; run npm run report again`);
    return value;
  };
  const desk = needed<DeskFile>("desk");
  return {
    run,
    desk,
    verdict: needed<VerdictReport>("verdict"),
    json,
    table(stage, artifact) {
      const found = run.stages.find((s) => s.name === stage && s.artifacts.some((a) => a.file === artifact));
      return found === undefined ? null : reader(run, stage).table(artifact);
    },
    findings: {
      schema: "proofbook/findings@1",
      study: {title: desk.title, currency: desk.currency},
      simulated: run.origin.simulated,
      origin: run.origin.description,
      commit: env.PROOFBOOK_COMMIT || null,
      findings: run.findings,
    },
  };
}
