import {readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {byCodePoint, canonicalJson, type Manifest} from "../pipeline/index.ts";
import type {FindingsFile} from "../study/index.ts";
import {hashFile, listFiles} from "./files.ts";

/** The result of comparing two builds. */
export interface Comparison {
  /** Artifacts, findings and published files that were compared. */
  readonly compared: number;
  readonly identical: number;
  readonly first: Difference | null;
}

export interface Difference {
  /** "artifact impact/impact.json", "finding impact.total.delta", "file pages/data.html", "stage ingest". */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

interface Site {
  readonly site: string;
  readonly manifest: Manifest;
}

/**
 * Compares a site with a rebuild: every stage's artifacts, every finding, every published file (its bytes as they are
 * now, and that the manifest remembers them so), and the rest of the manifest. In the order in which a number travels, so that
 * the first difference is the nearest to its cause.
 */
export async function compareSites(expected: Site, found: Site): Promise<Comparison> {
  const items = [
    ...pair(dataOf(expected.manifest), dataOf(found.manifest)),
    ...pair(artifactsOf(expected.manifest), artifactsOf(found.manifest)),
    ...pair(await findingsOf(expected.site), await findingsOf(found.site)),
    ...pair(await filesOf(expected), await filesOf(found)),
    {what: "manifest.json", expected: restOf(expected.manifest), found: restOf(found.manifest)},
  ];
  const different = items.filter((item) => item.expected !== item.found);
  return {compared: items.length, identical: items.length - different.length, first: different[0] ?? null};
}

/** One line for a reader: `identical: 120 of 120`, or the first difference. */
export function formatComparison({compared, identical, first}: Comparison): string {
  const count = `identical: ${identical} of ${compared}`;
  return first === null
    ? count
    : `${count}\nfirst difference: ${first.what}\n  expected ${first.expected}\n  found    ${first.found}`;
}

const ABSENT = "nothing";

function pair(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): Difference[] {
  const order = [...expected.keys(), ...[...found.keys()].filter((key) => !expected.has(key))];
  return order.map((what) => ({what, expected: expected.get(what) ?? ABSENT, found: found.get(what) ?? ABSENT}));
}

function dataOf({data}: Manifest): Map<string, string> {
  return new Map(data.map(({name, sha256, bytes}) => [`data file ${name}`, `${sha256}, ${bytes} bytes`]));
}

function artifactsOf({stages}: Manifest): Map<string, string> {
  return new Map(
    stages.flatMap(({name, artifacts}) =>
      artifacts.map(({file, sha256}) => [`artifact ${name}/${file}`, sha256] as const),
    ),
  );
}

async function findingsOf(site: string): Promise<Map<string, string>> {
  const text = await readFile(join(site, "findings.json"), "utf8").catch(() => '{"findings":[]}');
  const {findings} = JSON.parse(text) as FindingsFile;
  return new Map(findings.map((finding) => [`finding ${finding.id}`, canonicalJson(finding, {indent: 0}).trim()]));
}

/** What stands there; where its manifest says something else, that too: no rebuild says the same. */
async function filesOf({site, manifest}: Site): Promise<Map<string, string>> {
  const listed = new Map(manifest.published.map(({path, sha256, bytes}) => [path, `${sha256}, ${bytes} bytes`]));
  const files = new Map<string, string>();
  for (const path of (await listFiles(site)).sort(byCodePoint)) {
    if (path === "manifest.json") continue;
    const is = `${await hashFile(join(site, path))}, ${(await stat(join(site, path))).size} bytes`;
    const said = listed.get(path) ?? ABSENT;
    files.set(`file ${path}`, said === is ? is : `${is}; its manifest says ${said}`);
    listed.delete(path);
  }
  for (const [path, said] of listed) files.set(`file ${path}`, `${ABSENT}; its manifest says ${said}`);
  return files;
}

/** All of the manifest that is not compared item by item; of commit and `dirty` the caller has spoken. */
function restOf({published: _, commit: __, dirty: ___, data: ____, ...rest}: Manifest): string {
  return canonicalJson(rest, {indent: 0}).trim();
}
