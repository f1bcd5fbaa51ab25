import {execFileSync} from "node:child_process";

/** The git commit of a checkout. All null outside git (an unpacked archive, say). */
export interface Commit {
  readonly hash: string | null;
  /** ISO 8601 in UTC: the only time that is ever published. */
  readonly time: string | null;
  /** Whether tracked or new files differ from the commit; such a build cannot be verified. */
  readonly dirty: boolean;
}

export function commitOf(root: string): Commit {
  const git = (...args: string[]) =>
    execFileSync("git", args, {cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]}).trim();
  try {
    const [hash, seconds] = git("log", "-1", "--format=%H %ct").split(" ");
    const time = new Date(Number(seconds) * 1000).toISOString();
    return {hash, time, dirty: git("status", "--porcelain") !== ""};
  } catch {
    return {hash: null, time: null, dirty: false};
  }
}
