/** Something that keeps a site from being published. */
export interface Problem {
  /** A page, a file, or a file with a line. */
  readonly where: string;
  /** What is wrong, what was found, and how to mend it. */
  readonly what: string;
}

/** Problems as lines for a terminal, each once, in the order given. */
export function formatProblems(problems: readonly Problem[]): string {
  return [...new Set(problems.map(({where, what}) => `  ${where}: ${what}`))].join("\n");
}

/** A site or its sources are not sound. The message lists every problem. */
export class CheckError extends Error {
  override readonly name = "CheckError";
}

/** The error that says what is not sound, problem by problem. */
export function describeProblems(what: string, problems: readonly Problem[]): CheckError {
  return new CheckError(
    `${what} (${problems.length} problem${problems.length === 1 ? "" : "s"}):\n${formatProblems(problems)}`,
  );
}
