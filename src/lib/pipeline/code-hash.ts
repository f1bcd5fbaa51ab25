import {readFileSync, realpathSync, statSync} from "node:fs";
import {join, relative} from "node:path";
import type {Loader} from "esbuild";
import {type Bundled, bundle, bundleTogether, minified, realEntry, toPosix} from "./bundle.ts";
import {byCodePoint} from "./canonical-json.ts";
import {sha256, sha256Json} from "./hash.ts";

/** What a piece of code is, apart from its comments, its layout and the folder it lies in. */
export interface CodeHash {
  /** Of the minified bundles of all entries, in the order given: changes exactly when the code that can run changes. */
  readonly sha256: string;
  /** Module files in the bundles, by path below the root → hash of each alone, minified: says *which* file changed. */
  readonly modules: Readonly<Record<string, string>>;
  /** The same of files that were read but left nothing in a bundle: types, unused exports, constants written out. */
  readonly shaken: Readonly<Record<string, string>>;
  /** Names of the packages that the bundles import, sorted; Node's own modules are not among them. */
  readonly packages: readonly string[];
}

/** Hashes entry modules with everything they import; bundles each entry once in the hasher's life. */
export type CodeHasher = (entries: readonly URL[]) => Promise<CodeHash>;

/**
 * A hasher for one run: it remembers what it has bundled and does not look at the files again, so make a new one for
 * each run. Each entry has a bundle of its own: names in a shared one would depend on its other entries.
 *
 * Unused exports of modules are shaken off (the project's package.json says `sideEffects: false`, so that a front door
 * does not tie a stage to all that lies behind it). Another esbuild may minify differently: then all stages re-run.
 *
 * @param root The project's folder. Paths are taken relative to it, so that a checkout's place does not matter.
 * @param expected Entries that are going to be asked for: the first call bundles all of them in one go, so that a module that
 *   many stages import is read and parsed once. Hashes are the same without. Default: each is bundled when it is asked for.
 */
export function codeHasher(root: string, expected: readonly URL[] = []): CodeHasher {
  const base = realpathSync(root);
  const bundles = new Map<string, Promise<CodeHash>>();
  const modules = new Map<string, Promise<string>>();
  let together: Promise<Map<string, Bundled>> | undefined;
  const once = <T>(memory: Map<string, Promise<T>>, path: string, make: (path: string) => Promise<T>) => {
    let made = memory.get(path);
    if (made === undefined) {
      made = make(path);
      memory.set(path, made);
    }
    return made;
  };

  const hashModule = async (path: string) => {
    const {transform} = await import("esbuild");
    const loader = loaders[/\.[^.]+$/.exec(path)?.[0] ?? ""] ?? "text";
    const {code} = await transform(readFileSync(join(base, path), "utf8"), {
      loader,
      ...minified,
      logLevel: "silent",
    });
    return sha256(code);
  };

  const hashEntry = async (path: string): Promise<CodeHash> => {
    together ??= bundleTogether(base, expected);
    const {contents, read, kept, packages} = (await together).get(path) ?? (await bundle(base, [path])).get(path)!;
    const hashes = await Promise.all(read.map(async (file) => [file, await once(modules, file, hashModule)] as const));
    return {
      sha256: sha256(contents),
      modules: Object.fromEntries(hashes.filter(([file]) => kept.has(file))),
      shaken: Object.fromEntries(hashes.filter(([file]) => !kept.has(file))),
      packages,
    };
  };

  return async (entries) => {
    const parts = await Promise.all(
      entries.map((entry) => once(bundles, relative(base, realEntry(entry)), (path) => hashEntry(toPosix(path)))),
    );
    const kept: Record<string, string> = Object.assign({}, ...parts.map((part) => part.modules));
    const read: Record<string, string> = Object.assign({}, ...parts.map((part) => part.shaken));
    return {
      sha256: sha256Json(parts.map((part) => part.sha256)),
      modules: kept,
      shaken: Object.fromEntries(Object.entries(read).filter(([file]) => !Object.hasOwn(kept, file))),
      packages: [...new Set(parts.flatMap((part) => part.packages))].sort(byCodePoint),
    };
  };
}

/**
 * The first module that was saved after `loadedAt` (ms since 1970), or null. Node loads a module once: code saved after
 * that is hashed but not run, and what ran must never be stored under the hash of what did not.
 */
export function savedSince(root: string, modules: readonly string[], loadedAt: number): string | null {
  const base = realpathSync(root);
  for (const path of [...modules].sort(byCodePoint)) {
    const stat = statSync(join(base, path), {throwIfNoEntry: false});
    if (!(stat !== undefined && stat.mtimeMs <= loadedAt)) return path;
  }
  return null;
}

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".json": "json",
};
