import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";

/** Where code that runs in the browser lives, relative to the project. */
const BROWSER_FOLDERS = [
  "src/pages",
  "src/lib/view",
  "src/lib/study",
  "src/lib/numeric",
  "src/lib/models",
  "src/components",
];
const PACKAGE = /(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*/;
const FROM_NPM = new RegExp(`["'\`]npm:(${PACKAGE.source})(?:@[^"'\`/]*)?["'\`/]`, "g");
const BARE = new RegExp(`\\b(?:from|import)\\s*\\(?\\s*["'](${PACKAGE.source})["']`, "g");

/**
 * Names of the packages that pages and the modules beside them import (`npm:name` or a bare `name`), sorted.
 * A name in a comment counts: one library too many is vendored, never one too few.
 */
export async function findImportedPackages(root: string): Promise<string[]> {
  const files = [join(root, "src", "index.md")];
  for (const folder of BROWSER_FOLDERS) {
    const entries = await readdir(join(root, folder), {recursive: true, withFileTypes: true}).catch(() => []);
    for (const entry of entries)
      if (entry.isFile() && /\.(md|[jt]sx?)$/.test(entry.name)) files.push(join(entry.parentPath, entry.name));
  }
  const found = new Set<string>();
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => "");
    for (const pattern of [FROM_NPM, BARE]) for (const match of text.matchAll(pattern)) found.add(match[1]);
  }
  return [...found].sort();
}
