import {float64, int32} from "../../numeric/index.ts";
import {
  covariateContinuity,
  type DiscontinuityFit,
  densityTest,
  regressionDiscontinuity,
} from "../discontinuity/index.ts";
import {isRefusal} from "../limit-sample.ts";
import type {Assumption, Refusal} from "../types.ts";
import {counted, percent, pWords} from "../words.ts";
import {type AtRiskSample, atRiskSample} from "./adjusted.ts";
import type {DiscontinuityFigure} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import type {Design, DesignContext, StatedRule} from "./types.ts";

const identity = {
  id: "discontinuity",
  title: "Just above and just below the rule",
  question: "What does a limit do to days on which the rule only just called for one, or only just did not?",
  per: "limited day",
} as const;

const needs =
  "A fixed policy in the study (signal and cut-off), or predictions.csv with the score that limits were recommended by.";
/** On each side of the cut-off. */
const minimumRows = 50;

/** Trader-days at risk with the score of the rule; score ≥ 0 means that the rule called for a limit. */
export interface RuleRows {
  readonly score: Float64Array;
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly day: Int32Array;
  readonly rows: Int32Array;
  readonly columns: readonly Float64Array[];
}

/** The sample around a stated rule, or why there is none. */
export function ruleRows(sample: AtRiskSample, rule: StatedRule | null): RuleRows | Refusal {
  if (rule === null)
    return {reason: "No rule with a threshold is on record: nothing says from which score on a limit was due.", needs};
  const {scores, cutoff, side} = rule;
  const [trader, day, value] = [int32(scores, "trader"), int32(scores, "day"), float64(scores, "value")];
  const known = new Map(Array.from(value, (v, k) => [`${trader[k]},${day[k]}`, v]));
  const at: number[] = [];
  const score: number[] = [];
  sample.rows.forEach((_, i) => {
    const v = known.get(`${sample.trader[i]},${sample.day[i]}`);
    if (v === undefined || Number.isNaN(v)) return;
    at.push(i);
    score.push(side === "above" ? v - cutoff : cutoff - v);
  });
  const above = score.filter((s) => s >= 0).length;
  if (Math.min(above, score.length - above) < minimumRows)
    return {
      reason: `The rule called for a limit on ${above} of ${score.length} trader-days with a score; each side needs ${minimumRows}.`,
      needs: "More days on both sides of the cut-off.",
    };
  return {
    score: Float64Array.from(score),
    y: Float64Array.from(at, (i) => sample.y[i]),
    d: Float64Array.from(at, (i) => sample.treated[i]),
    day: Int32Array.from(at, (i) => sample.day[i]),
    rows: Int32Array.from(at, (i) => sample.rows[i]),
    columns: sample.x.columns.map((c) => Float64Array.from(at, (i) => c[i])),
  };
}

/** Fuzzy regression discontinuity at the rule's cut-off, clustered by day: see `regressionDiscontinuity`. */
export const design: Design = {
  ...identity,
  run(context) {
    const sample = atRiskSample(context);
    if (isRefusal(sample)) return refused(identity, sample);
    const own = ruleRows(sample, context.rule);
    if ("reason" in own) return refused(identity, own);
    return attempt(identity, needs, () => {
      const {rule, level} = context;
      const {score, y, d, day} = own;
      const fit = regressionDiscontinuity({outcome: y, score, cutoff: 0, treatment: d, cluster: day}, {level});
      const first = fit.firstStage!;
      const follows = Math.abs(first.estimate) > 3.2 * first.standardError; // F above 10
      if (!follows)
        return refused(identity, {
          reason: `Limits do not follow the rule: the share of days with a limit changes by ${percent(first.estimate)} at the cut-off, no more than chance allows.`,
          needs: "A rule that changes what is really done at its cut-off.",
        });
      return estimated(identity, {
        estimate: estimateOf(fit, fit.within[0] + fit.within[1]),
        truth: truthAt(own, fit, context),
        card: {
          words:
            "Mean change of the day's net P&L that a limit made on days at the cut-off of the rule, for those whose limit the rule decides",
          symbols: "θ = lim (E[Y | s↓c] − E[Y | s↑c]) / lim (E[D | s↓c] − E[D | s↑c])",
          unit: "Study currency a limited trader-day",
          sample:
            `${counted(score.length, "trader-day")} after the first limit with a score (${rule!.label}, cut-off ${rule!.cutoff}); ` +
            `${fit.within[0]} within the bandwidth below, ${fit.within[1]} from it on`,
          method:
            `Local linear regression with a triangular kernel, bandwidth ${fit.bandwidths.main.toPrecision(2)}, robust bias-corrected ` +
            `(Calonico, Cattaneo and Titiunik 2014), fuzzy; clustered by day`,
          assumptions: checks(own, fit, sample.x.names),
        },
        figures: {discontinuity: figureOf(own, fit, rule!)},
      });
    });
  },
};

function checks({score, day, columns}: RuleRows, fit: DiscontinuityFit, names: readonly string[]): Assumption[] {
  const first = fit.firstStage!;
  return [
    {
      name: "The rule is followed",
      status: "checked",
      evidence: `At the cut-off the share of days with a limit rises by ${percent(first.estimate)} (standard error ${percent(first.standardError)}).`,
    },
    tested(
      "Nobody places scores at one side",
      "The number of days does not jump at the cut-off",
      () => densityTest(score, 0).p,
    ),
    tested(
      "Nothing known before jumps at the cut-off",
      `The smallest of ${names.length} adjusted p-values, one a feature`,
      () => {
        const usable = names.flatMap((name, j) => (columns[j].some(Number.isNaN) ? [] : [{name, values: columns[j]}]));
        const found = usable.flatMap((one) => {
          try {
            return covariateContinuity({score, cutoff: 0, cluster: day}, [one]);
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
            return []; // a feature with too few values near the cut-off
          }
        });
        return found.reduce((least, c) => Math.min(least, c.adjustedP * found.length), 1);
      },
    ),
    {
      name: "The cut-off changes nothing else",
      status: "not checkable",
      evidence: "Nothing but the limit is decided by the same score at the same cut-off.",
    },
  ];
}

function tested(name: string, what: string, test: () => number): Assumption {
  try {
    const p = test();
    return {name, status: p >= 0.05 ? "checked" : "failed", evidence: `${what}: ${pWords(p)}.`};
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {name, status: "not checkable", evidence: `The test could not be made: ${error.message}.`};
  }
}

/** The estimand with the noise taken out: jumps of chance × effect, and of chance, at the same bandwidth. */
function truthAt({score, rows}: RuleRows, {bandwidths}: DiscontinuityFit, {truth}: DesignContext): number | null {
  if (truth === null) return null;
  const chance = Float64Array.from(rows, (i) => truth.propensity[i]);
  const gained = Float64Array.from(rows, (i) => truth.propensity[i] * truth.effect[i]);
  return regressionDiscontinuity({outcome: gained, score, cutoff: 0, treatment: chance}, {bandwidth: bandwidths})
    .conventional;
}

function figureOf(
  {score, y, d}: RuleRows,
  fit: DiscontinuityFit,
  {label, cutoff, side}: StatedRule,
): DiscontinuityFigure {
  const width = fit.bandwidths.main / 6;
  const reach = 2 * fit.bandwidths.main;
  const bins = new Map<number, {rows: number; outcome: number; treated: number}>();
  score.forEach((s, i) => {
    if (Math.abs(s) > reach) return;
    const bin = Math.floor(s / width);
    const own = bins.get(bin) ?? {rows: 0, outcome: 0, treated: 0};
    own.rows++;
    own.outcome += y[i];
    own.treated += d[i];
    bins.set(bin, own);
  });
  const back = (s: number) => (side === "above" ? cutoff + s : cutoff - s);
  return {
    score: label,
    cutoff,
    bandwidth: fit.bandwidths.main,
    bins: [...bins.keys()]
      .sort((a, b) => a - b)
      .map((bin) => {
        const {rows, outcome, treated} = bins.get(bin)!;
        return {score: back((bin + 0.5) * width), rows, outcome: outcome / rows, treated: treated / rows};
      }),
    atCutoff: fit.atCutoff,
  };
}
