import {join} from "node:path";
import type {Finding, Origin} from "../study/index.ts";
import {canonicalJson} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";
import {type Folders, folders, makeFolders, writeFileAside} from "./files.ts";
import {latestKeys} from "./latest.ts";
import {artifactReader} from "./reader.ts";
import type {Artifact, KeyComponents, StageIdentity} from "./record.ts";
import type {ArtifactReader} from "./stage.ts";

/** A stage of a finished run. */
export interface StageRun {
  readonly name: string;
  readonly label: string;
  readonly key: string;
  readonly components: KeyComponents;
  /** Declared files, in the stage's order. */
  readonly files: StageIdentity["files"];
  readonly artifacts: readonly Artifact[];
  readonly origin: Origin;
  /** Why it ran; empty if it was cached. */
  readonly why: readonly string[];
  readonly cached: boolean;
  /** Seconds in this run; for display, never published. */
  readonly elapsed: number;
}

/** What a pipeline run produced. */
export interface Run {
  /** In run order: inputs before their readers. */
  readonly stages: readonly StageRun[];
  /** In run order, then in the order each stage reports them. */
  readonly findings: readonly Finding[];
  /** Of all data that entered. */
  readonly origin: Origin;
  /** SHA-256 of package-lock.json. */
  readonly lockfile: string;
  /** The folder that holds its artifacts; not saved, so that a checkout may be moved. */
  readonly home: string;
}

interface RunFile {
  readonly schema: "proofbook/run@1";
  readonly study: unknown;
  readonly run: Omit<Run, "home">;
  /** Stage keys of this and earlier runs, latest first: what `prune` keeps. */
  readonly recent: readonly (readonly string[])[];
}

const remembered = 6;

/** The folder for what is kept between runs: `.proofbook` in the project's root. */
export function defaultHome(root: string): string {
  return join(root, ".proofbook");
}

/**
 * Writes `run.json`: what the last run of this checkout produced, and the study it was asked for (any JSON), so that
 * loaders and `status` find both.
 */
export function saveRun(run: Run, study: unknown): void {
  const at = folders(run.home);
  makeFolders(at);
  const {home: _, ...saved} = run;
  const keys = run.stages.map((stage) => stage.key);
  const earlier = readRunFile(at)?.recent ?? [];
  const recent = [keys, ...earlier.filter((other) => other.join() !== keys.join())].slice(0, remembered);
  writeFileAside(at, at.run, canonicalJson({schema: "proofbook/run@1", study, run: saved, recent} satisfies RunFile));
}

/** Reads `run.json`. @throws PipelineError if no run was saved there, or if the file cannot be read. */
export function loadRun(home: string): {readonly run: Run; readonly study: unknown} {
  const at = folders(home);
  const file = readRunFile(at);
  if (file === null)
    throw new PipelineError(
      at.fs.existsSync(at.run)
        ? `${at.run} is damaged or of another version. Run the pipeline again: npm run report.`
        : "the pipeline has not run here yet. Run it first: npm run report.",
    );
  return {run: {...file.run, home}, study: file.study};
}

/** Reads the artifacts of a stage of a run. @throws PipelineError if the run has no such stage. */
export function reader(run: Run, stage: string): ArtifactReader {
  const found = run.stages.find((s) => s.name === stage);
  if (found === undefined) {
    const known = run.stages.map((s) => s.name).join(", ");
    throw new PipelineError(`the run has no stage "${stage}"; its stages are: ${known}`);
  }
  return artifactReader(folders(run.home), found);
}

/** Keys that the last runs or the latest record of a stage refer to. */
export function referencedKeys(at: Folders): ReadonlySet<string> {
  return new Set([...(readRunFile(at)?.recent.flat() ?? []), ...latestKeys(at)]);
}

function readRunFile(at: Folders): RunFile | null {
  try {
    const file = JSON.parse(at.fs.readFileSync(at.run, "utf8")) as RunFile;
    return file.schema === "proofbook/run@1" && Array.isArray(file.run?.stages) && Array.isArray(file.recent)
      ? file
      : null;
  } catch {
    return null;
  }
}
