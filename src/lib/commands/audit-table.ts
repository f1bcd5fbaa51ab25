import color from "picocolors";
import {type AuditCheck, firstLeak, type LeakOutcome, stationOf} from "../evaluate/index.ts";

const marks = {clean: color.green("✓"), leak: color.red("✗"), "not auditable": color.yellow("–")} as const;

/** The audit for a terminal: each check, what it compared, its result, and the first place where the past moved. */
export function auditLines(checks: readonly AuditCheck[]): string[] {
  const width = Math.max(0, ...checks.map((c) => c.title.length));
  const lines = checks.flatMap(({title, status, compared, rewrites, first, evidence}) => {
    const what = rewrites.length > 0 ? "values, rewritten" : "facts";
    const counted = status === "not auditable" ? "" : `${compared} ${what}`;
    const head = `${marks[status]} ${title.padEnd(width)}  ${status.padEnd(13)}  ${counted}`.trimEnd();
    if (status === "clean") return [head];
    const seen = first === null ? [] : [color.red(`    first in ${first.column}, ${first.row}${cutWords(first)}`)];
    return [head, ...seen, color.dim(`    ${evidence}`)];
  });
  const leak = firstLeak(checks);
  const blind = checks.filter((c) => c.status === "not auditable").length;
  const sum =
    leak === null
      ? `No leak in ${checks.length - blind} checks${blind > 0 ? `; ${blind} could not be made` : ""}.`
      : `LEAK, first at ${stationOf(leak.id)}: ${leak.first?.column ?? leak.title}${leak.first === null ? "" : `, ${leak.first.row}`}.`;
  return [...lines, "", sum];
}

/** One line on the audit's own test: leaks that were seeded, and those that were missed. */
export function catalogueLine(outcomes: readonly LeakOutcome[]): string {
  const missed = outcomes.filter((o) => !o.caught).map((o) => o.id);
  const words = `The audit itself: ${outcomes.length - missed.length} of ${outcomes.length} seeded leaks caught and named`;
  return missed.length === 0 ? `${words}.` : `${words}; missed: ${missed.join(", ")}.`;
}

const cutWords = ({cut, rewrite}: NonNullable<AuditCheck["first"]>) =>
  cut === null ? "" : `, when the days after ${cut} were rewritten (${rewrite})`;
