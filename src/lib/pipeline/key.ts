import {createHash} from "node:crypto";
import {closeSync, openSync, readSync, statSync} from "node:fs";
import {byCodePoint, canonicalJson} from "./canonical-json.ts";
import type {CodeHasher} from "./code-hash.ts";
import {PipelineError, StageError} from "./errors.ts";
import {sha256Json} from "./hash.ts";
import {type Lock, lockEntries} from "./lock-entries.ts";
import type {KeyComponents, StageIdentity, StageRecord} from "./record.ts";
import type {Stage} from "./stage.ts";

/** What every stage's artifacts pass through on their way to the store: it decides their bytes as the stage's code does. */
const encoding = new URL("./encode.ts", import.meta.url);

/** Every module that the keys of those stages are made of. */
export function codeOf(stages: readonly Pick<Stage, "code">[]): URL[] {
  return [...stages.flatMap(({code}) => code), encoding];
}

/**
 * Works out a stage's key from its code, parameters, files, locked packages, and the records of its inputs. Reads
 * files; runs nothing.
 * @throws StageError naming the stage: parameters that are not JSON, a file that is missing, a package not locked.
 */
export async function identify(
  stage: Stage,
  inputs: readonly StageRecord[],
  {hashCode, lock}: {readonly hashCode: CodeHasher; readonly lock: Lock},
): Promise<StageIdentity> {
  try {
    const code = await hashCode([...stage.code, encoding]);
    const packages = lockEntries(lock, code.packages);
    const files = stage.files.map(hashFile);
    const components: KeyComponents = {
      name: stage.name,
      code: code.sha256,
      params: checkParams(stage.params),
      inputs: byName(inputs.map((record) => [record.stage, inputHash(record)])),
      files: byName(files.map((file) => [file.name, file.sha256])),
      packages: sha256Json(packages),
    };
    return {key: keyOf(components), components, detail: {modules: code.modules, shaken: code.shaken, packages}, files};
  } catch (error) {
    throw new StageError(stage.name, error);
  }
}

/** The key: SHA-256 of the components' canonical JSON. */
export function keyOf(components: KeyComponents): string {
  return sha256Json(components);
}

/** What a stage takes from an input: its artifacts' bytes, and where they come from. Not when or how fast it ran. */
function inputHash({artifacts, origin}: StageRecord): string {
  return sha256Json({artifacts: artifacts.map((a) => [a.file, a.sha256]), origin});
}

/** Hashes a declared file. @throws PipelineError if it cannot be read. */
export function hashFile({name, path}: Stage["files"][number]): StageIdentity["files"][number] {
  try {
    if (!statSync(path).isFile()) throw new PipelineError(`${name} is not a file: ${path}`);
    return {name, ...hashInPieces(path)};
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new PipelineError(
      code === "ENOENT" || code === "ENOTDIR"
        ? `no such file: ${path} (declared as ${name})`
        : `${path} cannot be read (${code ?? (error as Error).message})`,
    );
  }
}

/** Piece by piece: a file of fills may be larger than what fits into one buffer. */
function hashInPieces(path: string): {readonly sha256: string; readonly bytes: number} {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, "r");
  let bytes = 0;
  try {
    for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) {
      hash.update(piece.subarray(0, n));
      bytes += n;
    }
  } finally {
    closeSync(file);
  }
  return {sha256: hash.digest("hex"), bytes};
}

/** Parameters as JSON gives them back; rejects what it cannot hold, with its path. */
function checkParams(params: unknown): unknown {
  if (params === undefined) throw new PipelineError("params is undefined; a stage without parameters has null or {}");
  try {
    return JSON.parse(canonicalJson(params));
  } catch (error) {
    throw new PipelineError(`params ${(error as Error).message}`);
  }
}

function byName(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...pairs].sort((a, b) => byCodePoint(a[0], b[0])));
}
