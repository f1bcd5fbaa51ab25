import type {Finding, FindingDraft} from "../study/index.ts";
import {PipelineError} from "./errors.ts";
import type {Artifact, StageRecord} from "./record.ts";

/**
 * Checks the findings that a stage reports: each has an id of its own, comes from an artifact that the stage made, has
 * a value that can be printed (or null and a note that says why not), and a level exactly when it has an interval.
 * @throws PipelineError listing every problem.
 */
export function checkFindings(drafts: readonly FindingDraft[], artifacts: readonly Pick<Artifact, "file">[]): void {
  const files = new Set(artifacts.map((a) => a.file));
  const seen = new Set<string>();
  const problems = drafts.flatMap((draft) => {
    const found = problemsOf(draft, files);
    if (seen.has(draft.id)) found.push("the id is used twice");
    seen.add(draft.id);
    return found.map((problem) => `  finding "${draft.id}": ${problem}`);
  });
  if (problems.length > 0) throw new PipelineError(`bad findings:\n${problems.join("\n")}`);
}

/** Adds to a stage's findings where each came from. @param demonstration as its stage says (see Stage.demonstration). */
export function completeFindings(record: StageRecord, demonstration?: true): Finding[] {
  const hashes = new Map(record.artifacts.map((a) => [a.file, a.sha256]));
  return record.findings.map((draft) => ({
    ...draft,
    stage: record.stage,
    sha256: hashes.get(draft.artifact)!,
    key: record.key,
    simulated: record.origin.simulated,
    ...(demonstration ? {demonstration} : {}),
  }));
}

/** @throws PipelineError naming the two stages that report a finding of the same id. */
export function checkUnique(findings: readonly Finding[]): void {
  const stages = new Map<string, string>();
  for (const {id, stage} of findings) {
    const other = stages.get(id);
    if (other !== undefined)
      throw new PipelineError(
        `finding "${id}" is reported by ${other} and by ${stage}; an id names one number of a build`,
      );
    stages.set(id, stage);
  }
}

function problemsOf(f: FindingDraft, files: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (!(typeof f.id === "string" && f.id !== "" && f.id.trim() === f.id))
    problems.push("the id is empty or has spaces around");
  if (!files.has(f.artifact))
    problems.push(`its artifact "${f.artifact}" is not one of ${[...files].join(", ") || "none"}`);
  if (f.value === null) {
    if (!f.note) problems.push("the value is null; a note must say why");
  } else if (typeof f.value === "number") {
    if (!Number.isFinite(f.value)) problems.push(`the value is ${f.value}; give null and a note that says why`);
  } else if (typeof f.value !== "string") problems.push(`the value is neither a number, text nor null: ${f.value}`);
  if ((f.interval === undefined) !== (f.level === undefined))
    problems.push(f.interval === undefined ? "it has a level but no interval" : "it has an interval but no level");
  if (f.level !== undefined && !(f.level > 0 && f.level < 1)) problems.push(`invalid level; not in (0, 1): ${f.level}`);
  if (f.interval !== undefined && !isInterval(f.interval))
    problems.push(`invalid interval; not [lower, upper]: [${f.interval}]`);
  if (f.n !== null && !(Number.isFinite(f.n) && f.n >= 0)) problems.push(`invalid n; not a count or null: ${f.n}`);
  return problems;
}

function isInterval(interval: readonly unknown[]): boolean {
  const [lower, upper] = interval;
  const end = (x: unknown) => x === null || (typeof x === "number" && Number.isFinite(x));
  return interval.length === 2 && end(lower) && end(upper) && (lower === null || upper === null || lower! <= upper!);
}
