import {type CausalReport, clustersOf, type LimitSample, type PlrFit} from "../../causal/index.ts";
import {stream} from "../../numeric/index.ts";
import {attempted} from "./attempted.ts";
import type {IntervalComparison, IntervalRow} from "./compare-types.ts";
import {basicInterval, bcaInterval, type Interval, percentileInterval, studentisedInterval} from "./intervals.ts";
import {multiplierBootstrap} from "./multiplier.ts";
import {errorOf, inBlocks, leftOut, pairs, redrawn, sumsBy} from "./residual-redraws.ts";
import {wildCluster} from "./wild-cluster.ts";

export interface EffectIntervalOptions {
  readonly report: CausalReport & {readonly status: "estimated"};
  readonly sample: Pick<LimitSample, "day" | "trader">;
  readonly fit: PlrFit;
  readonly draws: number;
  readonly seed: number;
}

const wildDraws = 999;
/** Rows × draws that redrawing single rows may cost. */
const rowBudget = 4e7;

/**
 * The reported interval of a limit's effect, beside those that bootstraps would have given. Nuisances stay as they are fitted: the
 * score is orthogonal to them (Chernozhukov et al. 2018), so that their error moves the estimate in second order only, and a draw
 * is a regression of residuals on residuals, which sums by cluster determine.
 */
export function effectIntervals({report, sample, fit, draws, seed}: EffectIntervalOptions): IntervalComparison {
  const {level} = report;
  const random = (name: string) => stream(seed, "intervals", "effect", name);
  const days = sumsBy(fit, sample.day);
  const traders = sumsBy(fit, sample.trader);
  const byDay = redrawn(days, random("days"), draws);
  const wild = (clusters: Int32Array, name: string) => () =>
    wildCluster(
      {outcome: fit.residualY, regressor: fit.residualD, clusters},
      {random: random(name), draws: wildDraws},
    ).interval(level);
  const few = traders.count < 12;
  const rowDraws = Math.max(200, Math.min(draws, Math.floor(rowBudget / fit.residualY.length)));
  const regression = "the residuals’ regression" as const;
  const redraw = {scheme: "Whole days (cluster)", draws, anew: regression};
  const all: (Omit<IntervalRow, "interval"> & {readonly of: () => Interval})[] = [
    {
      ...redraw,
      id: "day-percentile",
      short: "Whole days",
      type: "percentile",
      why: "All traders' rows of a day stay together. Features' fits are kept: their error moves the estimate in second order only.",
      of: () => percentileInterval(byDay.estimates, level),
    },
    {
      ...redraw,
      id: "day-basic",
      short: "Whole days",
      type: "basic",
      why: "The percentile interval turned round the estimate.",
      of: () => basicInterval(fit.theta, byDay.estimates, level),
    },
    {
      ...redraw,
      id: "day-bca",
      short: "Whole days",
      type: "BCa",
      why: "Corrects percentiles for bias and skewness, from leaving out one day at a time.",
      of: () => bcaInterval(fit.theta, byDay.estimates, leftOut(days), level),
    },
    {
      ...redraw,
      id: "day-studentised",
      short: "Whole days",
      type: "studentised",
      why: "Each draw is measured by its own clustered standard error.",
      of: () => studentisedInterval(fit.theta, byDay.estimates, byDay.errors, {level, se: errorOf(days, fit.theta)}),
    },
    {
      id: "blocks-percentile",
      short: "Stationary blocks",
      scheme: "Blocks of days of random length (stationary)",
      type: "percentile",
      draws,
      anew: regression,
      why: "Days may also depend on those before. As wide as single days, if they do not.",
      of: () => percentileInterval(inBlocks(days, fit.theta, random("blocks"), draws), level),
    },
    {
      id: "trader-percentile",
      short: "Whole traders",
      scheme: "Whole traders (cluster)",
      type: "percentile",
      draws,
      anew: regression,
      why: "A trader's days stay together: for errors that belong to traders and not to days.",
      of: () => percentileInterval(redrawn(traders, random("traders"), draws).estimates, level),
    },
    {
      id: "pairs",
      short: "Single rows",
      scheme: "Single trader-days (pairs)",
      type: "percentile",
      draws: rowDraws,
      anew: regression,
      why: "As if no row knew of another. Shown to see what clusters are for.",
      of: () => percentileInterval(pairs(fit, random("pairs"), rowDraws), level),
    },
    {
      id: "multiplier",
      short: "Weights on days",
      scheme: "Random weights on days (multiplier)",
      type: "percentile",
      draws,
      anew: "the influence function",
      why: "Nothing is fitted again: rows count by random weights, one a day.",
      of: () =>
        percentileInterval(
          multiplierBootstrap(fit.theta, fit.influence, {random: random("multiplier"), draws, clusters: sample.day}),
          level,
        ),
    },
    {
      id: "wild-days",
      short: "Wild, by day",
      scheme: "Signs of days’ residuals (wild cluster)",
      type: "test inverted",
      draws: wildDraws,
      anew: regression,
      why: `The null is imposed and t compared draw by draw; ${days.count} days, ${days.count < 12 ? "Webb's six weights" : "Rademacher's two"}.`,
      of: wild(sample.day, "wild-days"),
    },
    {
      id: "wild-traders",
      short: "Wild, by trader",
      scheme: "Signs of traders’ residuals (wild cluster)",
      type: "test inverted",
      draws: wildDraws,
      anew: regression,
      why: `The safest with few clusters; ${traders.count} traders, ${few ? "too few for two weights: Webb's six" : "Rademacher's two weights"}.`,
      of: wild(sample.trader, "wild-traders"),
    },
  ];
  const {cluster} = clustersOf(sample);
  const reported: IntervalRow = {
    id: "reported",
    short: "As reported",
    scheme: `Clusters: ${cluster.join(" and ")}`,
    type: "t × standard error",
    interval: report.interval,
    draws: 0,
    anew: "nothing",
    why: "Reported. From the influence function in closed form; no draw is needed for an estimate that is a ratio of sums.",
  };
  return {
    of: "causal",
    status: "computed",
    unit: "currency/trader-day",
    estimate: report.estimate,
    level,
    rows: [reported, ...all.map(({of, ...row}) => ({...row, ...attempted(of, row.why)}))],
  };
}
