import {stripVTControlCharacters} from "node:util";
import {expect, it} from "vitest";
import {auditLines, catalogueLine} from "../../src/lib/commands/audit-table.ts";
import type {AuditCheck, LeakOutcome} from "../../src/lib/evaluate/index.ts";

const check: AuditCheck = {
  id: "audit.features",
  title: "Features",
  status: "clean",
  rewrites: ["noise"],
  cutDates: ["2025-01-02"],
  compared: 12,
  first: null,
  evidence: "Same.",
};
const lines = (...checks: AuditCheck[]) => auditLines(checks).map(stripVTControlCharacters);

it("prints each check, what it compared, and in one last line that there is no leak", () => {
  const blind: AuditCheck = {
    ...check,
    id: "audit.predictions.var",
    status: "not auditable",
    evidence: "Made elsewhere.",
  };
  expect(lines(check, {...check, title: "Split", rewrites: []}, blind)).toEqual([
    "✓ Features  clean          12 values, rewritten",
    "✓ Split     clean          12 facts",
    "– Features  not auditable",
    "    Made elsewhere.",
    "",
    "No leak in 2 checks; 1 could not be made.",
  ]);
});

it("names the first station, column and row where the past moved", () => {
  const first = {column: "rsi", row: "T1 2025-01-03", cut: "2025-01-02", rewrite: "noise"};
  const leak: AuditCheck = {...check, status: "leak", first, evidence: "Moved."};
  const found = lines(check, leak, {...leak, id: "audit.split", first: {...first, cut: null, rewrite: null}});
  expect(found).toContain("    first in rsi, T1 2025-01-03, when the days after 2025-01-02 were rewritten (noise)");
  expect(found).toContain("    first in rsi, T1 2025-01-03");
  expect(found.at(-1)).toBe("LEAK, first at features: rsi, T1 2025-01-03.");
});

it("says which seeded leaks were missed", () => {
  const outcome = (id: string, caught: boolean) => ({id, caught}) as LeakOutcome;
  expect(catalogueLine([outcome("a", true)])).toBe("The audit itself: 1 of 1 seeded leaks caught and named.");
  expect(catalogueLine([outcome("a", true), outcome("b", false)])).toMatch(/1 of 2 .* named; missed: b\.$/);
});
