import {optimalBlockLength, type Random, stream} from "../../numeric/index.ts";
import {lossOf, meanOf} from "../metrics.ts";
import {dailyTest, lossFor, reachOf} from "../skill-loss.ts";
import {targetLabel, targetSuffix} from "../target.ts";
import {dayMeans, modelConfidenceSet, realityCheck, stepM, superiorPredictiveAbility} from "../tests/index.ts";
import type {Signal} from "../types.ts";
import {type Contestant, commonRows} from "./common-rows.ts";
import {weightedOverTime} from "./over-time.ts";
import type {League, LeagueEntry, LeagueTests} from "./types.ts";

export interface LeagueOptions {
  readonly seed: number;
  /** Of intervals, 0.95 for instance. */
  readonly level: number;
  /** Bootstrap draws of days, the same for every test. Default 1,000. */
  readonly draws?: number;
}

/** Level of the Model Confidence Set, as Hansen, Lunde and Nason (2011) use it: the set holds the best at 90 %. */
const confidenceSize = 0.1;
/** Fewer days than this say nothing about how losses differ. */
const fewestDays = 20;

/**
 * One league for each thing that is predicted, next-day net P&L first, then in the order of the signals. Signals of one
 * league predict the same: the same target, and for a probability the same event.
 */
export function makeLeagues(contestants: readonly Contestant[], options: LeagueOptions): League[] {
  const groups = new Map<string, Contestant[]>();
  for (const contestant of contestants) {
    const id = leagueOf(contestant.signal);
    groups.set(id, [...(groups.get(id) ?? []), contestant]);
  }
  return [...groups]
    .sort(([a], [b]) => Number(b === "net") - Number(a === "net"))
    .flatMap(([id, group]) => makeLeague(id, group, options) ?? []);
}

/** What a signal predicts, short enough for the id of a finding. */
export function leagueOf({kind, level, target, outcome}: Signal): string {
  if (target !== undefined) return target.kind === "net" ? `net${targetSuffix(target)}` : targetSuffix(target).slice(1);
  if (kind === "net") return "net";
  if (kind === "quantile") return targetSuffix({kind: "quantile", level: level!}).slice(1);
  return outcome === null ? "net_below_zero" : `event_${outcome}`;
}

function makeLeague(id: string, contestants: readonly Contestant[], options: LeagueOptions): League | null {
  const rows = commonRows(contestants);
  const {day, target, entries, leftOut} = rows;
  if (day.length === 0) return null;
  const [{signal}] = contestants;
  const loss = lossFor(signal);
  const judged = entries.map((entry) => {
    const losses = lossOf(loss.of, target, entry.values);
    return {...entry, loss: meanOf(losses), daily: dayMeans(day, [losses]).means[0]};
  });
  const ranked = [...judged].sort((a, b) => a.loss - b.loss || (a.name < b.name ? -1 : 1));
  const benchmark = ranked.find(({naive}) => naive)!;
  const days = benchmark.daily.length;
  const tests =
    days < fewestDays ? null : testAll(ranked, benchmark, () => stream(options.seed, "league", id), options);
  return {
    id,
    label: wordsOf(signal),
    kind: signal.kind,
    loss: loss.name,
    level: options.level,
    n: day.length,
    days,
    benchmark: benchmark.name,
    entries: ranked.map((entry, k): LeagueEntry => {
      const {name, label, naive, trials} = entry;
      const test =
        entry === benchmark
          ? null
          : dailyTest(
              benchmark.daily.map((l, t) => l - entry.daily[t]),
              reachOf(signal),
              options.level,
            );
      return {
        name,
        label,
        naive,
        loss: entry.loss,
        saved: test === null || !(benchmark.loss > 0) ? null : test.difference / benchmark.loss,
        interval:
          test === null || !(benchmark.loss > 0)
            ? null
            : [test.interval[0] / benchmark.loss, test.interval[1] / benchmark.loss],
        p: test?.p ?? null,
        confidence: tests === null ? null : tests.confidence[k],
        stepwise: tests === null ? null : tests.stepwise[k],
        trials: trials === null ? null : total(trials),
      };
    }),
    tests: tests === null ? null : tests.report,
    overTime: weightedOverTime(signal, rows, benchmark.name, options.level),
    trials: total(judged.flatMap(({trials}) => trials ?? [])),
    fits: judged.flatMap(({trials}) => trials ?? []).filter((tried) => tried > 0).length,
    leftOut,
  };
}

interface Judged {
  readonly name: string;
  readonly naive: boolean;
  readonly daily: Float64Array;
}

/** All tests from the same draws of days: a stream started afresh, and one block length, the longest that any series asks for. */
function testAll(ranked: readonly Judged[], benchmark: Judged, random: () => Random, {draws = 1000}: LeagueOptions) {
  const rivals = ranked.filter((entry) => entry !== benchmark);
  const gains = rivals.map(({daily}) => benchmark.daily.map((l, t) => l - daily[t]));
  const lengths = gains.map((gain) => optimalBlockLength(gain).stationary).filter(Number.isFinite);
  const blockLength = Math.max(1, ...lengths);
  const bootstrap = () => ({random: random(), draws, blockLength});
  const losses = rivals.map(({daily}) => daily);
  const set = modelConfidenceSet(
    ranked.map(({daily}) => daily),
    {bootstrap: bootstrap(), size: confidenceSize},
  );
  const superior = superiorPredictiveAbility(benchmark.daily, losses, {bootstrap: bootstrap()});
  const reality = realityCheck(benchmark.daily, losses, bootstrap());
  const size = 0.05;
  const step = stepM(benchmark.daily, losses, {bootstrap: bootstrap(), size});
  const report: LeagueTests = {
    size,
    confidenceSize,
    included: set.included.map((k) => ranked[k].name),
    superior: {
      best: rivals[superior.best].name,
      statistic: superior.statistic,
      lower: superior.lower,
      consistent: superior.consistent,
      upper: superior.upper,
    },
    reality: {best: rivals[reality.best].name, p: reality.p},
    better: step.superior.filter((k) => !rivals[k].naive).map((k) => rivals[k].name),
    blockLength,
    draws,
  };
  return {
    report,
    confidence: ranked.map((_, k) => ({p: set.p[k], included: set.included.includes(k)})),
    stepwise: ranked.map((entry) => (entry === benchmark ? null : step.p[rivals.indexOf(entry)])),
  };
}

function wordsOf({kind, level, target, outcome}: Signal): string {
  if (target !== undefined) return targetLabel(target);
  if (kind === "net") return targetLabel({kind: "net", horizon: 1});
  if (kind === "quantile") return targetLabel({kind: "quantile", level: level!});
  return outcome === null ? "a day with net P&L below zero" : `the event “${outcome.replaceAll("_", " ")}”`;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0);
}
