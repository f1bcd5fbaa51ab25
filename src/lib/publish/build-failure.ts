import {stripVTControlCharacters} from "node:util";

/**
 * What went wrong in a build, for a reader: which page or loader, and what was said, without stack traces.
 * @param log Framework's standard output: which page or loader it was at.
 * @param errors Its standard error, with that of the loaders.
 */
export function failureMessage(log: string, errors: string, code: number | null): string {
  const at = [...stripVTControlCharacters(log).matchAll(/(?:^|\s)(?:load|render|bundle|copy) (\S+)/g)].at(-1)?.[1];
  const said = stripVTControlCharacters(errors)
    .split("\n")
    .filter((line) => line.trim() !== "" && !NOISE.test(line))
    .map((line) => line.trim().replace(/^(?:Unexpected error: |(?:Uncaught )?Error: )+/, ""));
  const lines = [...new Set(said)].filter((line) => !/^loader exited with code \d+$/.test(line));
  const what = /loader exited with code/.test(log + errors)
    ? `the loader of ${at ?? "a file"} failed`
    : `the site could not be built${at === undefined ? "" : ` (at ${at})`}`;
  const reason = lines.length === 0 ? `Framework ended with code ${code} and said nothing` : lines.join("\n  ");
  return `${what}:\n  ${reason}`;
}

/** Stack frames, code frames of Node, its version line, and Framework's remarks on folders and on itself. */
const NOISE =
  /^\s*at |^\s*\^+\s*$|^Node\.js v|^(?:file|node):\S+:\d+$|^\S+\.[jt]s:\d+$|^\s*throw |output root .* will not be cleared|^\s*\{?\s*$|^\}$|^\s*\[?(?:cause|code|errno|syscall|path)\]?: |^\s*triggerUncaughtException|^\s*(?:Tip: To see|If you think this is a bug|↳ https:)/;
