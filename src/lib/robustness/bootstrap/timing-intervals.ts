import {bootstrapDraws, type Random, stream} from "../../numeric/index.ts";
import type {PolicyRows} from "../../policy/index.ts";
import {dailyContributions} from "../contributions.ts";
import {timingOfDraws} from "../impact-bootstrap.ts";
import {blockLengthOf} from "../impact-intervals.ts";
import {type TouchedPanel, touchedPanel} from "../touched-panel.ts";
import type {SignalRobustness} from "../types.ts";
import type {IntervalComparison, IntervalRow} from "./compare-types.ts";
import {basicInterval, bcaInterval, type Interval, percentileInterval, studentisedInterval} from "./intervals.ts";
import {multiplierBootstrap} from "./multiplier.ts";

export interface TimingIntervalOptions {
  readonly rows: PolicyRows;
  readonly robustness: SignalRobustness;
  readonly level: number;
  readonly draws: number;
  readonly seed: number;
}

/** The reported interval of a policy's timing, beside those that other schemes and types would have given. */
export function timingIntervals({rows, robustness, level, draws, seed}: TimingIntervalOptions): IntervalComparison {
  const {bootstrap} = robustness;
  if (bootstrap === null)
    return {of: "policy", status: "not run", reason: reasonOf(robustness.notes[0] ?? "none could be computed.")};
  const panel = touchedPanel(rows);
  const {timing} = dailyContributions(panel);
  const estimate = timing.reduce((sum, v) => sum + v, 0);
  const blockLength = blockLengthOf(panel);
  const fixed = Math.max(1, Math.round(blockLength));
  const random = (name: string) => stream(seed, "intervals", "timing", name);
  const draw = (name: string, kind: "stationary" | "circular", length: number) =>
    timingOfDraws(panel, bootstrapDraws([timing], {random: random(name), draws, kind, blockLength: length}));
  const stationary = draw("stationary", "stationary", blockLength);
  const byTrader = tradersTiming(panel);
  const all: (Omit<IntervalRow, "interval"> & {readonly of: () => Interval})[] = [
    {
      id: "stationary-percentile",
      short: "Stationary blocks",
      scheme: "Blocks of days of random length (stationary)",
      type: "percentile",
      draws,
      anew: "the estimator",
      why: "The same draws as they are. Too short in small samples: draws vary less than new days would.",
      of: () => percentileInterval(stationary, level),
    },
    {
      id: "stationary-basic",
      short: "Stationary blocks",
      scheme: "Blocks of days of random length (stationary)",
      type: "basic",
      draws,
      anew: "the estimator",
      why: "The percentile interval turned round the estimate; right where the error does not depend on the size of the effect.",
      of: () => basicInterval(estimate, stationary, level),
    },
    {
      id: "stationary-bca",
      short: "Stationary blocks",
      scheme: "Blocks of days of random length (stationary)",
      type: "BCa",
      draws,
      anew: "the estimator",
      why: "Corrects percentiles for bias and skewness; skewness from leaving out one block of days at a time.",
      of: () => bcaInterval(estimate, stationary, withoutBlocks(panel, fixed), level),
    },
    {
      id: "circular-percentile",
      short: "Circular blocks",
      scheme: "Blocks of days of fixed length (circular)",
      type: "percentile",
      draws,
      anew: "the estimator",
      why: "The same with blocks of one length: what depends on random lengths would show.",
      of: () => percentileInterval(draw("circular", "circular", fixed), level),
    },
    {
      id: "circular-studentised",
      short: "Circular blocks",
      scheme: "Blocks of days of fixed length (circular)",
      type: "studentised",
      draws,
      anew: "the influence function",
      why: "Each draw is measured by its own standard error, from its blocks. Daily sums are enough: timing is a sum over days but for the means.",
      of: () => studentisedBlocks(timing, fixed, {random: random("studentised"), draws, level}),
    },
    {
      id: "multiplier",
      short: "Weights on blocks",
      scheme: "Random weights on blocks of days (multiplier)",
      type: "percentile",
      draws,
      anew: "the influence function",
      why: "Days are not redrawn but weighted; needs nothing but the daily sums.",
      of: () =>
        percentileInterval(
          multiplierBootstrap(
            estimate,
            timing.map((v) => v * timing.length - estimate),
            {
              random: random("multiplier"),
              draws,
              clusters: Int32Array.from(timing.keys()).map((t) => Math.floor(t / fixed)),
            },
          ),
          level,
        ),
    },
    {
      id: "days",
      short: "Single days",
      scheme: "Single days (pairs)",
      type: "percentile",
      draws,
      anew: "the estimator",
      why: "As if no day knew of the one before. Shown to see what blocks are for.",
      of: () => percentileInterval(draw("days", "stationary", 1), level),
    },
    {
      id: "traders",
      short: "Whole traders",
      scheme: "Whole traders (cluster)",
      type: "percentile",
      draws,
      anew: "the estimator",
      why: "As if other traders had sat there on the same days. Says how much hangs on who is on the desk, not on which days came.",
      of: () => {
        const source = random("traders");
        const n = byTrader.length;
        return percentileInterval(
          Float64Array.from({length: draws}, () => {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += byTrader[source.integer(n)];
            return sum;
          }),
          level,
        );
      },
    },
  ];
  const reported: IntervalRow = {
    id: "reported",
    short: "As reported",
    scheme: "Blocks of days of random length (stationary)",
    type: "t × standard error",
    interval: bootstrap.total.timing,
    draws: bootstrap.draws,
    anew: "the estimator",
    why: `Reported. All traders' rows of a day stay together, blocks average ${blockLength.toFixed(1)} days (automatic), mean multipliers are taken anew in each draw. Chosen by simulation: it holds the truth most nearly as often as it says.`,
  };
  return {
    of: "policy",
    status: "computed",
    unit: "currency",
    estimate,
    level,
    rows: [reported, ...all.map(({of, ...row}) => ({...row, ...attempted(of, row.why)}))],
  };
}

/** A note as a sentence of its own: pages say "No interval" themselves. */
function reasonOf(note: string): string {
  const rest = note.replace(/^No interval: /, "");
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}

/** An interval, or why this sample has none of this type. */
export function attempted(of: () => Interval, why: string): Pick<IntervalRow, "interval" | "why"> {
  try {
    return {interval: of(), why};
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {interval: null, why: `Not available: ${error.message}.`};
  }
}

/** Timing without each block of days, brought to the length of the whole. */
function withoutBlocks(panel: TouchedPanel, length: number): Float64Array {
  const {days} = panel;
  const blocks = Math.floor(days / length);
  const counts = new Float64Array(blocks * days).fill(1);
  for (let b = 0; b < blocks; b++)
    counts.fill(0, b * days + b * length, b * days + (b === blocks - 1 ? days : (b + 1) * length));
  return timingOfDraws(panel, {draws: blocks, days, blockLength: length, counts}).map((v, b) => {
    const left = days - (b === blocks - 1 ? days - b * length : length);
    return (v * days) / left;
  });
}

/**
 * Circular blocks, each draw's standard error from its own blocks (Götze and Künsch 1996): sums of a series, at its whole length.
 */
function studentisedBlocks(
  series: Float64Array,
  length: number,
  {random, draws, level}: {readonly random: Random; readonly draws: number; readonly level: number},
): Interval {
  const days = series.length;
  const blocks = Math.floor(days / length);
  if (blocks < 3) throw new RangeError(`invalid blocks; ${blocks} of ${length} days leave no standard error`);
  const sums = Float64Array.from(series, (_, t) => {
    let sum = 0;
    for (let o = 0; o < length; o++) sum += series[(t + o) % days];
    return sum;
  });
  const scale = days / (blocks * length);
  const total = series.reduce((sum, v) => sum + v, 0);
  const variance = sums.reduce((sum, v) => sum + (v - (total * length) / days) ** 2, 0) / days;
  const estimates = new Float64Array(draws);
  const errors = new Float64Array(draws);
  for (let b = 0; b < draws; b++) {
    let [sum, squares] = [0, 0];
    for (let k = 0; k < blocks; k++) {
      const v = sums[random.integer(days)];
      sum += v;
      squares += v * v;
    }
    estimates[b] = sum * scale;
    errors[b] = scale * Math.sqrt(Math.max(0, squares - (sum * sum) / blocks) * (blocks / (blocks - 1)));
  }
  return studentisedInterval(total, estimates, errors, {level, se: scale * Math.sqrt(blocks * variance)});
}

/** Timing of each trader that the policy touches. */
function tradersTiming({traders, start, net, change}: TouchedPanel): Float64Array {
  return Float64Array.from(traders, (_, k) => {
    let [m, y, cross] = [0, 0, 0];
    for (let r = start[k]; r < start[k + 1]; r++) {
      m += change[r];
      y += net[r];
      cross += change[r] * net[r];
    }
    return cross - (m * y) / (start[k + 1] - start[k]);
  });
}
