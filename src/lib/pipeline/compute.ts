import {realpathSync} from "node:fs";
import {relative, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {mergeOrigins, type Origin} from "../study/index.ts";
import {savedSince} from "./code-hash.ts";
import {encodeArtifacts} from "./encode.ts";
import {PipelineError} from "./errors.ts";
import type {Folders} from "./files.ts";
import {checkFindings} from "./findings.ts";
import {hashFile} from "./key.ts";
import {settleOrigin} from "./origins.ts";
import {partialResults} from "./partial.ts";
import {artifactReader} from "./reader.ts";
import type {StageIdentity, StageRecord} from "./record.ts";
import type {Stage, StageContext} from "./stage.ts";
import type {Workers} from "./workers.ts";

export interface Computed {
  readonly files: readonly (readonly [string, Uint8Array])[];
  readonly findings: StageRecord["findings"];
  readonly origin: Origin;
}

/**
 * Runs a stage and checks what it gives; stores nothing. What was hashed must be what ran: code saved after it was
 * loaded, and files that change meanwhile, are errors.
 */
export async function compute(
  stage: Stage,
  identity: StageIdentity,
  inputs: readonly StageRecord[],
  {
    at,
    root,
    workers,
    loadedAt,
    onItems,
    resume,
    urgency,
  }: {
    readonly at: Folders;
    readonly root: string;
    readonly workers: Workers;
    readonly loadedAt: number;
    readonly onItems: (done: number, total: number) => void;
    /** Whether items that a killed run has computed under this key are used. */
    readonly resume: boolean;
    /** See `Workers`. Default 0. */
    readonly urgency?: number;
  },
): Promise<Computed> {
  checkLoaded(root, identity, loadedAt);
  const partial = partialResults(at, identity.key);
  if (!resume) partial.clear();
  let calls = 0;
  const context: StageContext = {
    origin: mergeOrigins(inputs.map((input) => input.origin)),
    input(name) {
      const record = inputs.find((input) => input.stage === name);
      if (record === undefined) throw undeclared("input", name, stage.inputs);
      return artifactReader(at, {name, key: record.key, artifacts: record.artifacts});
    },
    file(name) {
      const file = stage.files.find((f) => f.name === name);
      if (file === undefined)
        throw undeclared(
          "file",
          name,
          stage.files.map((f) => f.name),
        );
      return file.path;
    },
    progress: onItems,
    async map(task, module, items, {resume: keep = false} = {}) {
      checkHashed(root, identity, module);
      const call = ++calls;
      const kept = items.map((_, i) => (keep ? partial.load(call, i) : undefined));
      const missing = Array.from(items.keys()).filter((i) => kept[i] === undefined);
      const before = items.length - missing.length;
      onItems(before, items.length);
      const left = missing.map((i) => items[i]);
      const onDone = (done: number, k: number, result: unknown) => {
        if (keep) partial.save(call, missing[k], result);
        onItems(before + done, items.length);
      };
      const made = await workers.map(task, module, left, {onDone, urgency});
      missing.forEach((i, k) => {
        kept[i] = {result: made[k]};
      });
      return kept.map((entry) => entry!.result) as typeof made;
    },
  };
  const output = await stage.run(context);
  const origin = settleOrigin(output.origin, inputs, identity.files);
  if (stage.demonstration && !origin.simulated)
    throw new PipelineError("it is a demonstration: its origin must say that its desks are simulated");
  const files = encodeArtifacts(output, origin);
  const findings = output.findings ?? [];
  checkFindings(
    findings,
    files.map(([file]) => ({file})),
  );
  checkLoaded(root, identity, loadedAt);
  for (const [k, file] of stage.files.entries())
    if (hashFile(file).sha256 !== identity.files[k].sha256)
      throw new PipelineError(`${file.name} changed while it was being read. Run again.`);
  return {files, findings, origin};
}

function checkLoaded(root: string, {detail}: StageIdentity, loadedAt: number): void {
  const path = savedSince(root, Object.keys({...detail.modules, ...detail.shaken}), loadedAt);
  if (path !== null)
    throw new PipelineError(`${path} was saved after this process had loaded its code. Run again, in a new process.`);
}

/** A task whose code is not in the key would go stale in silence. */
function checkHashed(root: string, {detail}: StageIdentity, module: URL): void {
  const path = relative(realpathSync(root), realpathSync(fileURLToPath(module)))
    .split(sep)
    .join("/");
  if (!Object.hasOwn(detail.modules, path) && !Object.hasOwn(detail.shaken, path))
    throw new PipelineError(`it runs a task of ${path}, which is not part of its code. Add that module to \`code\`.`);
}

function undeclared(what: string, name: string, declared: readonly string[]): PipelineError {
  return new PipelineError(
    `it reads the ${what} "${name}", which it does not declare; declared: ${declared.join(", ") || "none"}`,
  );
}
