import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {join, relative, sep} from "node:path";
import type {PublishedFile} from "../pipeline/index.ts";

/** The files below a folder, as sorted relative paths with forward slashes; `skip` says which folders to leave out. */
export async function listFiles(folder: string, skip: (name: string) => boolean = () => false): Promise<string[]> {
  const found: string[] = [];
  const visit = async (directory: string) => {
    for (const entry of await readdir(directory, {withFileTypes: true})) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!skip(entry.name)) await visit(path);
      } else if (entry.isFile()) found.push(relative(folder, path).split(sep).join("/"));
    }
  };
  await visit(folder);
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
