import {realpathSync} from "node:fs";
import {isBuiltin} from "node:module";
import {relative, sep} from "node:path";
import {fileURLToPath} from "node:url";
import type {BuildResult} from "esbuild";
import {byCodePoint} from "./canonical-json.ts";
import {PipelineError} from "./errors.ts";

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
export const minified = {minifySyntax: true, minifyWhitespace: true, legalComments: "none"} as const;

type Build = BuildResult<{write: false; metafile: true}>;

/** The bundle of one entry. */
export interface Bundled {
  readonly contents: Uint8Array;
  /** Paths below the root of all files that it reaches, sorted, and which of them left something in it. */
  readonly read: readonly string[];
  readonly kept: ReadonlySet<string>;
  readonly packages: readonly string[];
}

/** Bundles of those entries; none where one of them cannot be read: whoever asks for that one is then told so. */
export async function bundleTogether(base: string, entries: readonly URL[]): Promise<Map<string, Bundled>> {
  if (entries.length === 0) return new Map();
  try {
    return await bundle(base, [...new Set(entries.map((entry) => toPosix(relative(base, realEntry(entry)))))]);
  } catch {
    return new Map();
  }
}

/** A bundle an entry, by its path: without splitting esbuild links each as if it were alone, of files parsed once. */
export async function bundle(base: string, entries: readonly string[]): Promise<Map<string, Bundled>> {
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

/** Where a module is, links followed. @throws PipelineError if there is none. */
export function realEntry(entry: URL): string {
  if (entry.protocol !== "file:") throw new PipelineError(`code must be a file: URL; found ${entry.href}`);
  const path = fileURLToPath(entry); // drops a query such as ?v=2
  try {
    return realpathSync(path);
  } catch {
    throw new PipelineError(`no such module: ${path}, declared as code of a stage`);
  }
}

/** A path with forward slashes. */
export function toPosix(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}
