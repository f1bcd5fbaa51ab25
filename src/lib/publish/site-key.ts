import {createHash} from "node:crypto";
import {readFile, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import {listFiles} from "./files.ts";

const ROOT_FILES = ["observablehq.config.ts", "package.json", "package-lock.json", "tsconfig.json"];

/** What a site is made of. */
export interface SiteKey {
  /** Of everything: same key, same site. */
  readonly site: string;
  /** Of what loaders can see: all but pages and styles. */
  readonly data: string;
}

/**
 * Hashes the sources of a site. `inputs` are the texts that it depends on besides the repository's files: the record of
 * the run whose artifacts the loaders read, the commit.
 */
export async function siteKey(root: string, inputs: readonly string[]): Promise<SiteKey> {
  const site = createHash("sha256");
  const data = createHash("sha256");
  const add = (path: string, bytes: Uint8Array | string) => {
    const line = `${path}\0${createHash("sha256").update(bytes).digest("hex")}\n`;
    site.update(line);
    if (!/\.(md|css)$/.test(path)) data.update(line);
  };
  inputs.forEach((text, i) => {
    add(`input ${i}`, text);
  });
  for (const path of ROOT_FILES) add(path, await readFile(join(root, path)).catch(() => ""));
  for (const path of await listFiles(join(root, "src"), (name) => name === ".observablehq"))
    add(`src/${path}`, await readFile(join(root, "src", path)));
  return {site: site.digest("hex"), data: data.digest("hex")};
}

/**
 * Forgets what loaders wrote. Framework would never run them again, whatever changed; a preview must do this after every
 * run of the pipeline, too.
 */
export async function clearDataCache(root: string): Promise<void> {
  const cache = join(root, "src", ".observablehq", "cache");
  if ((await stat(cache).catch(() => null)) === null) return;
  for (const path of await listFiles(cache, (name) => /^_(npm|node|observablehq|vendor\..*)$/.test(name), "leave"))
    await rm(join(cache, path), {force: true});
}
