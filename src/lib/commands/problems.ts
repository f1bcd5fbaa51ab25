import {BuildError, formatProblems, type Problem} from "../publish/index.ts";

/** Problems as one error for the reader: a title, then a line each. */
export function problemsError(title: string, problems: readonly Problem[]): BuildError {
  return new BuildError(`${title}:\n${formatProblems(problems)}`);
}
