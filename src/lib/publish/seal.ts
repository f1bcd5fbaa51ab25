import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {canonicalJson, type Manifest, type PublishedFile, sha256} from "../pipeline/index.ts";
import {BuildError} from "./errors.ts";
import {publishedFiles} from "./files.ts";

/**
 * Writes `manifest.json` into a built site: what `describe` makes of the published files (`makeManifest` with the run and
 * the commit). Nothing may be written into the site afterwards.
 * @throws BuildError if findings.json is not there.
 * @returns the manifest's SHA-256 and the number of files it lists.
 */
export async function sealSite(
  site: string,
  describe: (published: PublishedFile[]) => Manifest,
): Promise<{sha256: string; files: number}> {
  if ((await readFile(join(site, "findings.json")).catch(() => null)) === null)
    throw new BuildError("the site has no findings.json; src/findings.json.ts should write it");
  const published = await publishedFiles(site);
  const text = canonicalJson(describe(published));
  await writeFile(join(site, "manifest.json"), text);
  return {sha256: sha256(text), files: published.length};
}

/** The manifest of a site; null where there is none of ours. */
export async function readManifest(site: string): Promise<Manifest | null> {
  const text = await readFile(join(site, "manifest.json"), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const manifest = JSON.parse(text) as Manifest;
    return manifest.schema === "proofbook/manifest@1" && Array.isArray(manifest.published) ? manifest : null;
  } catch {
    return null;
  }
}
