import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {canonicalJson, parseJson} from "./canonical-json.ts";
import {codeHasher} from "./code-hash.ts";
import type {DrawTask, Evidence, Recorded, RecordedCase, RecordedReport} from "./evidence.ts";
import {sha256Json} from "./hash.ts";
import {lockEntries, readLock} from "./lock-entries.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Where the evidence of a name is kept. */
export function recordedPath(name: string): string {
  return fileURLToPath(new URL(`../../data/recorded/${name}.json`, import.meta.url));
}

/** The file as a stage declares it among its `files`; none where nothing was recorded. */
export function recordedFiles(name: string): {name: string; path: string}[] {
  const path = recordedPath(name);
  return existsSync(path) ? [{name: `src/data/recorded/${name}.json`, path}] : [];
}

/** Hash of the code that draws and of the packages it imports, as the lock file has them. */
export async function evidenceCode({module, code = []}: Pick<Evidence, "module" | "code">): Promise<string> {
  const hash = await codeHasher(root)([module, ...code]);
  return sha256Json([hash.sha256, lockEntries(readLock(root), hash.packages)]);
}

/** The text of a recorded file: canonical, with its digest. */
export function recordedText<D, R>(content: Omit<Recorded<D, R>, "digest">): string {
  return canonicalJson({...content, digest: sha256Json(content)});
}

/** Reads a recorded file. @throws SyntaxError if it is not JSON; RangeError if it was changed by hand or is of another kind. */
export function readRecorded<D, R>(path: string): Recorded<D, R> {
  const file = parseJson<Recorded<D, R>>(readFileSync(path, "utf8"), path);
  const {digest, ...content} = file;
  if (content.schema !== "proofbook/recorded@1") throw new RangeError("it is not of the kind proofbook/recorded@1");
  if (digest !== sha256Json(content))
    throw new RangeError("its digest does not fit its content: it was changed by hand");
  return file;
}

export interface CheckOptions<D> {
  /** The recorded file; null: there is none. */
  readonly path: string | null;
  /** Seeds of each case, or of the case of a name, that are run again. Default: all that the file keeps. */
  readonly seeds?: number | ((name: string) => number);
  /** Runs the tasks, in the order given: a stage's `context.map`. Default: in place. */
  readonly map?: (task: Evidence<D>["draw"], module: URL, items: readonly DrawTask[]) => Promise<(readonly D[])[]>;
}

/**
 * Holds a recorded file against what the code at hand gives for some of its seeds. A stage that calls it has `evidence.module`
 * (and `evidence.code`) in its `code` and `recordedFiles(name)` in its `files`.
 */
export async function checkRecorded<D, R>(
  evidence: Evidence<D, R>,
  {path, seeds = Number.POSITIVE_INFINITY, map = inPlace}: CheckOptions<D>,
): Promise<RecordedReport<R>> {
  const command = commandOf(evidence.name);
  const none = {name: evidence.name, what: evidence.what, command, cases: [], absent: [], rerun: 0};
  if (path === null)
    return {...none, status: "missing", why: `Nobody has recorded it on this copy yet: run ${command}.`};
  let file: Recorded<D, R>;
  try {
    file = readRecorded(path);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    const reason = error instanceof SyntaxError ? "it is not JSON" : error.message;
    return {...none, status: "contradicted", why: `The recorded file cannot be believed: ${reason}. Run ${command}.`};
  }
  const bare = file.cases.find((one) => !isSampled(one));
  if (bare !== undefined)
    return {
      ...none,
      status: "contradicted",
      why: `The recorded file cannot be believed: ${bare.name} has no draws of its own that could be run again. Run ${command}.`,
    };
  const full = new Map(evidence.cases.map((one) => [one.name, one.draws]));
  const known = file.cases.filter((one) => full.has(one.name));
  if (known.length === 0)
    return {
      ...none,
      absent: [...full.keys()],
      status: "missing",
      why: `What is recorded is none of what is asked here: run ${command}.`,
    };
  const samples = known.map((one) => one.sample.slice(0, typeof seeds === "number" ? seeds : seeds(one.name)));
  const again = await map(
    evidence.draw,
    evidence.module,
    known.map(({name}, k) => ({name, seeds: samples[k].map((s) => s.seed)})),
  );
  const wrong = known.flatMap(({name}, k) =>
    samples[k].flatMap(({seed, draw}, j) => (same(draw, again[k][j]) ? [] : [`${name}, seed ${seed}`])),
  );
  const rerun = samples.reduce((sum, sample) => sum + sample.length, 0);
  if (wrong.length > 0)
    return {
      ...none,
      rerun,
      status: "contradicted",
      why: `Run again, ${wrong.length} of ${rerun} draws gave something else than was recorded (${wrong[0]}). Run ${command}.`,
    };
  const code = await evidenceCode(evidence);
  const fresh = known.every((one) => one.code === code);
  return {
    ...none,
    status: fresh ? "fresh" : "older code",
    why:
      `${rerun} of the recorded draws were run again with the code at hand and gave the same bits` +
      (fresh
        ? "."
        : `; some of that code has changed since it was recorded. Run ${command} for a record by this code.`),
    cases: known.map(({sample: _, ...one}, k) => ({
      ...one,
      fresh: one.code === code,
      full: full.get(one.name)!,
      rerun: samples[k].length,
    })),
    absent: evidence.cases.map((one) => one.name).filter((name) => !known.some((one) => one.name === name)),
    rerun,
  };
}

/** Whether a case keeps some of its own draws: without them its summary would be believed unseen. */
function isSampled({seed, draws, sample}: RecordedCase<unknown, unknown>): boolean {
  const seeds = new Set(sample.map((one) => one.seed));
  return sample.length > 0 && seeds.size === sample.length && [...seeds].every((s) => s >= seed && s < seed + draws);
}

/** What makes evidence again. */
export function commandOf(name: string): string {
  return `npm run calibrate -- ${name}`;
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

async function inPlace<D>(task: Evidence<D>["draw"], _module: URL, items: readonly DrawTask[]) {
  const results: (readonly D[])[] = [];
  for (const item of items) results.push(await task(item));
  return results;
}
