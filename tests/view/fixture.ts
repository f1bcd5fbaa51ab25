import type {Finding, FindingsFile} from "../../src/lib/study/index.ts";
import type {VerdictReport} from "../../src/lib/verdict/types.ts";

/** A finding with everything filled in; what matters to a test is given. */
export function finding(given: Partial<Finding> & {id: string}): Finding {
  return {
    label: `Label of ${given.id}`,
    value: 1,
    unit: "currency",
    n: 1155,
    of: "trader-days",
    method: "Sum over rows.",
    artifact: "impact.json",
    stage: "impact",
    sha256: "ab".repeat(32),
    key: "cd".repeat(32),
    simulated: false,
    ...given,
  };
}

export function findingsFile(findings: readonly Finding[], more: Partial<FindingsFile> = {}): FindingsFile {
  return {
    schema: "proofbook/findings@1",
    study: {title: "Test desk", currency: "USD"},
    simulated: false,
    origin: "2 files",
    commit: null,
    findings,
    ...more,
  };
}

export const verdict: VerdictReport = {
  decision: "do not deploy",
  signal: "ridge",
  decidedBy: "timing",
  because: "The cuts came on the wrong days.",
  gates: [
    {
      id: "quality",
      title: "The data can carry a verdict",
      asks: "Enough days.",
      status: "pass",
      evidence: "Enough.",
      findings: ["study.days", "not.there"],
      required: true,
    },
    {
      id: "timing",
      title: "Timing earns money",
      asks: "Above zero.",
      status: "fail",
      evidence: "Below zero.",
      findings: ["impact.ridge.total.timing"],
      required: true,
    },
    {
      id: "causal",
      title: "Real limits helped",
      asks: "Above zero.",
      status: "not assessed",
      evidence: "No interventions.",
      findings: [],
      required: false,
    },
  ],
  traders: [
    {trader: 0, outcome: "helped", because: "The cuts came on bad days."},
    {trader: 1, outcome: "harmed", because: "The cuts came on good days."},
  ],
};

export const desk = {
  accounts: ["A & B", "T02"],
  slugs: ["A-B~1", "T02"],
  days: ["2025-01-02", "2025-01-03"],
  currency: "USD",
};
