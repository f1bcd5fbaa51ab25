import {createHash} from "node:crypto";
import {readFileSync, realpathSync} from "node:fs";
import {dirname} from "node:path";
import {fileURLToPath} from "node:url";
import {git} from "../publish/index.ts";
import {type Declaration, undeclared} from "../verdict/index.ts";
import {studyFiles} from "./study-files.ts";

const library = realpathSync(fileURLToPath(new URL("..", import.meta.url))).replace(/[\\/]$/, "");

/**
 * What version control says of a study file: the last commit that changed it, or a file that it imports: a threshold that stands in
 * another file is declared there. The repository is that of the file's own folder, which may be another than Proofbook's.
 * @param file null: there is none (--data).
 */
export function declarationOf(file: string | null): Declaration {
  if (file === null) return undeclared;
  const path = realpathSync(file);
  const folder = dirname(path);
  const names = studyFiles(path, library);
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  const without = (state: Declaration["state"]): Declaration => ({state, sha256, commit: null, time: null});
  if (git(folder, "rev-parse", "--is-inside-work-tree") !== "true") return without("no repository");
  if (names.some((name) => !git(folder, "ls-files", "--", name))) return without("untracked");
  const log = git(folder, "log", "-1", "--format=%H %ct", "--", ...names);
  if (!log) return without("untracked");
  if (git(folder, "status", "--porcelain", "--", ...names) !== "") return without("changed");
  if (git(folder, "rev-parse", "--is-shallow-repository") === "true") return without("shallow");
  const [commit, seconds] = log.split(" ");
  return {state: "committed", sha256, commit, time: new Date(Number(seconds) * 1000).toISOString()};
}
