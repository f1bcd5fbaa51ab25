import {float64, int32, thousands} from "../../numeric/index.ts";
import {contrast, dayBlockFolds, fitMultiValued} from "../dml/index.ts";
import {clustersOf} from "../estimate-interventions.ts";
import {inference} from "../inference/index.ts";
import {featuresOf, isRefusal, withTrader} from "../limit-sample.ts";
import type {Refusal} from "../types.ts";
import {counted, percent} from "../words.ts";
import {adjustmentAssumptions, atRiskSample, firstLimits, traderCount} from "./adjusted.ts";
import {doseCurve} from "./dose-curve.ts";
import type {DesignFigures, LevelEffect} from "./figures.ts";
import {attempt, estimated, estimateOf, refused} from "./report.ts";
import {weightedTruth} from "./truth.ts";
import type {Design, DesignContext, DesignReport} from "./types.ts";

const identity = {
  id: "multi-valued",
  title: "How hard the limit was",
  question: "Does no trading at all do more than half size?",
  per: "limited day",
} as const;

/** Levels by multiplier: 0, between 0 and 1, 1, above 1. */
export const exposureLevels = ["avoid", "reduce", "normal", "amplify"] as const;
/** A level with fewer trader-days than this is not compared. */
export const minimumLevelRows = 50;

/** Level of each trader-day after the trader's first limit, and how many have each. */
export function levelRows({panel, interventions}: Pick<DesignContext, "panel" | "interventions">) {
  const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
  const counts = [0, 0, 0, 0];
  const rows: number[] = [];
  const levels: number[] = [];
  if (interventions !== null) {
    const first = firstLimits(interventions, traderCount(panel));
    const [t, d] = [int32(interventions, "trader"), int32(interventions, "day")];
    const multipliers = float64(interventions, "multiplier");
    const stated = new Map(Array.from(multipliers, (m, k) => [`${t[k]},${d[k]}`, m]));
    trader.forEach((own, i) => {
      if (!(first[own] >= 0 && day[i] > first[own])) return;
      const m = stated.get(`${own},${day[i]}`) ?? 1;
      const level = m === 0 ? 0 : m < 1 ? 1 : m === 1 ? 2 : 3;
      counts[level]++;
      rows.push(i);
      levels.push(level);
    });
  }
  return {rows, levels, counts};
}

/** "949 cut, 5,229 at normal size": what is there of each strength. */
export function levelWords(counts: readonly number[]): string {
  const said = ["without trading", "cut", "at normal size", "enlarged"];
  const parts = said.flatMap((words, l) => (counts[l] > 0 ? [`${thousands(counts[l])} ${words}`] : []));
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** Why levels cannot be told apart; null if they can. */
export function levelShortcoming(counts: readonly number[]): Refusal | null {
  const used = [0, 1, 3].filter((l) => counts[l] >= minimumLevelRows);
  if (used.length >= 2 && counts[2] >= minimumLevelRows) return null;
  return {
    reason: `Limits came in one strength only, or too seldom in another. Trader-days after the first limit: ${levelWords(counts)}.`,
    needs: `Two strengths other than normal size (0, between 0 and 1, above 1) on at least ${minimumLevelRows} trader-days each.`,
  };
}

/** Mean potential outcomes of each strength, against normal size (Cattaneo 2010). Headline: the strongest cut that is there. */
export const design: Design = {
  ...identity,
  run(context) {
    const atRisk = atRiskSample(context);
    if (isRefusal(atRisk)) return refused(identity, atRisk);
    const found = levelRows(context);
    const missing = levelShortcoming(found.counts);
    if (missing !== null) return byDose(context, missing);
    return attempt(identity, `More trader-days of each strength.`, () => {
      const {panel, learners, seed, level, truth} = context;
      const used = [0, 1, 2, 3].filter((l) => found.counts[l] >= minimumLevelRows);
      const at = found.rows.flatMap((_, k) => (used.includes(found.levels[k]) ? [k] : []));
      const rows = Int32Array.from(at, (k) => found.rows[k]);
      const levels = used.map((l) => exposureLevels[l] as string);
      const own = Int32Array.from(at, (k) => used.indexOf(found.levels[k]));
      const [net, days, traders] = [float64(panel, "net"), int32(panel, "day"), int32(panel, "trader")];
      const day = rows.map((i) => days[i]);
      const trader = rows.map((i) => traders[i]);
      const fit = fitMultiValued({
        y: Float64Array.from(rows, (i) => net[i]),
        level: own,
        levels,
        x: withTrader(featuresOf(panel, rows), trader),
        day,
        folds: dayBlockFolds(day, 5, 5),
        seed,
        learners: {outcome: learners.outcome, treatment: learners.propensity},
        labels: {trader},
      });
      const {cluster} = clustersOf({trader});
      const effects = levels
        .filter((name) => name !== "normal")
        .map((name) => {
          const result = inference(contrast(fit, name, "normal"), {cluster, level});
          const row: LevelEffect = {
            level: name,
            rows: fit.counts[levels.indexOf(name)],
            estimate: result.estimate,
            interval: result.interval,
            p: result.p,
            // A simulated desk knows the effect of its one strength only.
            truth: truth !== null && name === "reduce" ? weightedTruth(rows, truth, () => 1) : null,
          };
          return {row, result};
        });
      const {row, result} = effects[0];
      return estimated(identity, {
        estimate: estimateOf(result, rows.length),
        truth: row.truth,
        card: {
          words: `Mean change of the day's net P&L if every trader-day after the first limit were at "${row.level}" instead of normal size`,
          symbols: "θ = E[Y(level) − Y(normal)]",
          unit: "Study currency a trader-day",
          sample: `${counted(rows.length, "trader-day")}: ${levels.map((name, l) => `${fit.counts[l]} ${name}`).join(", ")}`,
          method:
            `Doubly robust means of each strength (Cattaneo 2010): ${learners.outcome.label} within each, ${learners.propensity.label} ` +
            `for the chance of each, cross-fitted on blocks of days; standard error ${result.method}`,
          assumptions: [
            {
              name: "Overlap",
              status: fit.clipped / (rows.length * levels.length) < 0.05 ? "checked" : "failed",
              evidence: `${percent(fit.clipped / (rows.length * levels.length))} of the chances of a strength were below 1 % and held there.`,
            },
            ...adjustmentAssumptions(context.panel.rows === 0 ? 0 : featuresOf(panel, rows).names.length),
          ],
        },
        figures: {levels: effects.map((e) => e.row), ...(context.estimateOnly ? {} : curveBeside(context))},
      });
    });
  },
};

/** Where strengths are too many to be told apart as levels, they may make a curve. */
function byDose(context: DesignContext, missing: Refusal): DesignReport {
  return attempt(identity, missing.needs, () => {
    const curve = doseCurve(context);
    if ("reason" in curve) return refused(identity, missing);
    const {figure, hard, light, found, rows, capped, features} = curve;
    const {panel, learners} = context;
    const trader = int32(panel, "trader");
    const traders = new Set(rows.map((i) => trader[i])).size;
    return estimated(identity, {
      estimate: estimateOf(found, rows.length),
      truth: null,
      card: {
        words: `Mean change of a limited day's net P&L if ${percent(hard)} of size were taken away instead of ${percent(light)}`,
        symbols: "θ = E[Y(a₇₅) − Y(a₂₅)], a = 1 − multiplier",
        unit: "Study currency a limited trader-day",
        sample: `${counted(rows.length, "limited trader-day")} of ${counted(traders, "trader")}; days without a limit are left out`,
        method:
          `Effect curve of a continuous dose (Kennedy, Ma, McHugh and Small 2017): ${learners.outcome.label} of P&L, ${learners.treatment.label} ` +
          `and a kernel for the chance of each cut, cross-fitted on blocks of days; standard error ${found.method}`,
        assumptions: [
          {
            name: "Overlap",
            status: capped < 0.05 ? "checked" : "failed",
            evidence: `${percent(capped)} of the days had a cut so unlikely that its weight was capped.`,
          },
          ...adjustmentAssumptions(features),
        ],
      },
      figures: {dose: figure},
    });
  });
}

/** The curve beside levels, where both can be had. */
function curveBeside(context: DesignContext): Pick<DesignFigures, "dose"> {
  try {
    const curve = doseCurve(context);
    return "reason" in curve ? {} : {dose: curve.figure};
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {};
  }
}
