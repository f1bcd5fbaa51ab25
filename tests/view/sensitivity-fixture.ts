import type {ComputedSensitivity} from "../../src/lib/robustness/sensitivity/report-types.ts";
import {createFindings} from "../../src/lib/view/index.ts";
import {finding, findingsFile} from "./fixture.ts";

/** One of each; numbers by hand. S = √(σ² ν²) = 200, so that a factor of 0.5 takes the estimate of 100 to zero. */
export const report: ComputedSensitivity = {
  status: "computed",
  ...{level: 0.95, n: 900, treated: 90, method: "By hand", robustnessValue: 0.39, robustnessValueAtLevel: 0.2},
  fit: {
    ...{estimate: 100, sigma2: 10_000, nu2: 4, critical: 2},
    variances: [{clusters: "day", estimate: 400, scale2: 90_000, covariance: 1200}],
  },
  benchmarks: [
    {
      ...{feature: "x1", label: "P&L of yesterday", kind: "feature", times: 1},
      ...{partialR2Treatment: 0.1, partialR2Outcome: 0.05, estimate: 85, interval: [46, 124]},
    },
    {
      ...{feature: "x1", label: "P&L of yesterday", kind: "feature", times: 2},
      ...{partialR2Treatment: 0.2, partialR2Outcome: 0.11, estimate: 67, interval: [28, 106]},
    },
    {
      ...{feature: "family:f", label: "Performance (all 3)", kind: "family", times: 1},
      ...{partialR2Treatment: 0.25, partialR2Outcome: 0.3, estimate: 37, interval: [-3, 77]},
    },
  ],
  ...{strongest: 0, survives: true},
  explainedAway: {feature: "x1", label: "P&L of yesterday", times: 2.3, timesAtLevel: 1.4, largest: 9},
  family: {
    survives: false,
    explainedAway: {feature: "family:f", label: "Performance (all 3)", times: null, timesAtLevel: 0.9, largest: 3},
  },
  linear: {
    fit: {estimate: 90, se: 10, df: 800, clusteredSe: 20, critical: 2},
    ...{interval: [50, 130], method: "By hand", partialR2: 0.09, robustnessValue: 0.27},
    ...{robustnessValueAtLevel: 0.16, classicalValueAtLevel: 0.22, designEffect: 2, observed: []},
    benchmarks: [
      {
        ...{feature: "x1", label: "P&L of yesterday", kind: "feature", times: 1},
        ...{partialR2Treatment: 0.1, partialR2Outcome: 0.05, estimate: 69, interval: [28, 110]},
      },
    ],
  },
  leftOut: [
    {
      ...{feature: "family:f", label: "Performance (all 3)", kind: "family", features: 3, estimate: 80},
      ...{strength: {treatment: 0.06, outcome: 0}, correlation: null, lowest: 100, highest: 100, interval: [60, 140]},
    },
  ],
  contour: {
    ...{maxTreatment: 0.5, maxOutcome: 0.5, interval: 0.3},
    lines: [0.25, 0.5, 0.75, 1].map((share) => ({share, factor: share * 0.5})),
  },
  pairs: {
    ...{how: "Like beside like", pairs: 80, unmatched: 10, gapBefore: 0.2, gapWithin: 0.01, direction: "raises"},
    ...{alpha: 0.025, largestGamma: 1.4, largestGammaHuber: null, amplified: {treatment: 2.4, outcome: 2.4}},
    rows: [
      {gamma: 1, p: 0.001, lowest: 90, highest: 90, interval: [40, 140]},
      {gamma: 9, p: 0.9, lowest: -50, highest: 300, interval: [null, null]},
    ],
    eValue: {
      ...{how: "Counted", limited: 0.4, free: 0.5, ratio: 0.8, interval: [0.7, 0.95], point: 1.8, near: 1.3},
    },
  },
  simulated: {strength: 0.39, expected: 0, refitted: 3},
  notes: ["Errors are clustered by day only."],
};

const money = {unit: "currency/trader-day", level: 0.95} as const;
export const findings = createFindings(
  findingsFile([
    finding({id: "causal.effect", value: 100, interval: [60, 140], ...money}),
    finding({id: "sensitivity.robustness_value", value: 0.39, unit: "share"}),
    finding({id: "sensitivity.robustness_value_at_level", value: 0.2, unit: "share"}),
    finding({id: "sensitivity.times", value: 2.3, unit: "ratio"}),
    finding({id: "sensitivity.times_at_level", value: 1.4, unit: "ratio"}),
    finding({id: "sensitivity.family.times", value: null, unit: "ratio", note: "Not at any multiple."}),
    finding({id: "sensitivity.family.times_at_level", value: 0.9, unit: "ratio"}),
    finding({id: "sensitivity.linear.effect", value: 90, interval: [50, 130], ...money}),
    ...["partial_r2", "robustness_value", "robustness_value_at_level", "classical_value_at_level", "design_effect"].map(
      (name) => finding({id: `sensitivity.linear.${name}`, value: 0.5, unit: "share"}),
    ),
    finding({id: "sensitivity.pairs", value: 80, unit: "count"}),
    finding({id: "sensitivity.gamma", value: 1.4, unit: "ratio"}),
    finding({id: "sensitivity.gamma_huber", value: null, unit: "ratio", note: "No bias up to a million."}),
    finding({id: "sensitivity.loss_ratio", value: 0.8, unit: "ratio", interval: [0.7, 0.95], level: 0.95}),
    finding({id: "sensitivity.e_value", value: 1.8, unit: "ratio"}),
    finding({id: "sensitivity.e_value_at_level", value: 1.3, unit: "ratio"}),
    finding({id: "sensitivity.simulated.expected.effect", value: 0, unit: "currency/trader-day"}),
    finding({id: "sensitivity.simulated.effect", value: 3, unit: "currency/trader-day"}),
  ]),
);
