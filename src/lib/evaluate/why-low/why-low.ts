import {pastScale} from "../../features/index.ts";
import {float64, int32, stream, type Table} from "../../numeric/index.ts";
import {baselinesOn} from "../baselines-on.ts";
import type {DayRegimes} from "../detail/index.ts";
import {pastMean} from "../past.ts";
import type {SignalRows} from "../skill.ts";
import type {Plan, Signal} from "../types.ts";
import {attainableR2} from "./attainable-r2.ts";
import {dayRatio} from "./day-ratio.ts";
import {hitRateParts} from "./hit-rate-parts.ts";
import {type JudgedRows, judgedRows} from "./judged-rows.ts";
import {reasonsOf} from "./reasons.ts";
import {type DecayPoint, signalDecay} from "./signal-decay.ts";
import {attainableSkill, powerInR2} from "./skill-in-r2.ts";
import type {LearningReport, TwinReport, Unsaid, WhyLowReport} from "./types.ts";
import {varianceShares} from "./variance-shares.ts";

export interface WhyLowOptions {
  readonly plan: Plan;
  /** Number of desk days. */
  readonly days: number;
  /** trader, day, net: one row a trader and day, sorted by trader then day. */
  readonly daily: Table;
  /** What kind of day each desk day was, told before it. */
  readonly regimes: DayRegimes;
  readonly rowsOf: (signal: string) => SignalRows & {readonly scale: Float64Array};
  /** E[net | past] of each row of `daily`; null where the truth is not known. */
  readonly expected: Float64Array | null;
  readonly learning: LearningReport;
  readonly twin: TwinReport;
  readonly seed: number;
  readonly level: number;
  /** Level of the test of skill. */
  readonly size: number;
  readonly power: number;
  /** Of the bootstrap. */
  readonly draws: number;
}

/** Units of volatility are cut off here, as in training: one tail day must not be the answer. */
const limit = 10;
const limited = (x: number) => Math.max(-limit, Math.min(limit, x));

/** The signal that R² is about: the verdict's where that predicts next-day P&L, else the first that does. */
export function subjectOf({signals, primary}: Pick<Plan, "signals" | "primary">): Signal | null {
  const able = signals.filter(isNextDayNet);
  return able.find(({name}) => name === primary) ?? able.find(({source}) => source === "trained") ?? able[0] ?? null;
}

export function isNextDayNet({kind, target}: Pick<Signal, "kind" | "target">): boolean {
  return kind === "net" && (target === undefined || (target.kind === "net" && target.horizon === 1));
}

/**
 * Answers why R² is what it is: how much there was to foretell, whose it is, how long it lasts, and whether so many days can
 * show it. All on rows out of sample.
 */
export function whyLow(options: WhyLowOptions): WhyLowReport {
  const {plan, daily, level, learning, twin} = options;
  const subject = subjectOf(plan);
  const verdict = plan.signals.find(({name}) => name === plan.primary)!;
  const rows =
    subject === null
      ? null
      : judgedRows(
          options.rowsOf(subject.name),
          baselinesOn({signal: subject, rows: options.rowsOf(subject.name), daily}),
        );
  const found = rows === null || rows.day.length === 0 ? nothing : judged(rows, options);
  const report = {
    subject: subject && named(subject),
    primary: verdict.name === subject?.name ? null : {...named(verdict), kind: verdict.kind},
    level,
    ...found,
    shares: sharesOf(options),
    regimes: options.regimes.of,
    decay: decayOf(options, subject === null || subject.name === verdict.name ? [verdict] : [subject, verdict]),
  };
  return {...report, reasons: reasonsOf(report, learning, twin), limits: limitsOf(report, options)};
}

const named = ({name, label, source}: Signal) => ({name, label, source});

const nothing = {rows: 0, days: 0, r2: null, r2InVolatilities: null, known: null, hit: null, power: null};

function judged(rows: JudgedRows, {daily, days, expected, twin, level, size, power}: WhyLowOptions) {
  const {day, net, value, pastMean: mean} = rows;
  const at = new Map(Array.from(int32(daily, "trader"), (i, r) => [i * days + int32(daily, "day")[r], r]));
  const row = day.map((d, k) => at.get(rows.trader[k] * days + d)!);
  const known = expected && {
    day,
    target: net,
    pastMean: mean,
    expected: Float64Array.from(row, (r) => expected[r]),
    value,
  };
  const scale = pastScale(daily, days);
  const scaled = float64(daily, "net").map((y, r) => limited(y / scale[r]));
  const scaledMean = pastMean({trader: int32(daily, "trader"), day: int32(daily, "day")}, scaled, "desk");
  const units = Int32Array.from(row.keys()).filter((k) => Number.isFinite(scaledMean[row[k]]));
  const best = known === null ? (twin.skill?.daily ?? null) : attainableSkill(known);
  return {
    rows: day.length,
    days: new Set(day).size,
    r2: r2Of(day, net, value, mean, level),
    r2InVolatilities: r2Of(
      units.map((k) => day[k]),
      Float64Array.from(units, (k) => scaled[row[k]]),
      Float64Array.from(units, (k) => value[k] / scale[row[k]]),
      Float64Array.from(units, (k) => scaledMean[row[k]]),
      level,
    ),
    known: known && attainableR2(known, {level}),
    hit: hitRateParts(day, net, value, {level}),
    power: powerInR2({day, target: net, pastMean: mean, value}, best, {size, power}),
  };
}

function r2Of(day: Int32Array, target: Float64Array, value: Float64Array, mean: Float64Array, level: number) {
  const around = target.map((y, i) => (y - mean[i]) * (y - mean[i]));
  if (!around.some((v) => v > 0)) return null;
  return dayRatio(
    day,
    target.map((y, i) => around[i] - (y - value[i]) * (y - value[i])),
    around,
    {level},
  );
}

/**
 * On the days that folds test, or all where there is no fold. The regimes' share is of the days whose regime is known, which
 * may be fewer.
 */
function sharesOf({daily, days, plan, level, regimes: {labels}}: WhyLowOptions): WhyLowReport["shares"] {
  const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
  const scale = pastScale(daily, days);
  const from = plan.folds[0]?.test.start ?? 0;
  const rowsOf = (kept: Int32Array) => ({
    trader: kept.map((i) => trader[i]),
    day: kept.map((i) => day[i]),
    target: Float64Array.from(kept, (i) => limited(net[i] / scale[i])),
  });
  const tested = Int32Array.from(day.keys()).filter((i) => day[i] >= from && Number.isFinite(scale[i]));
  const whole = varianceShares(rowsOf(tested), {level});
  const told = tested.filter((i) => labels[day[i]] !== null);
  const names = [...new Set(labels)].sort();
  const regime = told.map((i) => names.indexOf(labels[day[i]]));
  const shares = varianceShares({...rowsOf(told), regime}, {level})?.shares.filter(({part}) => part === "regime");
  return whole && {...whole, shares: [...whole.shares, ...(shares ?? [])]};
}

/** Ranks of P&L and prediction in units of the trader's volatility; a probability of something bad counts downwards. */
function decayOf({rowsOf, seed, level, draws}: WhyLowOptions, signals: readonly Signal[]): WhyLowReport["decay"] {
  return signals.map(({name, label, kind}) => {
    const {trader, day, value, net, scale} = rowsOf(name);
    const points: DecayPoint[] = signalDecay({
      trader,
      day,
      value: value.map((v, i) => (kind === "probability" ? -v : v / scale[i])),
      target: net.map((y, i) => y / scale[i]),
      level,
      bootstrap: {random: stream(seed, "why-low", "decay", name), draws},
    });
    return {signal: name, label, points};
  });
}

function limitsOf(
  {subject, primary, rows, known, shares, power}: Omit<WhyLowReport, "reasons" | "limits">,
  {learning, twin, expected}: WhyLowOptions,
): Unsaid[] {
  const limits: Unsaid[] = [];
  const add = (what: string, why: string) => limits.push({what, why});
  if (subject === null)
    add("R² itself", "no signal of this study predicts next-day P&L: a probability or a quantile has no R² of P&L");
  else if (primary !== null)
    add(`R² of “${primary.label}”`, `it does not predict next-day P&L; R² is asked of “${subject.label}” instead`);
  if (subject !== null && rows === 0)
    add("R² itself", "there is no row on which the prediction and every naive rule exist");
  if (subject?.source === "given")
    add(
      `How “${subject.label}” would do with fewer days or features`,
      "it was made elsewhere and cannot be trained again here",
    );
  if (expected === null)
    add(
      "What any model could reach",
      twin.skill === null
        ? "the truth of a real desk is not known, and no twin could be made of this one"
        : "the truth of a real desk is not known. A twin repeats what a trader’s own past P&L says of the next day, and nothing else: where markets or behaviour foretell P&L, more can be reached than on the twin. What traders made on average by luck the twin takes for their level, so where nothing can be foretold it shows a little",
    );
  else if (known?.reached === null) add("The share of it that was reached", "there is next to nothing to reach");
  if (shares === null)
    add("Whose variance it is", "traders and days cannot be told apart: there are too few of either");
  if (subject !== null && rows > 0 && power === null)
    add("How many more days are needed", "fewer than ten days are judged");
  return [...limits, ...learning.limits, ...twin.limits];
}
