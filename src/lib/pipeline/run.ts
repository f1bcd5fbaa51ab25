import {mergeOrigins} from "../study/index.ts";
import {acquireClaim, markRun} from "./claim.ts";
import {onStop} from "./cleanup.ts";
import {codeHasher} from "./code-hash.ts";
import {compute} from "./compute.ts";
import {StageError} from "./errors.ts";
import {type FileSystem, type Folders, folders, makeFolders} from "./files.ts";
import {checkUnique, completeFindings} from "./findings.ts";
import {codeOf, identify} from "./key.ts";
import {readLatest, writeLatest} from "./latest.ts";
import {readLock} from "./lock-entries.ts";
import {inRunOrder, readersOf} from "./order.ts";
import {partialResults} from "./partial.ts";
import {type Progress, silent} from "./progress.ts";
import type {StageIdentity, StageRecord} from "./record.ts";
import {defaultHome, type Run, type StageRun} from "./run-file.ts";
import type {Stage} from "./stage.ts";
import {checkReproduced, findRecord, makeRecord, writeRecord} from "./store.ts";
import {sweep, sweepOwn} from "./sweep.ts";
import {whyChanged} from "./why.ts";
import {openWorkers, type Workers, workerCount} from "./workers.ts";

export interface RunOptions {
  /** The project's folder: package-lock.json and the code are found from here. */
  readonly root: string;
  /** Folder for what is kept between runs. Default: `.proofbook` in the root. */
  readonly store?: string;
  /** Worker threads; 0 works in place. Default: PROOFBOOK_WORKERS, else one a processor. */
  readonly workers?: number | string;
  readonly progress?: Progress;
  /** Compute again although stored: all stages, or those named. Other bytes than before are an error. */
  readonly force?: boolean | readonly string[];
  /** When this process loaded its code, ms since 1970: modules saved later are refused. Default: when it started. */
  readonly loadedAt?: number;
  /** Seam for tests. */
  readonly fileSystem?: FileSystem;
}

/**
 * Brings every stage up to date: computes what is not stored under its key, and nothing else. Stages that do not read
 * each other go on at the same time; results do not depend on it.
 * @throws PipelineError or StageError. When several stages fail, the first in run order is reported, after those
 *   already running have ended; what finished is kept in the store.
 */
export async function runPipeline(stages: readonly Stage[], options: RunOptions): Promise<Run> {
  const {root, progress = silent, loadedAt = performance.timeOrigin} = options;
  const ordered = inRunOrder(stages);
  const lock = readLock(root);
  const at = folders(options.store ?? defaultHome(root), options.fileSystem);
  makeFolders(at);
  const workers = openWorkers(workerCount(options.workers));
  const mark = markRun(at);
  const withdraw = onStop(() => sweepOwn(at));
  progress.begin(ordered.map(({name, label}) => ({name, label})));
  try {
    const swept = sweep(at);
    if (swept > 0) progress.note(`removed ${swept} leftover${swept === 1 ? "" : "s"} of a run that was killed`);
    const hashCode = codeHasher(root, codeOf(ordered));
    const readers = readersOf(ordered);
    const session: Session = {...options, root, progress, loadedAt, at, workers, readers, stopped: false};
    const results = new Map<string, Promise<Done>>();
    for (const stage of ordered) {
      const inputs = stage.inputs.map((name) => results.get(name)!);
      results.set(
        stage.name,
        runStage(stage, inputs, (records) => identify(stage, records, {hashCode, lock}), session),
      );
    }
    const done = await allDone([...results.values()]);
    const findings = done.flatMap(({record}, k) => completeFindings(record, ordered[k].demonstration));
    checkUnique(findings);
    const entries = done
      .filter((_, k) => ordered[k].inputs.length === 0 && !ordered[k].demonstration)
      .map(({record}) => record.origin);
    return {
      stages: done.map((d) => d.run),
      findings,
      origin: mergeOrigins(entries),
      lockfile: lock.sha256,
      home: at.home,
    };
  } finally {
    await workers.close();
    mark.release();
    withdraw();
    progress.end();
  }
}

interface Session extends Pick<RunOptions, "force"> {
  readonly root: string;
  readonly progress: Progress;
  readonly loadedAt: number;
  readonly at: Folders;
  readonly workers: Workers;
  /** How many stages wait for a stage: what most of them wait for goes first. */
  readonly readers: ReadonlyMap<string, number>;
  /** Set when a stage has failed: none is begun any more. */
  stopped: boolean;
}

interface Done {
  readonly record: StageRecord;
  readonly run: StageRun;
}

/** A stage that was not begun because another failed. */
class NotBegun extends Error {}

async function runStage(
  stage: Stage,
  inputs: readonly Promise<Done>[],
  toIdentity: (inputs: readonly StageRecord[]) => Promise<StageIdentity>,
  session: Session,
): Promise<Done> {
  const {at, progress} = session;
  const records = (await Promise.all(inputs)).map(({record}) => record);
  const check = () => {
    if (session.stopped) throw new NotBegun();
  };
  check();
  const since = performance.now();
  try {
    const identity = await toIdentity(records);
    const latest = readLatest(at, stage.name);
    const {record, why} = await bringUpToDate(stage, identity, records, session, check, () =>
      whyChanged(identity, latest),
    );
    writeLatest(at, stage.name, identity);
    const elapsed = (performance.now() - since) / 1000;
    progress.finish(stage.name, {cached: why.length === 0, why, elapsed});
    const {key, components, files} = identity;
    const {artifacts, origin} = record;
    const {name, label} = stage;
    return {
      record,
      run: {name, label, key, components, files, artifacts, origin, why, cached: why.length === 0, elapsed},
    };
  } catch (error) {
    session.stopped = true;
    if (error instanceof NotBegun) throw error;
    progress.fail(stage.name);
    throw error instanceof StageError ? error : new StageError(stage.name, error);
  }
}

/** The stage's record: from the store, or computed and stored under the key's claim. `why` is empty if it was stored. */
async function bringUpToDate(
  stage: Stage,
  identity: StageIdentity,
  inputs: readonly StageRecord[],
  session: Session,
  check: () => void,
  changes: () => string[],
): Promise<{readonly record: StageRecord; readonly why: readonly string[]}> {
  const {at, progress, force = false} = session;
  const forced = force === true || (force !== false && force.includes(stage.name));
  const before = findRecord(at, identity.key);
  if (before.status === "found" && !forced) return {record: before.record, why: []};

  const onWait = (pid: number) =>
    progress.wait(
      stage.name,
      pid === process.pid ? "waiting for another run of this process" : `waiting for process ${pid}`,
    );
  const claim = await acquireClaim(at, identity.key, {onWait, check});
  try {
    const stored = findRecord(at, identity.key); // another process may have made it meanwhile
    if (stored.status === "found" && !forced) return {record: stored.record, why: []};
    const why = forced ? ["forced"] : stored.status === "damaged" ? [stored.why] : changes();
    progress.start(stage.name);
    const since = performance.now();
    const onItems = (done: number, total: number) => progress.items(stage.name, done, total);
    const turn = {onItems, resume: !forced, urgency: session.readers.get(stage.name)};
    const {files, findings, origin} = await compute(stage, identity, inputs, {...session, ...turn});
    const elapsed = (performance.now() - since) / 1000;
    const fresh = {...identity, stage: stage.name, findings, origin, elapsed};
    const record = makeRecord(fresh, files);
    if (stored.status !== "missing" && stored.record !== null) checkReproduced(record, stored.record);
    writeRecord(at, record, files);
    partialResults(at, identity.key).clear();
    return {record, why: why.length > 0 ? why : ["its stored result is gone"]};
  } finally {
    claim.release();
  }
}

/** All results in run order, or the first failure in run order, once nothing runs any more. */
async function allDone(results: readonly Promise<Done>[]): Promise<Done[]> {
  const settled = await Promise.allSettled(results);
  const failures = settled.flatMap((s) => (s.status === "rejected" ? [s.reason] : []));
  const first = failures.find((reason) => !(reason instanceof NotBegun)) ?? failures[0];
  if (first !== undefined) throw first;
  return settled.map((s) => (s as PromiseFulfilledResult<Done>).value);
}
