import {statSync} from "node:fs";
import {join} from "node:path";
import {listClaims} from "./claim.ts";
import {folders, listFolder, removeQuietly} from "./files.ts";
import {referencedKeys} from "./run-file.ts";
import {sweep} from "./sweep.ts";

export interface Pruned {
  readonly removed: number;
  readonly kept: number;
  readonly bytes: number;
  /** Not null: nothing was removed, since this process is running a pipeline on the store. */
  readonly busy: number | null;
}

/**
 * Removes stored stages that neither the last runs of this checkout (run.json remembers a few, so that going back and
 * forth between two studies recomputes nothing) nor the latest record of any stage refer to.
 */
export function prune(home: string): Pruned {
  const at = folders(home);
  const [running] = listClaims(at, () => true);
  if (running !== undefined) return {removed: 0, kept: listKeys(at).length, bytes: 0, busy: running.owner.pid};
  sweep(at);
  // Of runs that were killed and never taken up again; what else a folder of that name holds is not ours.
  for (const name of listFolder(at, at.partial).filter(isKey)) removeQuietly(at.fs, join(at.partial, name));
  const keep = referencedKeys(at);
  const keys = listKeys(at);
  const unused = keys.filter((key) => !keep.has(key));
  let bytes = 0;
  for (const key of unused) {
    const folder = join(at.store, key);
    for (const file of listFolder(at, folder))
      bytes += statSync(join(folder, file), {throwIfNoEntry: false})?.size ?? 0;
    removeQuietly(at.fs, folder);
  }
  return {removed: unused.length, kept: keys.length - unused.length, bytes, busy: null};
}

function listKeys(at: ReturnType<typeof folders>): string[] {
  return listFolder(at, at.store).filter(isKey);
}

function isKey(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
