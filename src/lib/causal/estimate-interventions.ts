import type {Learner} from "../models/index.ts";
import type {Table} from "../numeric/index.ts";
import {assumptionsOf} from "./assumptions.ts";
import {type FittedLimits, fittedLimits} from "./fitted-limits.ts";
import {inference} from "./inference/index.ts";
import {crossFitting, type LimitSample} from "./limit-sample.ts";
import type {TreatmentSample} from "./treatment.ts";
import type {CausalReport, Refusal} from "./types.ts";

export interface EstimateInterventionsOptions {
  /** trader, day, net, then one Float64 column a feature known before the day; one row a trader and day. */
  readonly panel: Table;
  /** trader, day, multiplier; null: the desk states none. */
  readonly interventions: Table | null;
  /** What predicts P&L, and what predicts being cut, from the features. */
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner};
  readonly seed: number;
  readonly level: number;
  /** Of a simulated desk: what the estimate should find (see `partiallyLinearTruth`); null if not known. */
  readonly truth: number | null;
  /** Blocks of days for cross-fitting. Default 5. */
  readonly folds?: number;
  /** Days left out between a block and the days its models are fitted on. Default 5. */
  readonly gap?: number;
  /** Where sample and fit are left for others, or found. */
  readonly fits?: {limits?: FittedLimits | Refusal};
}

/** Standard errors clustered by trader rest on the number of traders: fewer than this and only days are clusters. */
const minimumTraderClusters = 10;

/**
 * Effect of the cuts that were really made (exposure multiplier < 1) on the day's net P&L, per treated trader-day: double
 * machine learning for the partially linear model (Chernozhukov et al. 2018), cross-fitted by blocks of days, adjusted for
 * the panel's features within traders and each trader's own level; standard errors clustered by day, and by trader too from 10 traders.
 * @returns "not possible" with the reason where there is nothing to estimate from.
 */
export function estimateInterventions(options: EstimateInterventionsOptions): CausalReport {
  const {learners, level, truth, folds: blocks = crossFitting.folds, gap = crossFitting.gap} = options;
  const fitted = fittedLimits(options, {folds: blocks, gap});
  if ("reason" in fitted) return {status: "not possible", ...fitted};
  const {sample, fit} = fitted;
  const {cluster, traders} = clustersOf(sample);
  const byTrader = cluster.length > 1;
  const found = inference(fit, {cluster, level});
  return {
    status: "estimated",
    design:
      `Double machine learning, partially linear (Chernozhukov et al. 2018): ${learners.outcome.label} for P&L and ` +
      `${learners.treatment.label} for being cut, cross-fitted on ${blocks} blocks of days ${gap} days apart; standard error ` +
      `clustered by day${byTrader ? " and trader" : ""}, Student's t with ${found.degreesOfFreedom} degrees of freedom`,
    treatment: describe(sample),
    estimand: {
      words:
        "Mean change of the day's net P&L that cutting a trader's exposure caused, on trader-days that could have gone either " +
        "way: trader-days count by the variance of the treatment given the features",
      symbols: "θ = E[Cov(Y, D | X)] / E[Var(D | X)]",
    },
    unit: "currency/trader-day",
    estimate: found.estimate,
    standardError: found.standardError,
    interval: found.interval,
    level,
    p: found.p,
    n: sample.y.length,
    treated: sample.treated.reduce((sum, d) => sum + d, 0),
    clusters: [{of: "days", count: found.clusters[0]}, ...(byTrader ? [{of: "traders", count: traders}] : [])],
    assumptions: assumptionsOf({fit, treated: sample.treated, folds: sample.folds, features: sample.x.names.length}),
    truth,
  };
}

/** Rows of a day move together, and with enough traders to tell, those of a trader too. */
export function clustersOf({trader}: Pick<LimitSample, "trader">): {cluster: string[]; traders: number} {
  const traders = new Set(trader).size;
  return {cluster: traders >= minimumTraderClusters ? ["day", "trader"] : ["day"], traders};
}

function describe({raised, unmatched}: TreatmentSample): string {
  const left = [
    raised > 0 ? `${raised} trader-days with exposure raised` : "",
    unmatched > 0 ? `${unmatched} interventions on trader-days without P&L` : "",
  ].filter((part) => part !== "");
  return `Exposure cut on the day (multiplier below 1), against none${left.length > 0 ? `; left out: ${left.join(", ")}` : ""}`;
}
