import {readFileSync, realpathSync, statSync} from "node:fs";
import {isBuiltin} from "node:module";
import {join, relative, sep} from "node:path";
import {fileURLToPath} from "node:url";
import type {BuildResult, Loader} from "esbuild";
import {byCodePoint} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";
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
 * each run. Each entry is bundled alone, since names in a joint bundle would depend on its other entries.
 *
 * Unused exports of modules are shaken off (the project's package.json says `sideEffects: false`, so that a front door
 * does not tie a stage to all that lies behind it). Another esbuild may minify differently: then all stages re-run.
 *
 * @param root The project's folder. Paths are taken relative to it, so that a checkout's place does not matter.
 */
export function codeHasher(root: string): CodeHasher {
  const base = realpathSync(root);
  const bundles = new Map<string, Promise<CodeHash>>();
  const modules = new Map<string, Promise<string>>();
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
    const {outputFiles, metafile} = await bundle(base, path);
    const files = Object.keys(metafile.inputs)
      .filter((file) => !file.startsWith("<"))
      .sort(byCodePoint);
    const hashes = await Promise.all(files.map(async (file) => [file, await once(modules, file, hashModule)] as const));
    const kept = new Set(
      Object.values(metafile.outputs).flatMap(({inputs}) =>
        Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0),
      ),
    );
    const imported = Object.values(metafile.outputs).flatMap((output) => output.imports);
    const packages = imported.filter((i) => i.external && !isBuiltin(i.path)).map((i) => packageName(i.path));
    return {
      sha256: sha256(outputFiles[0].contents),
      modules: Object.fromEntries(hashes.filter(([file]) => kept.has(file))),
      shaken: Object.fromEntries(hashes.filter(([file]) => !kept.has(file))),
      packages: [...new Set(packages)].sort(byCodePoint),
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

/** The package that an import names: "@stdlib/x" of "@stdlib/x/lib/y", "csv-parse" of "csv-parse/sync". */
export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * Takes comments, layout and types away. Identifiers stay: esbuild shortens them by how often letters occur in the
 * source, types and unused code included, so that an edit of a type would look like one of the code.
 */
const minified = {minifySyntax: true, minifyWhitespace: true, legalComments: "none"} as const;

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

type Bundle = BuildResult<{write: false; metafile: true}>;

async function bundle(base: string, entry: string): Promise<Bundle> {
  const {build} = await import("esbuild");
  try {
    return await build({
      absWorkingDir: base,
      entryPoints: [entry.startsWith(".") ? entry : `./${entry}`],
      bundle: true,
      write: false,
      metafile: true,
      outdir: base, // never written to; names only
      format: "esm",
      platform: "node",
      target: "es2022",
      packages: "external",
      ...minified,
      treeShaking: true,
      sourcemap: false,
      logLevel: "silent",
    });
  } catch (error) {
    const {errors = []} = error as {errors?: Bundle["errors"]};
    if (errors.length === 0) throw error;
    const lines = errors.map(
      ({location: at, text}) => `  ${at ? `${at.file}:${at.line}:${at.column + 1}: ` : ""}${text}`,
    );
    throw new PipelineError(`the code of ${entry} cannot be read:\n${lines.join("\n")}`);
  }
}

function realEntry(entry: URL): string {
  if (entry.protocol !== "file:") throw new PipelineError(`code must be a file: URL; found ${entry.href}`);
  const path = fileURLToPath(entry); // drops a query such as ?v=2
  try {
    return realpathSync(path);
  } catch {
    throw new PipelineError(`no such module: ${path}, declared as code of a stage`);
  }
}

function toPosix(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}
