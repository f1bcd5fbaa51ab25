import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import type {Tinypool} from "tinypool";
import {PipelineError} from "./errors.ts";
import {turnstile} from "./turnstile.ts";

/** Runs tasks on worker threads, or in place. Made once for a run; starts a worker only when there is work. */
export interface Workers {
  /** Number of threads; 0: in place. */
  readonly count: number;
  /**
   * Runs `task` on each item and resolves to the results in the order of the items, whatever the order of work.
   * `task` must be exported by `module` under its own name. Items and results are copied, also in place: a task cannot
   * touch what its caller holds, and so gives the same with 0 workers as with 20.
   * @throws the error of the first item (by index) that fails; items after it may not have been tried.
   */
  map<I, O>(
    task: (item: I) => O | Promise<O>,
    module: URL,
    items: readonly I[],
    options?: {
      readonly onDone?: (done: number, index: number, result: O) => void;
      /** Where several maps want the threads, items of the one with the larger number go first. Default 0. */
      readonly urgency?: number;
    },
  ): Promise<O[]>;
  /** Stops the threads. */
  close(): Promise<void>;
}

/**
 * How many workers to use: the option, else the environment variable PROOFBOOK_WORKERS, else one a processor.
 * @throws PipelineError if what is given is not a whole number from 0 to 256.
 */
export function workerCount(option?: number | string, env: NodeJS.ProcessEnv = process.env): number {
  const given = option ?? (env.PROOFBOOK_WORKERS || undefined);
  if (given === undefined) return availableParallelism();
  const count = typeof given === "string" && !/^\d+$/.test(given) ? Number.NaN : Number(given);
  if (!(Number.isInteger(count) && count >= 0 && count <= 256))
    throw new PipelineError(`invalid number of workers; not a whole number from 0 (in place) to 256: ${given}`);
  return count;
}

/** Makes the workers; none is started yet. */
export function openWorkers(count: number): Workers {
  let pool: Promise<Pool> | undefined;
  const inTurn = turnstile(count);
  const offload = (work: Work, urgency: number) =>
    inTurn(urgency, async () => {
      pool ??= startPool(count);
      const {threads, broken} = await pool;
      return Promise.race([threads.run(work), broken]);
    });
  return {
    count,
    async map(task, module, items, {onDone, urgency = 0} = {}) {
      if (task.name === "") throw new PipelineError(`a task must be a named function, exported by ${module.href}`);
      const run = (item: unknown) =>
        count === 0
          ? Promise.resolve(structuredClone(item))
              .then((copy) => task(copy as never))
              .then(structuredClone)
          : offload({module: module.href, task: task.name, item}, urgency);
      const awake = setInterval(() => {}, 60_000); // threads that are starting do not hold the process
      try {
        return (await inOrder(items, Math.max(1, count), run, task.name, onDone as OnDone)) as Awaited<
          ReturnType<typeof task>
        >[];
      } finally {
        clearInterval(awake);
      }
    },
    async close() {
      const opened = pool;
      pool = undefined;
      await (await opened)?.threads.destroy();
    },
  };
}

type OnDone = (done: number, index: number, result: unknown) => void;

/** What travels to a worker: see worker-entry.ts. */
export interface Work {
  readonly module: string;
  readonly task: string;
  readonly item: unknown;
}

/**
 * At most `limit` items at a time, begun in order; none is begun after a failure. An item before the first failure in
 * time has always been begun, so that the error reported (the lowest index) does not depend on timing.
 */
async function inOrder(
  items: readonly unknown[],
  limit: number,
  run: (item: unknown) => Promise<unknown>,
  name: string,
  onDone?: OnDone,
): Promise<unknown[]> {
  const results: unknown[] = new Array(items.length);
  const failures = new Map<number, unknown>();
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < items.length && failures.size === 0) {
      const index = next++;
      try {
        results[index] = await run(items[index]);
        onDone?.(++done, index, results[index]);
      } catch (error) {
        failures.set(index, error);
      }
    }
  };
  await Promise.all(Array.from({length: Math.min(limit, items.length)}, lane));
  if (failures.size > 0) {
    const index = Math.min(...failures.keys());
    const cause = failures.get(index);
    const message =
      cause instanceof Error
        ? cause.message
        : typeof cause === "object"
          ? "what it gives could not be cloned; only plain data can pass between threads"
          : String(cause);
    const error = new Error(`${name}, item ${index} of ${items.length}: ${message}`, {cause});
    if (cause instanceof Error) error.name = cause.name; // says whether it was meant for a reader
    throw error;
  }
  return results;
}

interface Pool {
  readonly threads: Tinypool;
  /** Rejects if a thread cannot start: its task would wait for ever. */
  readonly broken: Promise<never>;
}

/**
 * A module that teaches a thread TypeScript. `--import tsx` would do so on the main thread only, with Node 20. Resolved
 * from here, so that it works in any working directory.
 */
function typescriptHook(): string {
  const api = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  return `data:text/javascript,${encodeURIComponent(`import {register} from ${api}; register();`)}`;
}

async function startPool(count: number): Promise<Pool> {
  const {Tinypool} = await import("tinypool");
  const threads = new Tinypool({
    filename: fileURLToPath(new URL("./worker-entry.ts", import.meta.url)),
    name: "runWork",
    execArgv: ["--import", typescriptHook()],
    minThreads: 0,
    maxThreads: count,
    idleTimeout: 60_000, // outlasts the pause between two stages; the timer does not hold the process
    isolateWorkers: false,
  });
  const broken = new Promise<never>((_, reject) => {
    threads.on("error", (error: Error) => reject(new PipelineError(`a worker thread broke down: ${error.message}`)));
  });
  broken.catch(() => {}); // heard by the tasks
  return {threads, broken};
}
