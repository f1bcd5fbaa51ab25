import {git} from "../publish/index.ts";

/** The git commit of a checkout. All null outside git (an unpacked archive, say). */
export interface Commit {
  readonly hash: string | null;
  /** ISO 8601 in UTC: the only time that is ever published. */
  readonly time: string | null;
  /** Whether anything that a build could read differs from the commit, or is hidden from git; such a build cannot be verified. */
  readonly dirty: boolean;
}

export function commitOf(root: string): Commit {
  const log = git(root, "log", "-1", "--format=%H %ct");
  if (log === null) return {hash: null, time: null, dirty: false};
  const [hash, seconds] = log.split(" ");
  const time = new Date(Number(seconds) * 1000).toISOString();
  return {hash, time, dirty: changes(root) !== "" || hidden(root)};
}

/** What a site is made of, besides the packages. */
const SOURCES = ["src", "observablehq.config.ts", "package.json", "package-lock.json", "tsconfig.json"];

/** The commit, and whether the sources are as in it: a report must end in the state that it began in, or its manifest would lie. */
export function checkoutState(root: string): string {
  return `${git(root, "rev-parse", "HEAD")} ${changes(root, ...SOURCES) === "" ? "clean" : "changed"}`;
}

/** Whatever the user's own settings hide. null (no git) counts as nothing to say. */
function changes(root: string, ...paths: readonly string[]): string {
  return git(root, "status", "--porcelain", "--untracked-files=all", "--", ...paths) ?? "";
}

/** Files that git was told not to look at (assume-unchanged, skip-worktree, ignored), where a build looks. */
function hidden(root: string): boolean {
  const flagged = (git(root, "ls-files", "-v") ?? "").split("\n").some((line) => /^[a-zS] /.test(line));
  const ignored = git(root, "ls-files", "--others", "--ignored", "--exclude-standard", "--", ...SOURCES) ?? "";
  const read = (path: string) => path !== "" && !/^"?src\/\.observablehq\//.test(path) && !/(^|\/)\.[^/]*$/.test(path);
  return flagged || ignored.split("\n").some(read);
}
