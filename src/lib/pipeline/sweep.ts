import {join} from "node:path";
import {type Folders, listFolder, removeQuietly} from "./files.ts";
import {isAlive, ownProcess, type ProcessIdentity, parseOwnedName} from "./process-identity.ts";

/**
 * Removes what killed processes left: files and folders that were being written aside, and claims. What a living
 * process is writing is left alone.
 * @returns how many were removed.
 */
export function sweep(at: Folders): number {
  const leftovers = owned(at).filter(({owner}) => !isAlive(owner));
  for (const {path} of leftovers) removeQuietly(at.fs, path);
  return leftovers.length;
}

/** Removes what this process is writing aside, and its claims: it has been told to stop. */
export function sweepOwn(at: Folders): void {
  const self = ownProcess();
  for (const {path, owner} of owned(at))
    if (owner.pid === self.pid && owner.start === self.start) removeQuietly(at.fs, path);
}

function owned(at: Folders): {readonly path: string; readonly owner: ProcessIdentity}[] {
  return [at.home, at.store, at.latest, at.claims].flatMap((folder) =>
    listFolder(at, folder).flatMap((name) => {
      const parsed = parseOwnedName(name);
      const mayGo = parsed !== null && (folder === at.claims || parsed.what.startsWith(".tmp-"));
      return mayGo ? [{path: join(folder, name), owner: parsed.owner}] : [];
    }),
  );
}
