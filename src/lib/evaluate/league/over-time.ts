import {aggregateOverTime} from "../../models/ensemble/index.ts";
import {lossOf, meanOf} from "../metrics.ts";
import {dailyTest, lossFor, reachOf} from "../skill-loss.ts";
import {dayMeans} from "../tests/index.ts";
import type {Signal} from "../types.ts";
import type {CommonRows} from "./common-rows.ts";
import type {OverTime} from "./types.ts";

/** First days, on which all count the same: from their losses comes the limit that later losses are cut at. */
const firstDays = 20;

/**
 * What one would have predicted by following, each day, those that had predicted well until the day before: exponential weights
 * over all signals of a league (Cesa-Bianchi and Lugosi 2006, chapter 2). Nothing is chosen in hindsight: weights of a day come
 * from earlier days, the limit of losses (99 % of those of the first 20 days lie below it) from the first 20 days, which are
 * not judged.
 * @param rows of the league, in the order day, trader. @param benchmark the naive rule that the league is held against.
 * @returns null with fewer than two signals or 20 days to judge, or where outcomes take several days to be known.
 */
export function weightedOverTime(
  signal: Signal,
  {day, target, entries}: CommonRows,
  benchmark: string,
  level: number,
): OverTime | null {
  // By name: sums do not depend on the order in which a study lists its signals.
  const experts = entries.filter(({naive}) => !naive).sort((a, b) => (a.name < b.name ? -1 : 1));
  const rule = entries.find(({name}) => name === benchmark);
  const days = Int32Array.from(new Set(day));
  if (experts.length < 2 || rule === undefined || reachOf(signal) > 1 || days.length < 2 * firstDays) return null;
  const start = day.findIndex((d) => d >= days[firstDays]);
  const {of} = lossFor(signal);
  const early = experts.flatMap(({values}) => [...lossOf(of, target.subarray(0, start), values.subarray(0, start))]);
  early.sort((a, b) => a - b);
  const lossLimit = early[Math.floor(0.99 * (early.length - 1))];
  if (!(lossLimit > 0)) return null;
  const late = (values: Float64Array) => values.subarray(start);
  const y = late(target);
  const on = day.subarray(start);
  const found = aggregateOverTime(
    experts.map(({values}) => late(values)),
    y,
    on,
    // A Brier score is a squared error.
    {task: signal.kind === "quantile" ? {kind: "quantile", level: signal.level!} : {kind: "mean"}, lossLimit},
  );
  const losses = (values: Float64Array) => lossOf(of, y, values);
  const daily = (values: Float64Array) => dayMeans(on, [losses(values)]).means[0];
  const [own, against] = [daily(found.prediction), daily(late(rule.values))];
  const test = dailyTest(
    against.map((l, t) => l - own[t]),
    1,
    level,
  );
  const scale = meanOf(losses(late(rule.values)));
  const rounds = found.days.length;
  return {
    days: rounds,
    n: y.length,
    loss: meanOf(losses(found.prediction)),
    best: Math.min(...experts.map(({values}) => meanOf(losses(late(values))))),
    saved: test === null || !(scale > 0) ? null : test.difference / scale,
    interval: test === null || !(scale > 0) ? null : [test.interval[0] / scale, test.interval[1] / scale],
    p: test?.p ?? null,
    regret: (found.regret / rounds) * lossLimit,
    bound: (found.bound / rounds) * lossLimit,
    weights: experts.map(({name, label}, k) => ({name, label, weight: found.weights[k][rounds - 1]})),
  };
}
