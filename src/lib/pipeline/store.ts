import {join} from "node:path";
import {byCodePoint, canonicalJson} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";
import {asideName, type Folders, guard, removeQuietly} from "./files.ts";
import {sha256, sha256Json} from "./hash.ts";
import {keyOf} from "./key.ts";
import type {Artifact, StageRecord} from "./record.ts";

const schema = "proofbook/stage@1";

/**
 * What the store holds under a key. A damaged one is as good as none: `why` says what is wrong with it, and `record` is
 * there if only artifacts are (it says what they should be).
 */
export type Lookup =
  | {readonly status: "found"; readonly record: StageRecord}
  | {readonly status: "missing"}
  | {readonly status: "damaged"; readonly why: string; readonly record: StageRecord | null};

/**
 * Looks a key up and checks every byte of what is there against its hash. Nothing that was cut short, half-written or
 * changed is ever found.
 */
export function findRecord(at: Folders, key: string): Lookup {
  const folder = join(at.store, key);
  if (!at.fs.existsSync(folder)) return {status: "missing"};
  const record = readMeta(at, key);
  if (record === null) return {status: "damaged", why: "the stored record (meta.json) is damaged", record};
  for (const artifact of record.artifacts) {
    const why = artifactProblem(artifact, readFile(at, join(folder, artifact.file)));
    if (why !== null) return {status: "damaged", why, record};
  }
  return {status: "found", record};
}

/** The record of a finished stage, as it will be read back from the store. */
export function makeRecord(
  finished: Omit<StageRecord, "artifacts">,
  files: readonly (readonly [string, Uint8Array])[],
): StageRecord {
  const artifacts = files.map(([file, bytes]) => ({file, sha256: sha256(bytes), bytes: bytes.byteLength}));
  return JSON.parse(canonicalJson({...finished, artifacts: artifacts.sort((a, b) => byCodePoint(a.file, b.file))}));
}

/**
 * Stores a finished stage: all files into a folder aside, then one rename. What was there under the same key is moved
 * out of the way first. The caller holds the key's claim.
 * @throws PipelineError if the folder cannot be written; nothing is left behind.
 */
export function writeRecord(at: Folders, record: StageRecord, files: readonly (readonly [string, Uint8Array])[]): void {
  const body = {...record, schema};
  const aside = join(at.store, asideName());
  const final = join(at.store, record.key);
  guard("write to the store", at.store, () => {
    try {
      at.fs.mkdirSync(aside);
      for (const [file, bytes] of files) at.fs.writeFileSync(join(aside, file), bytes);
      at.fs.writeFileSync(join(aside, "meta.json"), canonicalJson({...body, digest: sha256Json(body)}));
      if (at.fs.existsSync(final)) {
        const old = join(at.store, asideName());
        at.fs.renameSync(final, old);
        removeQuietly(at.fs, old);
      }
      at.fs.renameSync(aside, final);
    } catch (error) {
      removeQuietly(at.fs, aside);
      throw error;
    }
  });
}

/**
 * Same key, same bytes: a stage that was computed again must give what it gave before.
 * @throws PipelineError naming what differs.
 */
export function checkReproduced(now: StageRecord, before: StageRecord): void {
  const differing = [...now.artifacts, ...before.artifacts]
    .map(({file}) => file)
    .filter((file, k, all) => all.indexOf(file) === k)
    .filter((file) => {
      const [a, b] = [now, before].map(({artifacts}) => artifacts.find((x) => x.file === file)?.sha256);
      return a !== b;
    });
  if (sha256Json(now.findings) !== sha256Json(before.findings)) differing.push("its findings");
  if (sha256Json(now.origin) !== sha256Json(before.origin)) differing.push("its origin");
  if (differing.length > 0)
    throw new PipelineError(
      `it is not deterministic: from the same code, parameters and inputs it gave other bytes than before in ${differing.join(", ")}. ` +
        "Look for a clock, an unnamed random number, or an order that is not fixed.",
    );
}

/**
 * The bytes of a stored artifact, checked once more as they are read.
 * @throws PipelineError if the stage has no such artifact, or if it is damaged or gone.
 */
export function readArtifact(
  at: Folders,
  stage: {readonly name: string; readonly key: string; readonly artifacts: readonly Artifact[]},
  file: string,
): Uint8Array {
  const artifact = stage.artifacts.find((a) => a.file === file);
  if (artifact === undefined) {
    const known = stage.artifacts.map((a) => a.file).join(", ") || "none";
    throw new PipelineError(`stage ${stage.name} has no artifact ${JSON.stringify(file)}; it has: ${known}`);
  }
  const bytes = readFile(at, join(at.store, stage.key, file));
  const why = artifactProblem(artifact, bytes);
  if (why !== null)
    throw new PipelineError(`stage ${stage.name}: ${why}. Run the pipeline again: it will be recomputed.`);
  return bytes!;
}

function readMeta(at: Folders, key: string): StageRecord | null {
  const bytes = readFile(at, join(at.store, key, "meta.json"));
  if (bytes === null) return null;
  try {
    const {digest, ...body} = JSON.parse(new TextDecoder().decode(bytes)) as StageRecord & {
      digest: string;
      schema: string;
    };
    const sound =
      body.schema === schema && digest === sha256Json(body) && body.key === key && keyOf(body.components) === key;
    return sound ? body : null;
  } catch {
    return null;
  }
}

function readFile(at: Folders, path: string): Uint8Array | null {
  try {
    return at.fs.readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    return guard("read", path, () => {
      throw error;
    });
  }
}

function artifactProblem(artifact: Artifact, bytes: Uint8Array | null): string | null {
  if (bytes === null) return `stored artifact ${artifact.file} is missing`;
  if (bytes.byteLength !== artifact.bytes)
    return `stored artifact ${artifact.file} is damaged (${bytes.byteLength} of ${artifact.bytes} bytes)`;
  return sha256(bytes) === artifact.sha256
    ? null
    : `stored artifact ${artifact.file} is damaged (its content has changed)`;
}
