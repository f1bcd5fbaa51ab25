import {type AuditCheck, firstLeak} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

export function auditFindings(checks: readonly AuditCheck[], cuts: number): FindingDraft[] {
  const first = firstLeak(checks);
  const place =
    first?.first === null || first === null ? null : `${first.title}: ${first.first.column}, ${first.first.row}`;
  const rewritten = checks.filter((c) => c.rewrites.length > 0);
  const facts = checks.filter((c) => c.rewrites.length === 0);
  const sum = (list: readonly AuditCheck[]) => list.reduce((total, c) => total + c.compared, 0);
  const of = {artifact: "audit.json", unit: "count"} as const;
  return [
    {
      ...of,
      id: "audit.compared",
      label: "Values of the past compared after rewriting the future",
      value: sum(rewritten),
      n: cuts,
      of: "cut days",
      method: "Bit for bit, after replacing everything later by noise, by its negation and by nothing.",
    },
    {
      ...of,
      id: "audit.facts",
      label: "Facts of the split, the labels, the registry and the test sample that were checked",
      value: sum(facts),
      n: facts.length,
      of: "checks",
      method: "Each is true or false whatever the future is.",
    },
    {
      ...of,
      id: "audit.leaks",
      label: "Checks that found a leak",
      value: checks.filter((c) => c.status === "leak").length,
      n: checks.length,
      of: "checks",
      method: "Checks with at least one value that changed, or one fact that is wrong.",
      ...(place === null ? {} : {note: `First: ${place}.`}),
    },
    {
      ...of,
      id: "audit.checks",
      label: "Checks for leakage",
      value: checks.length,
      n: checks.length,
      of: "checks",
      method: "Checks that were made, those of predictions made elsewhere included, which cannot be audited.",
    },
  ];
}
