import {spawnSync} from "node:child_process";

/** The output of a git command in a folder; null where it fails. */
export function git(cwd: string, ...args: readonly string[]): string | null {
  const {status, stdout} = spawnSync("git", args, {cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});
  return status === 0 ? stdout.trim() : null;
}
