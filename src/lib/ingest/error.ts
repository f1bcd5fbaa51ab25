/**
 * A file or folder that cannot be used as it stands. The message says what is wrong, where, what was found and how to
 * mend it; a bad row never raises it, it is set aside instead.
 */
export class IngestError extends Error {
  override readonly name = "IngestError";
  /** File (by its name in the folder) or folder. */
  readonly where: string;

  constructor(where: string, problem: {readonly what: string; readonly found?: string; readonly fix: string}) {
    const found = problem.found === undefined ? "" : `\n  found: ${problem.found}`;
    super(`${where}: ${problem.what}${found}\n  to mend it: ${problem.fix}`);
    this.where = where;
  }
}

/** A value as an error shows it: quoted, control characters escaped, at most `limit` characters. */
export function shown(value: string, limit = 60): string {
  const quoted = JSON.stringify(value.length > limit ? `${value.slice(0, limit - 3)}...` : value);
  return quoted.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** "a", "a and b", "a, b and 3 more": at most `limit` items. */
export function listed(items: readonly (string | number)[], limit = 10): string {
  if (items.length > limit) return `${items.slice(0, limit).join(", ")} and ${items.length - limit} more`;
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** "1 row", "2 rows": a count with its noun. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
