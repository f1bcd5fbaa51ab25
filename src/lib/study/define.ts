import type {z} from "zod";
import {nearest} from "./nearest.ts";
import {secretPlaces} from "./no-secrets.ts";
import {type Study, type StudyInput, studySchema} from "./schema.ts";

/** A study that cannot be used as it stands. `message` has one line a problem: where, what was found, what to change. */
export class StudyError extends Error {
  override readonly name = "StudyError";
}

/**
 * Checks a study and fills in its defaults.
 * @throws StudyError listing every problem at once.
 */
export function defineStudy(input: StudyInput): Study {
  const secrets = secretPlaces(input); // before anything else: the other messages show what they found
  if (secrets.length > 0)
    throw new StudyError(
      `${secrets.join(", ")}: holds the URL of a database, and a study file is no place for it (it may hold a password). ` +
        'Put the URL into an environment variable and write its name: url: {env: "DESK_DATABASE_URL"}. ' +
        "If the file was ever shared or committed, change the password.",
    );
  const result = studySchema.safeParse(input);
  if (!result.success) {
    const lines = result.error.issues.flatMap((issue) => describe(issue, input));
    throw new StudyError(
      `The study has ${lines.length === 1 ? "a problem" : `${lines.length} problems`}:\n${lines.join("\n")}`,
    );
  }
  const study = result.data;
  for (const signal of study.signals === "auto" ? [] : study.signals) {
    if ((signal.kind === "quantile") !== (signal.level !== undefined))
      throw new StudyError(
        `signals "${signal.name}": a quantile has a level (0.05 for a 5 % value at risk), nothing else has`,
      );
    if (signal.outcome !== undefined && signal.kind !== "probability")
      throw new StudyError(
        `signals "${signal.name}": only a probability has an outcome; remove it or set kind: "probability"`,
      );
  }
  return study;
}

function describe(issue: z.core.$ZodIssue, input: unknown): string[] {
  const where = (path: readonly PropertyKey[]) => (path.length === 0 ? "study" : path.map(String).join("."));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const hint = nearest(key, knownKeys(issue.path));
      return `  ${where([...issue.path, key])}: unknown key; ${hint ? `did you mean "${hint}"?` : "remove it"}`;
    });
  }
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  const shown = found === undefined ? "nothing" : JSON.stringify(found);
  return [`  ${where(issue.path)}: ${issue.message} (found ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown})`];
}

/** Keys that the schema allows at a path: only the top level and its plain objects, where typing errors happen. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(studySchema.shape);
  const defaults = studySchema.safeParse({title: "x", source: {kind: "simulated", desk: "demo"}});
  const section = defaults.success ? (defaults.data as Record<PropertyKey, unknown>)[path[0]] : undefined;
  return section !== null && typeof section === "object" ? Object.keys(section) : [];
}
