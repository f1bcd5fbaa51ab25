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
  design: "partially-linear",
  decidedBy: "timing",
  because: "The cuts came on the wrong days.",
  change: null,
  gates: [
    {
      id: "quality",
      title: "The data can carry a verdict",
      asks: "Enough days.",
      status: "pass",
      evidence: "Enough.",
      findings: ["study.days", "not.there"],
      required: true,
      change: null,
    },
    {
      id: "timing",
      title: "Timing earns money",
      asks: "Above zero.",
      status: "fail",
      evidence: "Below zero.",
      findings: ["impact.ridge.total.timing"],
      required: true,
      change: {kind: "otherwise", words: "Another policy."},
    },
    {
      id: "causal",
      title: "Real limits helped",
      asks: "Above zero.",
      status: "not assessed",
      evidence: "No interventions.",
      findings: [],
      required: false,
      change: null,
    },
  ],
  traders: [
    {
      ...{trader: 0, decision: "deploy", decidedBy: null, because: "The cuts came on bad days."},
      ...{timing: "pass", causal: "pass", change: null},
    },
    {
      ...{trader: 1, decision: "do not deploy", decidedBy: "timing", because: "The cuts came on good days."},
      ...{timing: "fail", causal: "pass", change: null},
    },
  ],
  designs: [],
  registration: {
    ...{state: "committed", sha256: "ab".repeat(32), commit: "cd".repeat(20), time: "2025-01-01T10:00:00.000Z"},
    ...{status: "declared before the data ended", lastDay: "2025-01-03", words: "Fixed before."},
  },
  signals: 3,
  declaredPrimary: true,
};

export const desk = {
  accounts: ["A & B", "T02"],
  slugs: ["A-B~1", "T02"],
  days: ["2025-01-02", "2025-01-03"],
  currency: "USD",
};
