import {readFile} from "node:fs/promises";
import {join} from "node:path";

/** A package as it is installed: what the lock file became. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder. */
  readonly path: string;
}

/** The package of that name in the project's node_modules; null if it is not there. */
export async function installedPackage(root: string, name: string): Promise<InstalledPackage | null> {
  const path = join(root, "node_modules", ...name.split("/"));
  const text = await readFile(join(path, "package.json"), "utf8").catch(() => null);
  if (text === null) return null;
  const {version} = JSON.parse(text) as {version: string};
  return {name, version, path};
}
