import {spawnSync} from "node:child_process";

/** A path is a path, whatever its first letter, and the user's settings add nothing to what is printed. */
const PLAIN = ["--literal-pathspecs", "-c", "log.showSignature=false", "-c", "core.quotePath=true"];

/** The output of a git command in a folder; null where it fails. */
export function git(cwd: string, ...args: readonly string[]): string | null {
  const {status, stdout} = spawnSync("git", [...PLAIN, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : null;
}
