import {estimateInterventions} from "../estimate-interventions.ts";
import type {CausalReport} from "../types.ts";
import {counted, percent} from "../words.ts";
import {estimated, refused} from "./report.ts";
import {overlapTruth} from "./truth.ts";
import type {Design, DesignContext, DesignReport} from "./types.ts";

const identity = {
  id: "partially-linear",
  title: "Adjusted comparison",
  question: "What does a limit do to the day, compared with like days without one?",
  per: "limited day",
} as const;

/** The report that the verdict reads, with the truth that this estimand has. */
export function partiallyLinear({
  panel,
  interventions,
  learners,
  seed,
  level,
  truth,
  fits,
}: DesignContext): CausalReport {
  return estimateInterventions({
    panel,
    interventions,
    learners: {outcome: learners.outcome, treatment: learners.treatment},
    seed,
    level,
    fits,
    truth: truth === null || interventions === null ? null : overlapTruth(panel, interventions, truth),
  });
}

/** The same as the other designs report. */
export function partiallyLinearReport(report: CausalReport): DesignReport {
  if (report.status === "not possible") return refused(identity, report);
  const {estimate, standardError, interval, level, p, n, treated, truth, estimand, assumptions, treatment} = report;
  return estimated(identity, {
    estimate: {value: estimate, unit: report.unit, standardError, interval, level, p, n, of: "trader-days"},
    truth,
    card: {
      ...estimand,
      unit: "Study currency a limited trader-day",
      sample: `${counted(n, "trader-day")}, ${treated} of them with a limit (${percent(treated / n)}). ${treatment}`,
      method: report.design,
      assumptions,
    },
    figures: {},
  });
}

/** Double machine learning for the partially linear model: see `estimateInterventions`. */
export const design: Design = {...identity, run: (context) => partiallyLinearReport(partiallyLinear(context))};
