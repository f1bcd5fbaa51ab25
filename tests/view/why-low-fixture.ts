import type {LearningReport, TwinReport, WhyLowReport} from "../../src/lib/evaluate/why-low/types.ts";

/** An estimate with an interval of `half` to each side. */
export const estimate = (value: number, half: number) => ({
  value,
  standardError: half / 2,
  interval: [value - half, value + half] as const,
});

const known = {attainable: estimate(0.05, 0.005), earned: estimate(0.015, 0.004), reached: estimate(0.3, 0.05)};

export const twin: TwinReport = {
  skill: {
    ...{attainable: estimate(0.04, 0.005), earned: estimate(0.02, 0.004), reached: estimate(0.5, 0.05)},
    ...{learner: "ridge", label: "Ridge regression", draws: 3, traders: 20, rows: 18000},
    r2: estimate(0.019, 0.005),
    daily: {r2: 0.04, deviation: 0.2},
  },
  limits: [],
};

const point = (id: string, size: number, r2: number, gain: number | null) => ({
  ...{id, size, label: `${id} of 4`, r2: estimate(r2, 0.006)},
  gain: gain === null ? null : {r2: gain, p: 0.4},
});

export const learning: LearningReport = {
  ...{folds: 4, days: 160, rows: 3000},
  curves: [
    {
      learner: "ridge",
      label: "Ridge regression",
      points: [point("3", 200, 0.01, null), point("4", 300, 0.011, 0.001)],
    },
  ],
  families: {
    learner: "ridge",
    label: "Ridge regression",
    all: estimate(0.011, 0.006),
    families: [
      {
        family: "performance",
        label: "Performance",
        features: 9,
        alone: estimate(0.01, 0.006),
        lost: estimate(0.006, 0.004),
      },
      {family: "calendar", label: "Calendar", features: 3, alone: estimate(-0.001, 0.001), lost: estimate(0, 0.001)},
    ],
  },
  limits: [],
};

export const report: WhyLowReport = {
  subject: {name: "ridge", label: "Ridge regression", source: "trained"},
  primary: null,
  level: 0.95,
  rows: 6000,
  days: 300,
  r2: estimate(0.012, 0.009),
  r2InVolatilities: estimate(0.01, 0.006),
  known,
  shares: {
    shares: [
      {part: "trader", share: 0.02, interval: [0.01, 0.04]},
      {part: "day", share: 0.08, interval: [0.03, 0.15]},
      {part: "rest", share: 0.9, interval: [0.85, 0.95]},
      {part: "regime", share: 0.03, interval: [0, 0.06]},
    ],
    ...{traders: 20, days: 300, rows: 6000, level: 0.95},
  },
  regimes: "the desk’s volatility",
  hit: {
    ...{rows: 5900, majority: 0.51, imbalance: 0.001},
    rate: estimate(0.52, 0.01),
    aboveMajority: estimate(0.01, 0.02),
    timing: estimate(0.02, 0.01),
  },
  decay: [
    {
      signal: "ridge",
      label: "Ridge regression",
      points: [0, 1, 2].map((horizon) => ({horizon, pairs: 6000, days: 300, ...estimate(0.1 / (1 + horizon), 0.04)})),
    },
  ],
  power: {
    ...{days: 300, size: 0.05, power: 0.8, detectable: 0.014},
    seen: {r2: 0.012, deviation: 0.09, powerNow: 0.6, daysNeeded: 400, daysNeededInterval: [150, null], moreDays: 100},
    attainable: {r2: 0.05, deviation: 0.2, daysNeeded: 110},
    curve: [20, 100, 400, 5000].map((days, k) => ({
      days,
      seen: [0.1, 0.3, 0.8, 1][k],
      attainable: [0.2, 0.8, 1, 1][k],
    })),
  },
  reasons: [],
  limits: [],
};
