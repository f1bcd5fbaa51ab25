/**
 * A problem that a person can mend: bad stages, a store that cannot be written, a changed file. `message` is all a
 * command needs to print; the stack is of no use to its reader.
 */
export class PipelineError extends Error {
  override readonly name: string = "PipelineError";
}

/** A stage failed. The message begins with the stage's name; `cause` is what it threw. */
export class StageError extends PipelineError {
  override readonly name: string = "StageError";
  constructor(
    readonly stage: string,
    cause: unknown,
  ) {
    super(`${stage}: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
  }
}

const causes: Readonly<Record<string, string>> = {
  EACCES: "permission denied (EACCES). Make the folder writable, or choose another one",
  EPERM: "not permitted (EPERM). Make the folder writable, or choose another one",
  EROFS: "the file system is read-only (EROFS). Choose a folder that can be written",
  ENOSPC: "the disk is full (ENOSPC). Free some space, then run again: what is stored so far is kept",
  EDQUOT: "the disk quota is used up (EDQUOT). Free some space, then run again: what is stored so far is kept",
  ENOENT: "this folder cannot be made there (ENOENT). Choose another one",
  ENOTDIR: "a part of this path is a file, not a folder (ENOTDIR). Remove that file, or choose another folder",
  EEXIST: "a file of that name is in the way (EEXIST). Remove it, or choose another folder",
  EISDIR: "a folder of that name is in the way (EISDIR). Remove it, or choose another folder",
  EMFILE: "too many files are open (EMFILE). Raise the limit (ulimit -n), then run again",
};

/** Turns a file-system error into one sentence with the way out; any other error is returned as it is. */
export function storeProblem(error: unknown, doing: string, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) return error;
  return new PipelineError(`cannot ${doing} ${path}: ${causes[code] ?? (error as Error).message}.`, {cause: error});
}
