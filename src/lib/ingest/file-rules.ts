import type {FileRule} from "../study/index.ts";
import type {FileKind} from "./source.ts";

const KINDS: readonly FileKind[] = ["daily", "predictions", "fills", "market", "interventions"];
export const PROVENANCE = "provenance.json";
/** Names of the files that are read by their name; others are read if their content is recognised. */
export const FOLDER_FILES: readonly string[] = [...KINDS.map((kind) => `${kind}.csv`), PROVENANCE];

/** The kind that a file's name says it is: daily.csv, market.parquet. Null for other names. */
export function kindOfName(name: string): FileKind | null {
  return KINDS.find((kind) => name === `${kind}.csv` || name === `${kind}.parquet`) ?? null;
}

/** Whether a rule of the study holds for a file. "*" alone leaves out the files that are read by their name. */
export function fits(rule: FileRule, name: string): boolean {
  if (rule.file === "*") return !FOLDER_FILES.includes(name) && !name.startsWith(".");
  const parts = rule.file.split("*");
  if (parts.length === 1) return name === rule.file;
  const last = parts[parts.length - 1];
  let at = parts[0].length;
  if (!name.startsWith(parts[0]) || !name.endsWith(last)) return false;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

/** The first rule of a study that holds for a file. */
export function ruleFor(name: string, rules: readonly FileRule[]): FileRule | undefined {
  return rules.find((rule) => fits(rule, name));
}
