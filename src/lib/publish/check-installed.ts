import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {VerifyError} from "./errors.ts";

interface LockFile {
  readonly packages?: Readonly<Record<string, LockEntry>>;
}
interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  /** Packages that lie in this one's own archive. */
  readonly bundleDependencies?: readonly string[];
}

/**
 * Checks that node_modules holds what the lock file says, by npm's own record of what it installed. (Packages for other
 * platforms are not installed: what is there must agree, not all must be there. A package in the archive of another one is not
 * listed by every npm: the hash of that archive is its own.)
 * @throws VerifyError naming the first package that differs.
 */
export async function checkInstalled(root: string): Promise<void> {
  const read = async (path: string) => {
    try {
      return (JSON.parse(await readFile(join(root, path), "utf8")) as LockFile).packages ?? {};
    } catch {
      throw new VerifyError(`${path} cannot be read: run npm ci`);
    }
  };
  const locked = await read("package-lock.json");
  const installed = await read("node_modules/.package-lock.json");
  for (const path of Object.keys(installed).sort()) {
    const have = installed[path];
    const want = locked[path];
    if (want === undefined && isBundled(path, locked)) continue;
    if (want?.version !== have.version || want?.integrity !== have.integrity)
      throw new VerifyError(
        `${path.replace(/^.*node_modules\//, "")} is installed at ${have.version}, the lock file has ${want?.version ?? "none"}: run npm ci`,
      );
  }
}

/** Whether the package at this path lies in the archive of the one around it, which the lock file knows. */
function isBundled(path: string, locked: Readonly<Record<string, LockEntry>>): boolean {
  const [, around, name] = /^(.+)\/node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
  return locked[around]?.bundleDependencies?.includes(name) === true;
}
