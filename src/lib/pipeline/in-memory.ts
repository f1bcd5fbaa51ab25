import {mergeOrigins, type Origin} from "../study/index.ts";
import {canonicalJson, parseJson} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";
import {inRunOrder} from "./order.ts";
import type {ArtifactReader, Stage, StageOutput} from "./stage.ts";

/**
 * Runs a stage and all that it reads, one after the other in this process, and keeps what they make in memory: for the hundreds of
 * desks of a calibration, and for tests of the whole chain. The stages are those that `runPipeline` runs; nothing is hashed or stored.
 * JSON goes through its canonical text, so that what could not be stored is refused here too.
 * @param wanted name of the stage.
 * @returns a reader of any stage that was run.
 * @throws PipelineError for a stage that nobody gave; and whatever a stage throws.
 */
export async function runInMemory(
  stages: readonly Stage[],
  wanted: string,
): Promise<(stage: string) => ArtifactReader> {
  const done = new Map<
    string,
    {readonly reader: ArtifactReader; readonly origin: Origin; readonly output: StageOutput}
  >();
  const reader = (name: string) => {
    const found = done.get(name);
    if (found === undefined) throw new PipelineError(`stage "${name}" was not run`);
    return found.reader;
  };
  for (const stage of needed(stages, wanted)) {
    const origins = stage.inputs.map((name) => done.get(name)!.origin);
    const inherited = mergeOrigins(origins);
    const output = await stage.run({
      input(name) {
        if (!stage.inputs.includes(name)) throw new PipelineError(`stage "${stage.name}" does not declare "${name}"`);
        return reader(name);
      },
      file(name) {
        const file = stage.files.find((f) => f.name === name);
        if (file === undefined) throw new PipelineError(`stage "${stage.name}" declares no file "${name}"`);
        return file.path;
      },
      origin: inherited,
      async map(task, _module, items) {
        const results = [];
        for (const item of items) results.push(await task(item));
        return results;
      },
    });
    done.set(stage.name, {
      reader: readerOf(stage.name, output),
      origin: origins.length === 0 ? (output.origin ?? inherited) : inherited,
      output,
    });
  }
  return reader;
}

function readerOf(stage: string, {tables = {}, json = {}}: StageOutput): ArtifactReader {
  const missing = (artifact: string) => new PipelineError(`stage "${stage}" made no ${artifact}`);
  return {
    has: (artifact) => artifact in tables || artifact in json,
    table(artifact) {
      if (!(artifact in tables)) throw missing(artifact);
      return tables[artifact];
    },
    json<T>(artifact: string): T {
      if (!(artifact in json)) throw missing(artifact);
      return parseJson<T>(canonicalJson(json[artifact]), `${stage}/${artifact}`);
    },
  };
}

/** The stage and all that it reads, inputs first. */
function needed(stages: readonly Stage[], wanted: string): Stage[] {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const found = new Set<Stage>();
  const visit = (name: string) => {
    const stage = byName.get(name);
    if (stage === undefined) throw new PipelineError(`there is no stage "${name}"`);
    if (found.has(stage)) return;
    found.add(stage);
    stage.inputs.forEach(visit);
  };
  visit(wanted);
  return inRunOrder([...found]);
}
