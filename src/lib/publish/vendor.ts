import {createHash} from "node:crypto";
import {copyFile, mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join, posix} from "node:path";
import {fileURLToPath} from "node:url";
import {type BuildOptions, build, type Plugin} from "esbuild";
import {findImportedPackages} from "./imported.ts";
import {type InstalledPackage, installedPackage} from "./installed.ts";
import {ABSENT_VERSION, DUCKDB_WASM_VERSION, IMPLICIT_LIBRARIES, RAW_FILES} from "./libraries.ts";

/** What `vendor` did: whether it had to do anything, and which libraries pages may use, at which version. */
export interface Vendored {
  readonly ran: boolean;
  readonly libraries: Readonly<Record<string, string>>;
  /** Asked for by Framework or by a page, but not installed. */
  readonly absent: readonly string[];
}

/**
 * Fills Framework's package cache (`src/.observablehq/cache/_npm` and `_node`) from node_modules, so that the lock file
 * decides every byte of the site and no build asks a CDN or a registry. Each library becomes one ES module; libraries
 * that another one imports stay one copy, shared by relative path (two copies of apache-arrow would not recognise each
 * other's tables). `npm:vega` and a bare `vega` are still two files: a page and its view should agree on one.
 *
 * Nothing is done where the stamp agrees: lock file, installed versions, this code, and what pages import.
 * @throws Error if @duckdb/duckdb-wasm is installed at another version than Framework's pin, or a library cannot be bundled.
 */
export async function vendor({root}: {root: string}): Promise<Vendored> {
  const names = [...new Set([...IMPLICIT_LIBRARIES, ...(await findImportedPackages(root))])].sort();
  const installed: InstalledPackage[] = [];
  const absent: string[] = [];
  for (const name of names) {
    const found = await installedPackage(root, name);
    if (found === null) absent.push(name);
    else installed.push(found);
  }
  const duckdb = installed.find((p) => p.name === "@duckdb/duckdb-wasm");
  if (duckdb !== undefined && duckdb.version !== DUCKDB_WASM_VERSION)
    throw new Error(
      `@duckdb/duckdb-wasm is ${duckdb.version}; Framework needs ${DUCKDB_WASM_VERSION}: npm install --save-exact @duckdb/duckdb-wasm@${DUCKDB_WASM_VERSION}`,
    );
  const libraries = Object.fromEntries(installed.map((p) => [p.name, p.version]));
  const cache = join(root, "src", ".observablehq", "cache");
  const stampPath = join(cache, "_npm", ".stamp.json");
  const stamp = `${JSON.stringify({code: await codeHash(), lock: await lockHash(root), libraries, absent})}\n`;
  if ((await readFile(stampPath, "utf8").catch(() => null)) === stamp) return {ran: false, libraries, absent};

  const staging = join(cache, `_vendor.${process.pid}`);
  await rm(staging, {recursive: true, force: true});
  try {
    await mkdir(join(staging, "_npm"), {recursive: true});
    await mkdir(join(staging, "_node"), {recursive: true});
    for (const name of absent) await mkdir(join(staging, "_npm", `${name}@${ABSENT_VERSION}`), {recursive: true});
    await Promise.all(installed.map((library) => vendorLibrary(library, installed, root, staging)));
    await writeFile(join(staging, "_npm", ".stamp.json"), stamp);
    for (const kind of ["_node", "_npm"]) {
      await rm(join(cache, kind), {recursive: true, force: true});
      await rename(join(staging, kind), join(cache, kind));
    }
  } finally {
    await rm(staging, {recursive: true, force: true});
  }
  return {ran: true, libraries, absent};
}

async function vendorLibrary(
  library: InstalledPackage,
  all: readonly InstalledPackage[],
  root: string,
  staging: string,
): Promise<void> {
  const folder = `${library.name}@${library.version}`;
  await mkdir(join(staging, "_npm", folder), {recursive: true});
  for (const file of RAW_FILES[library.name] ?? []) {
    const target = join(staging, "_npm", folder, file);
    await mkdir(dirname(target), {recursive: true});
    await copyFile(join(library.path, file), target);
  }
  // Pages import from _npm, modules beside them from _node; only the file name of an entry differs.
  const shared: BuildOptions = {
    absWorkingDir: root,
    entryPoints: [library.name],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: ["es2022", "chrome96", "firefox96", "safari16"],
    minify: true,
    legalComments: "none",
    define: {"process.env.NODE_ENV": '"production"'},
    write: false,
    logLevel: "silent",
  };
  for (const [kind, entry] of [
    ["_npm", "_esm.js"],
    ["_node", "index.js"],
  ] as const) {
    const result = await build({...shared, plugins: [shareVendored(library, all, entry)]}).catch((error: Error) => {
      throw new Error(
        `cannot bundle ${folder} for the browser: ${error.message.split("\n")[1]?.trim() ?? error.message}`,
      );
    });
    const target = join(staging, kind, folder, entry);
    await mkdir(dirname(target), {recursive: true});
    await writeFile(target, result.outputFiles![0].contents);
  }
}

/** Leaves the other vendored libraries outside the bundle, imported by relative path. */
function shareVendored(self: InstalledPackage, all: readonly InstalledPackage[], entry: string): Plugin {
  const folders = new Map(all.map((p) => [p.name, `/${p.name}@${p.version}`]));
  return {
    name: "share-vendored",
    setup({onResolve, onLoad, resolve}) {
      // random-js, behind ml-random-forest, offers an engine of Node's crypto beside its own; nothing in a page asks for it.
      onResolve({filter: /^crypto$/}, ({path}) => ({path, namespace: "absent-in-browser"}));
      onLoad({filter: /.*/, namespace: "absent-in-browser"}, () => ({contents: "module.exports = {}"}));
      onResolve({filter: /^[@a-z]/}, ({path, kind, resolveDir}) => {
        // As an import from the project's folder: a folder of the same name there must not be taken for the package.
        if (kind === "entry-point") return resolve(path, {kind: "import-statement", resolveDir});
        if (path === self.name || !folders.has(path)) return undefined;
        const relative = posix.relative(folders.get(self.name)!, posix.join(folders.get(path)!, entry));
        return {path: relative, external: true};
      });
    },
  };
}

async function lockHash(root: string): Promise<string> {
  const text = await readFile(join(root, "package-lock.json")).catch(() => Buffer.from("no lock file"));
  return sha256(text);
}

/** Of the modules that decide what is written. */
async function codeHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["vendor.ts", "libraries.ts", "installed.ts"])
    hash.update(await readFile(fileURLToPath(new URL(name, import.meta.url))));
  return hash.digest("hex");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
