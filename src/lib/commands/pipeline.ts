import {type Run, runPipeline, saveRun, terminalProgress} from "../pipeline/index.ts";
import {stagesOf} from "../pipeline/stages/index.ts";
import type {Places} from "./current.ts";
import {declarationOf} from "./declaration.ts";
import type {LoadedStudy} from "./load-study.ts";
import type {Options} from "./options.ts";
import {withData} from "./with-data.ts";

/** Brings every stage of a study up to date, shows progress, and leaves the run where loaders and `status` find it. */
export async function bringUpToDate(
  loaded: LoadedStudy,
  {root, store}: Places,
  options: Pick<Options, "study" | "data" | "workers" | "refresh">,
): Promise<Run> {
  const {study, folder, file} = await withData(loaded, store, {refresh: options.refresh});
  const run = await runPipeline(stagesOf(study, folder, declarationOf(file)), {
    root,
    store,
    workers: options.workers,
    progress: await terminalProgress(),
  });
  saveRun(run, {study: options.study ?? null, data: options.data ?? null});
  return run;
}
