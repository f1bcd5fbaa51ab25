import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {readdir, realpath, stat} from "node:fs/promises";
import {join, relative, sep} from "node:path";
import type {PublishedFile} from "../pipeline/index.ts";

/**
 * The files below a folder, as sorted relative paths with forward slashes; `skip` says which folders to leave out.
 * @param links "follow" (default): what a symbolic link leads to counts as what stands in its place, as for a server and a
 *   builder; "leave": it does not count, for those who remove.
 */
export async function listFiles(
  folder: string,
  skip: (name: string) => boolean = () => false,
  links: "follow" | "leave" = "follow",
): Promise<string[]> {
  const found: string[] = [];
  const visit = async (directory: string, above: readonly string[]) => {
    const real = await realpath(directory);
    if (above.includes(real)) return; // a link that leads back
    for (const entry of await readdir(directory, {withFileTypes: true})) {
      const path = join(directory, entry.name);
      const linked = entry.isSymbolicLink() && links === "follow" && !skip(entry.name);
      const kind = linked ? await stat(path).catch(() => entry) : entry;
      if (kind.isDirectory()) {
        if (!skip(entry.name)) await visit(path, [...above, real]);
      } else if (kind.isFile()) found.push(relative(folder, path).split(sep).join("/"));
    }
  };
  await visit(folder, []);
  return found.sort(); // by UTF-16 code unit: the same order everywhere
}

/** SHA-256 of a file's bytes, read as a stream: DuckDB's modules have 40 MB. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Every file of a site but its manifest, with size and hash, in order of path. */
export async function publishedFiles(site: string): Promise<PublishedFile[]> {
  const files: PublishedFile[] = [];
  for (const path of await listFiles(site)) {
    if (path === "manifest.json") continue;
    files.push({path, bytes: (await stat(join(site, path))).size, sha256: await hashFile(join(site, path))});
  }
  return files;
}
