import {thousands} from "../numeric/index.ts";
import type {AuditCheck} from "./types.ts";

/** For what was made elsewhere: its code cannot be run on another future. */
export function notAuditable(id: string, title: string, evidence: string): AuditCheck {
  return {id, title, status: "not auditable", rewrites: [], cutDates: [], compared: 0, first: null, evidence};
}

/** One wrong fact: what it is about, where it stands, and a sentence. */
export interface WrongFact {
  readonly column: string;
  readonly row: string;
  readonly what: string;
}

export interface FactsOptions {
  readonly id: string;
  readonly title: string;
  /** Facts looked at; none: not auditable. */
  readonly compared: number;
  readonly wrong: readonly WrongFact[];
  /** A sentence for where nothing is wrong. */
  readonly sound: string;
  /** A sentence for where there is nothing to look at. */
  readonly nothing: string;
}

/** A check of facts that hold or do not, whatever the future is. */
export function checkFacts({id, title, compared, wrong, sound, nothing}: FactsOptions): AuditCheck {
  if (compared === 0 && wrong.length === 0) return notAuditable(id, title, nothing);
  const more = wrong.length > 3 ? ` And ${wrong.length - 3} more.` : "";
  return {
    id,
    title,
    status: wrong.length === 0 ? "clean" : "leak",
    rewrites: [],
    cutDates: [],
    compared,
    first: wrong.length === 0 ? null : {column: wrong[0].column, row: wrong[0].row, cut: null, rewrite: null},
    evidence:
      wrong.length === 0
        ? sound
        : `${wrong
            .slice(0, 3)
            .map(({what}) => what)
            .join(" ")}${more}`,
  };
}

/** Several comparisons as one check: a leak if any is one; auditable if any is. The first leak is that of the first. */
export function joinChecks(id: string, title: string, of: string, parts: readonly AuditCheck[]): AuditCheck {
  const audited = parts.filter((p) => p.status !== "not auditable");
  if (audited.length === 0) return notAuditable(id, title, `There are no values of ${of} to compare.`);
  const leaks = audited.filter((p) => p.status === "leak");
  const compared = audited.reduce((sum, p) => sum + p.compared, 0);
  return {
    ...audited[0],
    id,
    title,
    status: leaks.length > 0 ? "leak" : "clean",
    compared,
    first: leaks.length > 0 ? leaks[0].first : null,
    evidence:
      leaks.length > 0
        ? leaks.map((p) => p.evidence).join(" ")
        : `${thousands(compared)} values of ${of} were the same to the last bit after the future had been rewritten.`,
  };
}

/** The first check that leaks, in the order in which a number travels; null where none does. */
export function firstLeak(checks: readonly AuditCheck[]): AuditCheck | null {
  return checks.find((c) => c.status === "leak") ?? null;
}

/** Checks of one signal end with its name; what other signals did is not held against the one that is judged. */
export function checksOn<C extends Pick<AuditCheck, "id">>(checks: readonly C[], signal: string): C[] {
  return checks.filter(({id}) => {
    const [, of, ...name] = id.split(".");
    return !["models", "predictions", "policy"].includes(of) || name.join(".") === signal;
  });
}

/** "features" of "audit.features", "predictions" of "audit.predictions.ridge". */
export const stationOf = (id: string): string => id.split(".")[1];
