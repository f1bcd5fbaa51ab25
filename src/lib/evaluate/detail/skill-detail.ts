import {stream} from "../../numeric/index.ts";
import {type ComparedRows, comparedRows} from "../compared-rows.ts";
import {groupedMetrics, type MetricGroup} from "../grouped/index.ts";
import {lossOf} from "../metrics.ts";
import {type ReliabilityDiagram, reliabilityDiagram} from "../reliability.ts";
import type {AssessSignalOptions} from "../skill.ts";
import {lossFor, reachOf, testHorizon} from "../skill-loss.ts";
import {type DirectionTest, dayMeans, directionByDay, type GiacominiWhiteTest, giacominiWhite} from "../tests/index.ts";
import type {Signal} from "../types.ts";
import {type LossSaved, lossSaved} from "./loss-saved.ts";
import type {DayRegimes} from "./regimes.ts";
import {type Tenth, tenthsOf} from "./tenths.ts";
import {type ValueAtRiskReport, valueAtRiskReport} from "./value-at-risk.ts";

/** How one signal's skill is spread, and every further test of it; `SignalSkill` says whether there is any. */
export interface SkillDetail {
  readonly signal: string;
  readonly kind: Signal["kind"];
  readonly level: number | null;
  /** Of every interval. */
  readonly confidence: number;
  /** Rows and days compared: as in `SignalSkill`. */
  readonly n: number;
  readonly days: number;
  /** The naive rule with the smallest loss on all rows: what `saved` is against. null: nothing could be compared. */
  readonly versus: {readonly name: string; readonly label: string} | null;
  /** Loss saved in total, by fold, trader, regime and month. */
  readonly saved: readonly LossSaved[];
  /** Every metric in the same groups, each beside the naive rule that is best by it there. */
  readonly groups: readonly MetricGroup[];
  readonly tests: {
    /** Giacomini and White: could one have told beforehand when the signal would be better? null where it cannot be computed. */
    readonly conditional: Omit<GiacominiWhiteTest, "coefficients"> | null;
    /** Pesaran and Timmermann, by day, inside each trader; null for what is no net P&L, or where nothing varies. */
    readonly direction: DirectionTest | null;
  };
  /** For a net P&L: what happened on average in each tenth of the rows, ordered by prediction. */
  readonly tenths: readonly Tenth[];
  /** For a probability. */
  readonly reliability: ReliabilityDiagram | null;
  /** For a quantile. */
  readonly valueAtRisk: ValueAtRiskReport | null;
}

export interface DetailOptions extends AssessSignalOptions {
  readonly regimes: DayRegimes;
  readonly seed: number;
  /** Bootstrap draws of days behind the intervals of metrics; one set serves all groups. Default 200. */
  readonly draws?: number;
}

/** Judges a signal by group and by every further test. Same rows and same losses as `assessSignal`. */
export function detailSkill(options: DetailOptions): SkillDetail {
  const {signal, days, level, regimes, seed, draws = 200, meanBaseline} = options;
  const rows = comparedRows(signal, options.rows, options.baselines);
  const {trader, day, fold, value, target, baselines} = rows;
  const head = {
    signal: signal.name,
    kind: signal.kind,
    level: signal.level,
    confidence: level,
    n: day.length,
    days: new Set(day).size,
  };
  if (day.length === 0)
    return {
      ...head,
      versus: null,
      saved: [],
      groups: [],
      tests: {conditional: null, direction: null},
      tenths: [],
      reliability: null,
      valueAtRisk: null,
    };
  const by: {name: string; labels: readonly (string | number | null)[]}[] = [
    {name: "fold", labels: Array.from(fold, (f) => (f < 0 ? null : f + 1))},
    {name: "month", labels: Array.from(day, (d) => days[d].slice(0, 7))},
    {name: "regime", labels: Array.from(day, (d) => regimes.labels[d])},
    {name: "trader", labels: Array.from(trader)},
  ];
  const {of} = lossFor(signal);
  const loss = lossOf(of, target, value);
  const best = bestRule(rows, of);
  return {
    ...head,
    versus: best && {name: best.name, label: best.label},
    saved: best === null ? [] : lossSaved({day, loss, naive: best.losses, by, level}),
    groups: groupedMetrics({
      signal,
      rows: {day, value, target, baselines},
      // rows without a label are a group of their own there; it is dropped
      by: by.map(({name, labels}) => ({name, labels: labels.map((label) => label ?? none)})),
      random: stream(seed, "skill", signal.name, "days"),
      draws,
      level,
      ...(meanBaseline === undefined ? {} : {meanBaseline}),
    }).filter(({group}) => group !== none),
    tests: {
      conditional: best === null ? null : conditionalTest(rows, best.losses, loss, reachOf(signal)),
      direction: signal.kind === "net" ? directionByDay(day, target, value, {within: trader}) : null,
    },
    tenths: signal.kind === "net" ? tenthsOf(rows, level) : [],
    reliability:
      signal.kind === "probability" ? reliabilityDiagram({outcome: target, probability: value, day, level}) : null,
    valueAtRisk:
      signal.kind === "quantile"
        ? valueAtRiskReport(rows, signal.level!, level, (who) => stream(seed, "skill", signal.name, "breaches", who))
        : null,
  };
}

/** Stands for "no group": sorts apart from every label. */
const none = "";

function bestRule({baselines, target}: ComparedRows, of: (y: number, f: number) => number) {
  const ranked = baselines.map(({name, label, values}) => {
    const losses = lossOf(of, target, values);
    return {name, label, losses, sum: losses.reduce((s, v) => s + v, 0)};
  });
  return ranked.reduce<(typeof ranked)[number] | null>((a, b) => (a === null || b.sum < a.sum ? b : a), null);
}

/** On daily means of the rule's loss less the signal's: positive where the signal is better. */
function conditionalTest({day}: ComparedRows, rule: Float64Array, loss: Float64Array, reach: number) {
  const {
    means: [daily],
  } = dayMeans(day, [rule.map((l, i) => l - loss[i])]);
  const found = giacominiWhite(daily, {horizon: reach > 1 ? testHorizon(daily.length, reach) : 1});
  if (found === null) return null;
  const {coefficients: _, ...rest} = found;
  return rest;
}
