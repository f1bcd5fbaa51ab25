import {join} from "node:path";
import {byCodePoint} from "./canonical-json.ts";
import {type Folders, guard, listFolder, removeQuietly} from "./files.ts";
import {isAlive, ownedName, ownProcess, type ProcessIdentity, parseOwnedName} from "./process-identity.ts";

export interface Claim {
  /** Gives the claim up. May be called more than once. */
  release(): void;
}

interface ClaimOptions {
  /** Told, each time it changes, which process is waited for. */
  readonly onWait?: (pid: number) => void;
  /** Checked between attempts: throws to give up waiting. */
  readonly check?: () => void;
}

/**
 * Waits until this run, and no other on this machine, may compute `key`.
 *
 * Protocol: create the claim file `<key>.<pid>.<start>`, then list the claims of the key; whoever finds its own claim
 * to be the only living one holds the key. Of two that overlap the later lister sees the other's file, so two never
 * hold it. A claim whose process is dead is removed by whoever sees it: a kill −9 blocks nobody. Of several who wait,
 * the one whose name sorts first keeps its file and the others take theirs back, so that some one always gets on.
 */
export async function acquireClaim(at: Folders, key: string, {onWait, check}: ClaimOptions = {}): Promise<Claim> {
  const own = ownedName(key, ownProcess());
  let mine = false;
  const release = () => {
    if (mine) removeQuietly(at.fs, join(at.claims, own));
    mine = false;
  };
  let told = -1;
  for (let attempt = 0; ; attempt++) {
    mine ||= createClaim(at, join(at.claims, own));
    const others = listClaims(at, (what) => what === key).filter(({name}) => name !== own);
    if (mine && others.length === 0) return {release};

    const holder = others.length === 0 ? process.pid : others[0].owner.pid; // none other: another run of this process
    if (holder !== told) onWait?.(holder);
    told = holder;
    if (others.length > 0 && byCodePoint(others[0].name, own) < 0) release();
    try {
      await pause(attempt);
      check?.();
    } catch (error) {
      release();
      throw error;
    }
  }
}

let runs = 0;

/** Marks this process as running a pipeline, so that nothing is pruned under it. */
export function markRun(at: Folders): Claim {
  runs += 1;
  const path = join(at.claims, ownedName(`run-${runs}`, ownProcess()));
  guard("write to", at.claims, () => at.fs.writeFileSync(path, ""));
  return {release: () => removeQuietly(at.fs, path)};
}

/** Living claims whose subject passes, sorted by name; of these, the ones whose process is dead are removed. */
export function listClaims(
  at: Folders,
  passes: (what: string) => boolean,
): {readonly name: string; readonly what: string; readonly owner: ProcessIdentity}[] {
  return listFolder(at, at.claims).flatMap((name) => {
    const parsed = parseOwnedName(name);
    if (parsed === null || !passes(parsed.what)) return [];
    if (isAlive(parsed.owner)) return [{name, ...parsed}];
    removeQuietly(at.fs, join(at.claims, name));
    return [];
  });
}

/** False if another run in this very process has it. */
function createClaim(at: Folders, path: string): boolean {
  return guard("claim a stage in", at.claims, () => {
    try {
      at.fs.writeFileSync(path, "", {flag: "wx"});
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    }
  });
}

/** 10 to 130 ms, spread by process and attempt, so that two that collide part. */
function pause(attempt: number): Promise<void> {
  let mixed = Math.imul(process.pid ^ Math.imul(attempt + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = (mixed ^ (mixed >>> 15)) >>> 0;
  const ceiling = Math.min(120, 20 + 10 * attempt);
  return new Promise((done) => setTimeout(done, 10 + (mixed % ceiling)));
}
