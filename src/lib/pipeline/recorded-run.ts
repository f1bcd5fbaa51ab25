import type {DrawTask, Evidence, EvidenceCase, Recorded, RecordedCase} from "./evidence.ts";
import {type Folders, folders} from "./files.ts";
import {sha256Json} from "./hash.ts";
import {partialResults} from "./partial.ts";
import {commandOf, evidenceCode} from "./recorded.ts";
import type {Workers} from "./workers.ts";

export interface RecordOptions {
  readonly workers: Workers;
  /** Where batches that are done are kept, so that a run that is killed goes on where it stopped. */
  readonly store: string;
  /** Draws a case; default: each case's own. */
  readonly draws?: number;
  /** Only these cases; the others stay as they were in `before`. */
  readonly only?: (name: string) => boolean;
  /** The file as it was; null: there is none. */
  readonly before: Recorded | null;
  /** Draws that are kept as they are, for builds to run again. Default 3: the first, the middle and the last. */
  readonly keep?: number;
  /** Told after each case that was run. */
  readonly onCase?: (name: string, done: number, of: number) => void;
}

const defaultBatch = 10;

/** Runs the cases of evidence, and gives the content of its file: the same whatever the number of workers and of interruptions. */
export async function recordEvidence<D, R>(
  evidence: Evidence<D, R>,
  options: RecordOptions,
): Promise<Omit<Recorded<D, R>, "digest">> {
  const {store, only, before} = options;
  const at = folders(store);
  const code = await evidenceCode(evidence);
  const cases: RecordedCase<D, R>[] = [];
  const wanted = evidence.cases.filter((one) => only === undefined || only(one.name));
  let done = 0;
  for (const one of evidence.cases) {
    const old = before?.cases.find((c) => c.name === one.name) as RecordedCase<D, R> | undefined;
    if (!wanted.includes(one)) {
      if (old !== undefined) cases.push(old);
      continue;
    }
    cases.push(await recordCase(evidence, one, code, at, options));
    options.onCase?.(one.name, ++done, wanted.length);
  }
  return {schema: "proofbook/recorded@1", what: evidence.what, command: commandOf(evidence.name), cases};
}

async function recordCase<D, R>(
  evidence: Evidence<D, R>,
  {name, draws: own}: EvidenceCase,
  code: string,
  at: Folders,
  {workers, draws: wanted = own, keep = 3}: RecordOptions,
): Promise<RecordedCase<D, R>> {
  const {seed, batch = defaultBatch, draw, module} = evidence;
  const partial = partialResults(at, sha256Json(["recorded", evidence.name, name, seed, batch, code]));
  const count = Math.ceil(wanted / batch);
  // Whole batches only: a longer run uses what a shorter one has kept.
  const tasks = Array.from(
    {length: count},
    (_, b): DrawTask => ({
      name,
      seeds: Array.from({length: batch}, (__, k) => seed + b * batch + k),
    }),
  );
  const kept = tasks.map((_, b) => partial.load(0, b) as {readonly result: readonly D[]} | undefined);
  const missing = Array.from(tasks.keys()).filter((b) => kept[b] === undefined);
  const made = await workers.map(
    draw,
    module,
    missing.map((b) => tasks[b]),
    {onDone: (_, k, result) => partial.save(0, missing[k], result)},
  );
  missing.forEach((b, k) => {
    kept[b] = {result: made[k]};
  });
  const all = kept.flatMap((entry) => entry!.result).slice(0, wanted);
  const places = new Set(Array.from({length: keep}, (_, k) => Math.round((k * (wanted - 1)) / Math.max(1, keep - 1))));
  return {
    name,
    seed,
    draws: wanted,
    code,
    summary: evidence.summarise(name, all),
    sample: [...places].map((k) => ({seed: seed + k, draw: all[k]})),
  };
}

/** Processor seconds of one draw, from the second and third of a case: the first also compiles. */
export async function estimateSeconds({draw, seed}: Evidence, name: string): Promise<number> {
  await draw({name, seeds: [seed]});
  const before = process.cpuUsage();
  await draw({name, seeds: [seed + 1, seed + 2]});
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 2e6;
}
