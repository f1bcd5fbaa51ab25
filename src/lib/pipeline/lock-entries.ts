import {readFileSync} from "node:fs";
import {join} from "node:path";
import {byCodePoint, parseJson} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";
import {sha256} from "./hash.ts";

/** package-lock.json, version 2 or 3: `packages` by place ("node_modules/a/node_modules/b"). */
export interface Lock {
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
  /** What npm says is installed (node_modules/.package-lock.json); null where it does not say. */
  readonly installed: Readonly<Record<string, LockedPackage>> | null;
}

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Place in the lock file, without the leading "node_modules/" → version and content hash. */
export type LockEntries = Readonly<Record<string, {readonly version: string; readonly integrity: string}>>;

/** Reads the lock file of a project. @throws PipelineError if it is missing or of version 1. */
export function readLock(root: string): Lock {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, "package-lock.json"));
  } catch {
    throw new PipelineError(
      "package-lock.json is missing: it decides which packages a result came from. Run npm install.",
    );
  }
  const {packages} = parseJson<{packages?: Lock["packages"]}>(bytes.toString("utf8"), "package-lock.json");
  if (packages === undefined)
    throw new PipelineError(
      "package-lock.json has no `packages` (lockfileVersion 1). Run npm install with npm 7 or later.",
    );
  return {sha256: sha256(bytes), packages, installed: readInstalled(root)};
}

/**
 * The lock file's entries for packages and all that they depend on, transitively: what decides their code. Optional
 * dependencies of other platforms are among them, so that the result is the same on every machine.
 * @throws PipelineError if a package is not in the lock file, or if another version of it is installed.
 */
export function lockEntries(lock: Lock, packages: readonly string[]): LockEntries {
  const found = new Map<string, LockedPackage>();
  const visit = (place: string) => {
    const entry = lock.packages[place];
    if (found.has(place)) return;
    found.set(place, entry);
    const real = entry.link && entry.resolved !== undefined ? entry.resolved : place;
    const {dependencies, optionalDependencies, peerDependencies} = lock.packages[real] ?? {};
    for (const name of Object.keys({...dependencies, ...optionalDependencies, ...peerDependencies})) {
      const next = resolve(lock, real, name);
      if (next !== null) visit(next); // an optional peer may be absent
    }
  };
  for (const name of packages) {
    const place = resolve(lock, "", name);
    if (place === null)
      throw new PipelineError(
        `the package "${name}" is imported but is not in package-lock.json. Run npm install ${name}.`,
      );
    visit(place);
  }
  const entries = [...found].map(([place, entry]) => {
    checkInstalled(lock, place, entry);
    return [label(place), {version: entry.version ?? "", integrity: entry.integrity ?? ""}] as const;
  });
  return Object.fromEntries(entries.sort((a, b) => byCodePoint(a[0], b[0])));
}

/** Where `name` is found from the package at `from`: its own node_modules first, then outwards, as Node does. */
function resolve(lock: Lock, from: string, name: string): string | null {
  for (let place = from; ; ) {
    const candidate = `${place === "" ? "" : `${place}/`}node_modules/${name}`;
    if (lock.packages[candidate] !== undefined) return candidate;
    if (place === "") return null;
    const outer = place.lastIndexOf("/node_modules/");
    place = outer === -1 ? "" : place.slice(0, outer);
  }
}

function checkInstalled(lock: Lock, place: string, entry: LockedPackage): void {
  const installed = lock.installed?.[place];
  if (installed?.version === undefined || installed.version === entry.version) return;
  throw new PipelineError(
    `${label(place)} ${installed.version} is installed, but package-lock.json says ${entry.version}. Run npm ci.`,
  );
}

function readInstalled(root: string): Lock["installed"] {
  try {
    const text = readFileSync(join(root, "node_modules/.package-lock.json"), "utf8");
    return (JSON.parse(text) as {packages?: Lock["packages"]}).packages ?? null;
  } catch {
    return null; // installed by another tool than npm
  }
}

function label(place: string): string {
  return place.replace(/^node_modules\//, "");
}
