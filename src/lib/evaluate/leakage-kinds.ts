import {stationOf} from "./audit-facts.ts";
import type {AuditCheck} from "./types.ts";

export type LeakageKindId = "L1.1" | "L1.2" | "L1.3" | "L1.4" | "L2" | "L3.1" | "L3.2" | "L3.3";

/**
 * One of the eight kinds of leakage of Kapoor and Narayanan (2023, Leakage and the reproducibility crisis in
 * machine-learning-based science, Patterns 4(9), 100804), under their numbers.
 */
export interface LeakageKind {
  readonly id: LeakageKindId;
  readonly name: string;
  /** In our words. */
  readonly definition: string;
  /** Stations of the checks (`AuditCheck.id`) that would see it. */
  readonly seenBy: readonly string[];
  /** What no check here can see of it; empty: nothing. */
  readonly unseen: string;
}

export const leakageKinds: readonly LeakageKind[] = [
  {
    id: "L1.1",
    name: "No test set",
    definition: "The model is judged on rows that it was trained on.",
    seenBy: ["split", "rows"],
    unseen: "",
  },
  {
    id: "L1.2",
    name: "Preparation on training and test rows together",
    definition: "Scaling, filling gaps, trimming or encoding uses values of the rows that are tested.",
    seenBy: ["ingest", "features", "models"],
    unseen: "What was done to the files before they came here.",
  },
  {
    id: "L1.3",
    name: "Features chosen on training and test rows together",
    definition: "Which features the model is given was decided with a look at the rows that are tested.",
    seenBy: ["features", "models", "predictions"],
    unseen: "A researcher who saw the test results and then edited the study: compare the commits.",
  },
  {
    id: "L1.4",
    name: "Duplicates",
    definition: "The same trader-day stands among the training and among the test rows.",
    seenBy: ["rows"],
    unseen: "One day's trades booked a second time under another date.",
  },
  {
    id: "L2",
    name: "Features that have no business there",
    definition: "A feature stands for the outcome, or is not known when the decision is made.",
    seenBy: ["timing", "features", "target"],
    unseen:
      "A column of the files that was filled in later than its date says, unless it ranks days as the outcome does.",
  },
  {
    id: "L3.1",
    name: "Test days before training days",
    definition: "The model has seen days later than those it is judged on.",
    seenBy: ["split", "predictions", "policy"],
    unseen: "",
  },
  {
    id: "L3.2",
    name: "Training and test rows that are not independent",
    definition: "A row of training shares its label window, or its day, with a row that is tested.",
    seenBy: ["labels", "rows", "split", "traders"],
    unseen:
      "Unless the study asks for new traders, traders are on both sides by design: the question is about their own later days.",
  },
  {
    id: "L3.3",
    name: "A test sample of other than the days of interest",
    definition: "Hard days, or traders who failed, are left out of the test.",
    seenBy: ["sample", "ingest"],
    unseen: "Traders or days that whoever wrote the files had left out.",
  },
];

/** A kind with what this study's checks say of it: `leakage.json` is a list of these. */
export interface KindEvidence extends LeakageKind {
  readonly status: AuditCheck["status"];
  /** Title and evidence of the checks that would see it, leaks first. */
  readonly evidence: readonly {readonly check: string; readonly status: AuditCheck["status"]; readonly text: string}[];
}

/** What a study's checks say of each kind: a leak if any is one, clean if at least one is and none is in doubt. */
export function evidenceOfKinds(checks: readonly AuditCheck[]): KindEvidence[] {
  const rank = {leak: 0, "not auditable": 1, clean: 2} as const;
  return leakageKinds.map((kind) => {
    const seen = checks
      .filter((c) => kind.seenBy.includes(stationOf(c.id)))
      .sort((a, b) => rank[a.status] - rank[b.status]);
    return {
      ...kind,
      status: seen.length === 0 ? "not auditable" : seen[0].status,
      evidence: seen.map((c) => ({check: c.title, status: c.status, text: c.evidence})),
    };
  });
}
