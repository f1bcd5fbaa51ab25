import {
  backtestOverfitting,
  deflatedSharpe,
  deflateWinner,
  probabilisticSharpe,
  returnMoments,
} from "../evaluate/index.ts";
import {orderByTrader, type PolicyRows} from "./panel.ts";
import type {PolicyTrials, TrialJudgement} from "./types.ts";

/** One policy that was tried: a rule on a signal, with the rows on which it was judged. */
export interface TriedPolicy {
  readonly signal: string;
  readonly rule: string;
  readonly rows: PolicyRows;
  /** Settings looked at in training windows. */
  readonly tried: number;
}

/** Fewer common days than this say nothing about a Sharpe ratio. */
const leastDays = 40;

/**
 * Compares all policies that were tried on the days on which all are judged, by the daily sums of timing (m − m̄ᵢ)·Y, which
 * is the model's part: the Sharpe ratio of the best, deflated by the number of trials (Bailey and López de Prado 2014), and
 * the probability of backtest overfitting (Bailey, Borwein, López de Prado and Zhu 2017, by CSCV).
 * @param primary index of the study's own policy; null: it has none.
 * @param others settings that learners tried in their training windows.
 */
export function comparePolicies(tried: readonly TriedPolicy[], primary: number | null, others: number): PolicyTrials {
  const logged = tried.reduce((sum, t) => sum + t.tried, 0) + others;
  const all = tried.map(({rows}) => dailyTiming(rows));
  const days = commonDays(all);
  const series = all.map((byDay) => Float64Array.from(days, (d) => byDay.get(d)!));
  const moments = series.map((returns) => (days.length < 2 ? null : returnMoments(returns)));
  const head = {
    days: days.length,
    trials: tried.map(({signal, rule}, k) => ({
      signal,
      rule,
      timing: series[k].reduce((sum, v) => sum + v, 0),
      sharpe: moments[k]?.sharpe ?? 0,
    })),
    logged,
  };
  if (days.length < leastDays || tried.length < 2)
    return {
      ...head,
      winner: null,
      primary: null,
      overfitting: null,
      note:
        tried.length < 2
          ? "One policy was tried: there is nothing to deflate."
          : `The policies have ${days.length} days in common; ${leastDays} are needed.`,
    };
  const sharpes = moments.map((m) => m!.sharpe);
  const mean = sharpes.reduce((sum, s) => sum + s, 0) / sharpes.length;
  const variance = sharpes.reduce((sum, s) => sum + (s - mean) * (s - mean), 0) / (sharpes.length - 1);
  const judge = (trial: number): TrialJudgement => {
    const facts = moments[trial]!;
    const deflated = deflatedSharpe(facts, tried.length, variance);
    return {
      trial,
      probabilistic: probabilisticSharpe(facts),
      deflated: deflated.probability,
      deflatedByLogged: deflatedSharpe(facts, Math.max(tried.length, logged), variance).probability,
      expectedMaximum: deflated.expectedMaximum,
    };
  };
  const blocks = Math.min(16, 2 * Math.floor(days.length / 8)); // four days a block at least
  const {probability, probabilityOfLoss} = backtestOverfitting(series, {blocks});
  return {
    ...head,
    winner: judge(deflateWinner(series).trial),
    primary: primary === null ? null : judge(primary),
    overfitting: {probability, loss: probabilityOfLoss, blocks},
    note: null,
  };
}

/** Σᵢ (m − m̄ᵢ)·Y by day. */
function dailyTiming(rows: PolicyRows): Map<number, number> {
  const {order, traders, start} = orderByTrader(rows);
  const daily = new Map<number, number>();
  for (let k = 0; k < traders.length; k++) {
    const mine = order.subarray(start[k], start[k + 1]);
    let exposure = 0;
    for (const i of mine) exposure += rows.multiplier[i];
    const mean = exposure / mine.length;
    for (const i of mine)
      daily.set(rows.day[i], (daily.get(rows.day[i]) ?? 0) + (rows.multiplier[i] - mean) * rows.net[i]);
  }
  return daily;
}

/** Days on which all have rows, ascending. */
function commonDays(all: readonly ReadonlyMap<number, number>[]): Int32Array {
  const [first, ...rest] = all;
  if (first === undefined) return new Int32Array(0);
  return Int32Array.from([...first.keys()].filter((d) => rest.every((other) => other.has(d)))).sort();
}
