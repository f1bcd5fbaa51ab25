import {float64, int32, thousands} from "../../numeric/index.ts";
import {crossFit} from "../dml/cross-fit.ts";
import {clustersOf} from "../estimate-interventions.ts";
import {inference} from "../inference/index.ts";
import {isRefusal, limitSample, withTrader} from "../limit-sample.ts";
import {
  doublyRobustValue,
  gainOverLogged,
  ipsValue,
  type LoggedDecisions,
  type PolicyValue,
  selfNormalisedValue,
} from "../policy-value/index.ts";
import type {Assumption, Refusal} from "../types.ts";
import {counted, money, percent} from "../words.ts";
import type {EstimatorRow} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {weightedTruth} from "./truth.ts";
import type {Design, DesignContext} from "./types.ts";

const identity = {
  id: "off-policy",
  title: "Weighing past decisions",
  question: "What did limiting as it was done gain over never limiting?",
  per: "trader-day",
} as const;

const needs =
  "A column propensity in interventions.csv: the chance with which the multiplier of that row was chosen, also on rows with multiplier 1.";
const minimumRows = 100;

/** Decisions with a known chance, or why there are none. */
export function loggedRows({
  panel,
  interventions,
}: Pick<DesignContext, "panel" | "interventions">):
  | (LoggedDecisions & {readonly rows: Int32Array; readonly trader: Int32Array})
  | Refusal {
  if (interventions === null || interventions.columns.propensity === undefined)
    return {
      reason:
        "The chance with which each limit was set is not on record, and nothing says that limits were drawn by lot.",
      needs,
    };
  const [t, d] = [int32(interventions, "trader"), int32(interventions, "day")];
  const [multiplier, chance] = [float64(interventions, "multiplier"), float64(interventions, "propensity")];
  const at = new Map(Array.from(t, (trader, k) => [`${trader},${d[k]}`, k]));
  const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const found: {i: number; k: number}[] = [];
  trader.forEach((own, i) => {
    const k = at.get(`${own},${day[i]}`);
    if (k !== undefined && chance[k] > 0 && chance[k] <= 1 && multiplier[k] <= 1) found.push({i, k});
  });
  const limited = found.filter(({k}) => multiplier[k] < 1).length;
  if (found.length < minimumRows || limited === 0 || limited === found.length)
    return {
      reason: `${found.length} trader-days have a known chance of what was done, ${limited} of them a limit; both kinds and ${minimumRows} days are needed.`,
      needs,
    };
  return {
    rows: Int32Array.from(found, ({i}) => i),
    y: Float64Array.from(found, ({i}) => net[i]),
    action: Int32Array.from(found, ({k}) => (multiplier[k] < 1 ? 1 : 0)),
    propensity: Float64Array.from(found, ({k}) => chance[k]),
    trader: Int32Array.from(found, ({i}) => trader[i]),
    labels: {day: Int32Array.from(found, ({i}) => day[i]), trader: Int32Array.from(found, ({i}) => trader[i])},
  };
}

/** Gain of the decisions as they were over never limiting, from known chances: self-normalised inverse propensity weights. */
export const design: Design = {
  ...identity,
  run(context) {
    const log = loggedRows(context);
    if ("reason" in log) return refused(identity, log);
    return attempt(identity, needs, () => {
      const n = log.y.length;
      const never = [new Float64Array(n).fill(1), new Float64Array(n)];
      const value = selfNormalisedValue(log, never);
      const {cluster} = clustersOf(log);
      const gainOf = (never: PolicyValue) => {
        const {theta, influence} = gainOverLogged(never, log);
        const gain = {theta: -theta, influence: influence.map((v) => -v), labels: log.labels};
        return inference(gain, {cluster, level: context.level});
      };
      const found = gainOf(value);
      const predicted = context.estimateOnly ? null : predictedWithout(log, context);
      const others = [ipsValue(log, never), ...(predicted === null ? [] : [doublyRobustValue(log, never, predicted)])];
      const estimators = [value, ...others].map((one) => {
        const {estimate, interval} = one === value ? found : gainOf(one);
        return {estimator: one.estimator, estimate, interval, effective: one.effectiveSampleSize};
      });
      const off = Math.abs(value.meanWeight - 1);
      return estimated(identity, {
        estimate: estimateOf(found, n),
        truth:
          context.truth &&
          weightedTruth(
            log.rows,
            {...context.truth, effect: context.truth.effect.map((e, i) => e * context.truth!.propensity[i])},
            () => 1,
          ),
        card: {
          words: "Mean net P&L of a trader-day as limits were set, less what it would have been without any",
          symbols: "θ = E[Y] − E[Y(0)]",
          unit: "Study currency a trader-day, limited or not",
          sample: `${counted(n, "trader-day")} whose decision had a known chance; those without a limit tell as much as ${thousands(value.effectiveSampleSize)} of equal weight`,
          method: `Inverse propensity weighting with known chances, self-normalised (Hájek 1971); standard error ${found.method}`,
          assumptions: [
            {
              name: "Chances are right",
              status: off < 0.1 ? "checked" : "failed",
              evidence: `Weights should average 1 and average ${value.meanWeight.toFixed(2)}.`,
            },
            {
              name: "Every decision had a chance of no limit",
              status: value.largestWeight <= 50 ? "checked" : "failed",
              evidence: `The largest weight of one trader-day is ${value.largestWeight.toFixed(1)}: a chance of ${percent(1 / value.largestWeight)}.`,
            },
            agreement(estimators, context.currency),
            {
              name: "No interference",
              status: "not checkable",
              evidence:
                "A limit on one trader, or on one day, changes nobody else's P&L and none of the trader's other days.",
            },
          ],
        },
        figures: {estimators},
      });
    });
  },
};

/**
 * Predictions of P&L without a limit and with one, out of fold, for the doubly robust value; null where the rows are too few for a
 * model. Days without a chance on record are not learnt from.
 */
function predictedWithout(
  {rows, action, y}: LoggedDecisions & {readonly rows: Int32Array},
  {panel, interventions, learners, seed}: DesignContext,
): readonly Float64Array[] | null {
  const among = new Uint8Array(panel.rows);
  for (const i of rows) among[i] = 1;
  const sample = limitSample(panel, interventions, {among});
  if (isRefusal(sample) || sample.rows.some((row, k) => row !== rows[k]) || sample.rows.length !== rows.length)
    return null;
  const {x, trader, day, folds} = sample;
  try {
    return [0, 1].map((arm) =>
      crossFit(
        y,
        {x: withTrader(x, trader), day, folds, seed},
        {
          name: `outcome of action ${arm}`,
          learner: learners.outcome,
          among: Uint8Array.from(action, (a) => (a === arm ? 1 : 0)),
        },
      ),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/** Known chances make all of them right: where they part by more than their intervals, chances or records are wrong. */
function agreement([own, ...others]: readonly EstimatorRow[], currency: string): Assumption {
  const words = others.map(({estimator, estimate}) => `${estimator} ${money(estimate, currency)}`).join(", ");
  const holds = others.every(({estimate}) => estimate >= own.interval[0] && estimate <= own.interval[1]);
  return {
    name: "Other estimators say the same",
    status: holds ? "checked" : "failed",
    evidence: `A trader-day: ${words}; ${holds ? "inside" : "not all inside"} the interval.`,
  };
}
