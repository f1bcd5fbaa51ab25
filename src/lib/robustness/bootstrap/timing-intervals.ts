import {bootstrapDraws, stream} from "../../numeric/index.ts";
import type {PolicyRows} from "../../policy/index.ts";
import {dailyContributions} from "../contributions.ts";
import {timingOfDraws} from "../impact-bootstrap.ts";
import {blockLengthOf} from "../impact-intervals.ts";
import {touchedPanel} from "../touched-panel.ts";
import type {SignalRobustness} from "../types.ts";
import {attempted} from "./attempted.ts";
import type {IntervalComparison, IntervalRow} from "./compare-types.ts";
import {basicInterval, bcaInterval, type Interval, percentileInterval} from "./intervals.ts";
import {multiplierBootstrap} from "./multiplier.ts";
import {studentisedBlocks, tradersTiming, withoutBlocks} from "./timing-redraws.ts";

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
