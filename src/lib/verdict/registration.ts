/** What version control says of the file that declares the study; read by the command, never by a stage. */
export interface Declaration {
  /**
   * "committed": as it is in its last commit; "changed": edited since; "untracked": a repository does not have it; "no repository";
   * "shallow": the history at hand is cut off, so that the commit cannot be known; "no file": the study is all defaults (--data).
   */
  readonly state: "committed" | "changed" | "untracked" | "no repository" | "shallow" | "no file";
  /** SHA-256 of the file's bytes; null without a file. */
  readonly sha256: string | null;
  /** The commit that last changed it, and its time (ISO 8601, UTC): null unless committed. */
  readonly commit: string | null;
  readonly time: string | null;
}

export const undeclared: Declaration = {state: "no file", sha256: null, commit: null, time: null};

/** Whether the study was declared before its data ended. */
export interface Registration extends Declaration {
  readonly status: "declared before the data ended" | "declared after: exploratory" | "not in a commit";
  /** ISO date of the data's last day. */
  readonly lastDay: string | null;
  readonly words: string;
}

const why: Readonly<Record<Exclude<Declaration["state"], "committed">, string>> = {
  changed: "The study file has been edited since its last commit: what decides was not on record when this was run.",
  untracked: "The study file is in no commit: nobody can tell when what decides was declared.",
  "no repository": "The study file is under no version control: nobody can tell when what decides was declared.",
  shallow: "The history at hand is cut off (a shallow clone): the commit that declared the study cannot be known.",
  "no file":
    "There is no study file: the defaults decide, which are the same for every desk and in this program’s own history.",
};

/**
 * Compares the time of the commit that last changed the study file with the last day of the data. Declared before: which test is primary
 * and what the thresholds are cannot have been chosen to please. A commit's time is its author's word; a signed or published commit makes
 * it a witness's.
 * @param lastDay ISO date; null where the desk has no day.
 */
export function registrationOf(declaration: Declaration, lastDay: string | null, simulated: boolean): Registration {
  const made = simulated
    ? " The desk is simulated and its days are made up, so that the comparison shows only how it is made."
    : "";
  const {state, time} = declaration;
  if (state !== "committed" || time === null || lastDay === null)
    return {
      ...declaration,
      status: "not in a commit",
      lastDay,
      words: state === "committed" ? "The desk has no day to compare the commit with." : why[state],
    };
  const before = time.slice(0, 10) < lastDay;
  return {
    ...declaration,
    status: before ? "declared before the data ended" : "declared after: exploratory",
    lastDay,
    words: before
      ? `The study file was last changed before the data’s last day: its primary test and thresholds were fixed before the result could be known.${made}`
      : `The study file was last changed on or after the data’s last day: whoever wrote it could have known the data, so that the verdict is exploratory until days that come after confirm it.${made}`,
  };
}
