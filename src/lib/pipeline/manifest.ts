import type {Origin} from "../study/index.ts";
import {byCodePoint} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";
import {sha256Json} from "./hash.ts";
import type {Artifact} from "./record.ts";
import type {Run} from "./run-file.ts";

/**
 * The published file `manifest.json`: what a rebuild of the same commit must give, byte for byte. Nothing in it depends
 * on the clock, the machine, or where the checkout lies. `schema` changes when a field changes meaning or goes.
 */
export interface Manifest {
  readonly schema: "proofbook/manifest@1";
  /** Full hash; null outside a git repository. */
  readonly commit: string | null;
  /** Whether files differed from that commit: then the commit alone does not give these bytes. */
  readonly dirty: boolean;
  /** ISO 8601, of the commit; null without one. */
  readonly commitTime: string | null;
  readonly study: unknown;
  readonly origin: Origin;
  /** SHA-256 of package-lock.json. */
  readonly lockfile: string;
  /** In run order. */
  readonly stages: readonly ManifestStage[];
  /** The data files that were read, sorted by name. */
  readonly data: readonly ManifestData[];
  /** Every file of the site but this one, sorted by path. */
  readonly published: readonly PublishedFile[];
}

export interface ManifestStage {
  readonly name: string;
  readonly key: string;
  /** Hashes of the bundled code, of the parameters, and of the lock file's entries that the code uses. */
  readonly code: string;
  readonly params: string;
  readonly packages: string;
  readonly inputs: readonly string[];
  readonly simulated: boolean;
  readonly artifacts: readonly Artifact[];
}

export interface ManifestData {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface PublishedFile {
  /** Relative to the site's root, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Makes the manifest of a run; write it with `canonicalJson`.
 * @throws PipelineError if a published path is absolute, leaves the site, or is listed twice.
 */
export function makeManifest(
  run: Run,
  about: Pick<Manifest, "commit" | "dirty" | "commitTime" | "study" | "published">,
): Manifest {
  const data = new Map(
    run.stages.flatMap(({files}) => files.map((file) => [`${file.name}\n${file.sha256}`, file] as const)),
  );
  return {
    schema: "proofbook/manifest@1",
    commit: about.commit,
    dirty: about.dirty,
    commitTime: about.commitTime,
    study: about.study,
    origin: run.origin,
    lockfile: run.lockfile,
    stages: run.stages.map(({name, key, components, artifacts, origin}) => ({
      name,
      key,
      code: components.code,
      params: sha256Json(components.params),
      packages: components.packages,
      inputs: Object.keys(components.inputs).sort(byCodePoint),
      simulated: origin.simulated,
      artifacts,
    })),
    data: [...data.keys()].sort(byCodePoint).map((key) => {
      const {name, sha256, bytes} = data.get(key)!;
      return {name, sha256, bytes};
    }),
    published: checkPaths(about.published).sort((a, b) => byCodePoint(a.path, b.path)),
  };
}

function checkPaths(files: readonly PublishedFile[]): PublishedFile[] {
  const seen = new Set<string>();
  return files.map(({path, sha256, bytes}) => {
    if (path === "" || /^\/|^[A-Za-z]:|\\|(^|\/)\.\.?(\/|$)/.test(path))
      throw new PipelineError(`invalid published path; not relative to the site, with forward slashes: ${path}`);
    if (seen.has(path)) throw new PipelineError(`published file listed twice: ${path}`);
    seen.add(path);
    return {path, sha256, bytes};
  });
}
