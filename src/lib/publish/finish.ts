import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {contentPolicy} from "./content-policy.ts";
import {BuildError} from "./errors.ts";
import {listFiles} from "./files.ts";

const VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">';

/**
 * Mends what keeps Framework's pages from being accessible: no language (WCAG 3.1.1), zoom forbidden (1.4.4), a control
 * named by its title only (4.1.2), navigation without a name (2.4.1), a label as the child of a list (1.3.1).
 */
const MENDS: readonly (readonly [what: string, found: string, mended: string])[] = [
  ["language", "<!DOCTYPE html>\n<html>", '<!DOCTYPE html>\n<html lang="en">'],
  ["zoom", '<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">', VIEWPORT],
  [
    "sidebar toggle",
    '<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">',
    '<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar" aria-label="Toggle sidebar">',
  ],
  ["sidebar", '<nav id="observablehq-sidebar">', '<nav id="observablehq-sidebar" aria-label="Pages">'],
];
/** Not on every page: its list of contents, and the links to its neighbours. */
const NAMES: readonly (readonly [found: RegExp, mended: string])[] = [
  [/(<aside id="observablehq-toc"[^>]*>\s*)<nav>/, '$1<nav aria-label="Contents of this page">'],
  [/<nav>(<a rel="(?:prev|next)")/, '<nav aria-label="Neighbouring pages">$1'],
];
const LABEL_IN_LIST = /<ol>\s*(<label id="observablehq-sidebar-close"[^>]*><\/label>)\s*(<li\b[^>]*>)/;

/** Mends a page and states its Content-Security-Policy. @throws BuildError if the page is not as Framework 1.13.4 writes it. */
export function finishPage(html: string, path: string): string {
  let result = html;
  for (const [what, found, mended] of MENDS) {
    if (!result.includes(found))
      throw new BuildError(`${path}: Framework's markup has changed (${what}); finish.ts must be looked at`);
    result = result.replace(found, mended);
  }
  for (const [found, mended] of NAMES) result = result.replace(found, mended);
  result = result.replace(LABEL_IN_LIST, "<ol>\n    $2$1");
  return result.replace(VIEWPORT, `${VIEWPORT}\n${contentPolicy(result)}`); // before the first script
}

/** Finishes every page of a built site, in place. @returns how many there are. */
export async function finishPages(site: string): Promise<number> {
  const pages = (await listFiles(site)).filter((path) => path.endsWith(".html"));
  for (const path of pages)
    await writeFile(join(site, path), finishPage(await readFile(join(site, path), "utf8"), path));
  return pages.length;
}
