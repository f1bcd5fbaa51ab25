import type {Design, Learner} from "../models/index.ts";
import {float64, int32, type Table} from "../numeric/index.ts";
import {assumptionsOf} from "./assumptions.ts";
import {dayBlockFolds, fitPlr} from "./dml/index.ts";
import {inference} from "./inference/index.ts";
import {type TreatmentSample, treatmentSample} from "./treatment.ts";
import type {CausalReport} from "./types.ts";

export interface EstimateInterventionsOptions {
  /** trader, day, net, then one Float64 column a feature known before the day; one row a trader and day. */
  readonly panel: Table;
  /** trader, day, multiplier; null: the desk states none. */
  readonly interventions: Table | null;
  /** What predicts P&L, and what predicts being cut, from the features. */
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner};
  readonly seed: number;
  readonly level: number;
  /** Of a simulated desk: mean effect per treated trader-day; null if not known. */
  readonly truth: number | null;
  /** Blocks of days for cross-fitting. Default 5. */
  readonly folds?: number;
  /** Days left out between a block and the days its models are fitted on. Default 5. */
  readonly gap?: number;
}

const minimumDays = 60;
const minimumTreatedDays = 10;
/** Standard errors clustered by trader rest on the number of traders: fewer than this and only days are clusters. */
const minimumTraderClusters = 10;

/**
 * Effect of the cuts that were really made (exposure multiplier < 1) on the day's net P&L, per treated trader-day: double
 * machine learning for the partially linear model (Chernozhukov et al. 2018), cross-fitted by blocks of days, adjusted for
 * the panel's features within traders and each trader's own level; standard errors clustered by day, and by trader too from 10 traders.
 * @returns "not possible" with the reason where there is nothing to estimate from.
 */
export function estimateInterventions(options: EstimateInterventionsOptions): CausalReport {
  const {panel, interventions, learners, seed, level, truth, folds: blocks = 5, gap = 5} = options;
  if (interventions === null)
    return notPossible(
      "The desk states no interventions: what was really done to a trader on a day is not known.",
      "interventions.csv with account_id, date and the multiplier that was applied.",
    );
  const sample = treatmentSample(panel, interventions);
  const pick = (column: Int32Array) => Int32Array.from(sample.rows, (i) => column[i]);
  const [day, trader] = [pick(int32(panel, "day")), pick(int32(panel, "trader"))];
  const missing = shortcoming(sample, day);
  if (missing !== null) return missing;

  const net = float64(panel, "net");
  const y = Float64Array.from(sample.rows, (i) => net[i]);
  const x = designOf(panel, sample.rows);
  if (x.names.length === 0)
    return notPossible(
      "There is no feature to adjust for: who was cut and why cannot be told apart.",
      "Daily P&L before.",
    );
  const folds = dayBlockFolds(day, blocks, gap);
  if (y.every((v) => v === y[0]))
    return notPossible(`Every trader-day has the same P&L, ${y[0]}: nothing can have changed it.`, "P&L that varies.");
  let fit: ReturnType<typeof fitPlr>;
  try {
    fit = fitPlr({y, d: sample.treated, x, day, folds, learners, seed, group: trader, labels: {trader}});
  } catch (error) {
    if (!(error instanceof RangeError && error.message.startsWith("invalid treatment"))) throw error;
    return notPossible(
      "The features tell exactly who was cut and when: no comparable trader-day was left alone.",
      "Days on which like was not treated alike.",
    );
  }
  const traders = new Set(trader).size;
  const byTrader = traders >= minimumTraderClusters;
  const found = inference(fit, {cluster: byTrader ? ["day", "trader"] : ["day"], level});
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
    n: y.length,
    treated: sample.treated.reduce((sum, d) => sum + d, 0),
    clusters: [
      {of: "days", count: found.clusters[0]},
      ...(byTrader ? [{of: "traders", count: found.clusters[1]}] : []),
    ],
    assumptions: assumptionsOf({fit, treated: sample.treated, folds, features: x.names.length}),
    truth,
  };
}

function notPossible(reason: string, needs: string): CausalReport {
  return {status: "not possible", reason, needs};
}

/** Why the sample cannot carry an estimate; null if it can. */
function shortcoming({rows, treated}: TreatmentSample, day: Int32Array): CausalReport | null {
  const days = new Set(day).size;
  if (days < minimumDays)
    return notPossible(
      `There are ${days} days; blocks of days to compare need ${minimumDays}.`,
      `At least ${minimumDays} trading days.`,
    );
  const count = treated.reduce((sum, d) => sum + d, 0);
  const needs = `Cuts on at least ${minimumTreatedDays} days, and trader-days without one.`;
  if (count === 0) return notPossible("No trader-day with P&L was cut (multiplier below 1).", needs);
  if (count === rows.length) return notPossible("Every trader-day was cut: there is nothing to compare with.", needs);
  const treatedDays = new Set(day.filter((_, i) => treated[i] === 1)).size;
  if (treatedDays < minimumTreatedDays)
    return notPossible(
      `Cuts were made on ${treatedDays} days only: what else those days had in common cannot be told apart.`,
      needs,
    );
  return null;
}

function describe({raised, unmatched}: TreatmentSample): string {
  const left = [
    raised > 0 ? `${raised} trader-days with exposure raised` : "",
    unmatched > 0 ? `${unmatched} interventions on trader-days without P&L` : "",
  ].filter((part) => part !== "");
  return `Exposure cut on the day (multiplier below 1), against none${left.length > 0 ? `; left out: ${left.join(", ")}` : ""}`;
}

function designOf(panel: Table, rows: Int32Array): Design {
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const columns = names.map((name) => {
    const column = float64(panel, name);
    return Float64Array.from(rows, (i) => column[i]);
  });
  return {rows: rows.length, names, columns};
}
