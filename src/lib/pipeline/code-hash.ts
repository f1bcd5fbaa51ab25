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

type Build = BuildResult<{write: false; metafile: true}>;

/** The bundle of one entry. */
interface Bundled {
  readonly contents: Uint8Array;
  /** Paths below the root of all files that it reaches, sorted, and which of them left something in it. */
  readonly read: readonly string[];
  readonly kept: ReadonlySet<string>;
  readonly packages: readonly string[];
}

/** Bundles of those entries; none where one of them cannot be read: whoever asks for that one is then told so. */
async function bundleTogether(base: string, entries: readonly URL[]): Promise<Map<string, Bundled>> {
  if (entries.length === 0) return new Map();
  try {
    return await bundle(base, [...new Set(entries.map((entry) => toPosix(relative(base, realEntry(entry)))))]);
  } catch {
    return new Map();
  }
}

/** A bundle an entry, by its path: without splitting esbuild links each as if it were alone, of files parsed once. */
async function bundle(base: string, entries: readonly string[]): Promise<Map<string, Bundled>> {
  const {outputFiles, metafile} = await build(base, entries);
  const contents = new Map(outputFiles.map((file) => [toPosix(relative(base, file.path)), file.contents]));
  return new Map(
    Object.entries(metafile.outputs).map(([path, {entryPoint, inputs, imports}]) => {
      const packages = imported(imports);
      const kept = new Set(Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0));
      const bundled = {contents: contents.get(path)!, read: reached(metafile, entryPoint!), kept, packages};
      return [entryPoint!, bundled];
    }),
  );
}

type Metafile = Build["metafile"];

/** Files that an entry imports, itself among them, sorted. */
function reached({inputs}: Metafile, entry: string): string[] {
  const found = new Set([entry]);
  for (const file of found)
    for (const {path, external} of inputs[file].imports)
      if (external !== true && !path.startsWith("<")) found.add(path);
  return [...found].sort(byCodePoint);
}

function imported(imports: Metafile["outputs"][string]["imports"]): string[] {
  const packages = imports.filter((i) => i.external && !isBuiltin(i.path)).map((i) => packageName(i.path));
  return [...new Set(packages)].sort(byCodePoint);
}

async function build(base: string, entries: readonly string[]): Promise<Build> {
  const esbuild = await import("esbuild");
  try {
    return await esbuild.build({
      absWorkingDir: base,
      entryPoints: entries.map((entry) => (entry.startsWith(".") ? entry : `./${entry}`)),
      bundle: true,
      write: false,
      metafile: true,
      outdir: base, // never written to; names only
      outbase: base,
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
    const {errors = []} = error as {errors?: Build["errors"]};
    if (errors.length === 0) throw error;
    const lines = errors.map(
      ({location: at, text}) => `  ${at ? `${at.file}:${at.line}:${at.column + 1}: ` : ""}${text}`,
    );
    throw new PipelineError(`the code of ${entries.join(", ")} cannot be read:\n${lines.join("\n")}`);
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
