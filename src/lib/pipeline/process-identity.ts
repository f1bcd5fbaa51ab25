import {existsSync, readFileSync} from "node:fs";

/**
 * A process, so that a later one with the same pid is not mistaken for it: `start` is the kernel's start time from
 * /proc/<pid>/stat, "0" on systems without /proc. Known only on this machine: a store is not shared between machines.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

/** The identity of this process. */
export function ownProcess(): ProcessIdentity {
  return {pid: process.pid, start: readStat(process.pid)?.start ?? "0"};
}

/**
 * Whether that very process still runs. One that was killed and that its parent has not yet waited for (a zombie)
 * does not run.
 */
export function isAlive({pid, start}: ProcessIdentity): boolean {
  let foreign = false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
    foreign = true; // it exists and is another user's
  }
  const stat = readStat(pid);
  if (stat === null) return foreign || !existsSync("/proc/self/stat"); // else it ended just now
  return stat.state !== "Z" && stat.state !== "X" && (start === "0" || stat.start === start);
}

/** `<what>.<pid>.<start>`: a file name that says who made it. */
export function ownedName(what: string, owner: ProcessIdentity): string {
  return `${what}.${owner.pid}.${owner.start}`;
}

/** Reads what `ownedName` wrote; null for any other name. */
export function parseOwnedName(name: string): {readonly what: string; readonly owner: ProcessIdentity} | null {
  const match = /^(.+)\.(\d+)\.(\d+)$/.exec(name);
  return match && {what: match[1], owner: {pid: Number(match[2]), start: match[3]}};
}

function readStat(pid: number): {readonly state: string; readonly start: string} | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before may hold spaces and brackets
    return {state: fields[0], start: fields[19]};
  } catch {
    return null;
  }
}
