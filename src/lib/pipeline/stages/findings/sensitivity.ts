import type {ComputedSensitivity, ExplainedAway, SensitivityReport} from "../../../robustness/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import {pairFindings} from "./sensitivity-pairs.ts";

const artifact = "sensitivity.json";
const valueLabel = "Strength of a hidden cause that explains the effect of real limits away";

/** What a hidden cause could do to the effect of real limits; of a study without the effect, why that cannot be asked. */
export function sensitivityFindings(report: SensitivityReport): FindingDraft[] {
  if (report.status === "not possible")
    return [
      {
        id: "sensitivity.robustness_value",
        label: valueLabel,
        value: null,
        unit: "share",
        n: null,
        method: "Not asked: there is no estimate that a hidden cause could explain away.",
        artifact,
        note: report.reason,
      },
    ];
  return [
    ...strengthFindings(report),
    ...linearFindings(report),
    ...pairFindings(report),
    ...simulatedFindings(report),
  ];
}

function strengthFindings(report: ComputedSensitivity): FindingDraft[] {
  const {robustnessValue, robustnessValueAtLevel, n, method, level, benchmarks, strongest} = report;
  const common = {artifact, n, of: "trader-days", method: `${method}.`};
  const top = strongest === null ? null : benchmarks[strongest];
  const family =
    report.family && benchmarks.find((b) => b.feature === report.family!.explainedAway.feature && b.times === 1);
  return [
    {...common, id: "sensitivity.robustness_value", label: valueLabel, value: robustnessValue, unit: "share"},
    {
      ...common,
      id: "sensitivity.robustness_value_at_level",
      label: "Strength of a hidden cause that makes the interval of the effect hold zero",
      method: `${method}; the near end of the two-sided interval.`,
      value: robustnessValueAtLevel,
      unit: "share",
      ...(robustnessValueAtLevel === 0 ? {note: "The interval holds zero as it stands."} : {}),
    },
    ...timesFindings("sensitivity", report.explainedAway, n),
    ...timesFindings("sensitivity.family", report.family?.explainedAway ?? null, n),
    ...[top, family].flatMap((row, k): FindingDraft[] =>
      row
        ? [
            {
              ...common,
              id: k === 0 ? "sensitivity.strongest.effect" : "sensitivity.family.effect",
              label: `Effect of a limit if there is a hidden cause as strong as ${row.label}`,
              value: row.estimate,
              unit: "currency/trader-day",
              interval: row.interval,
              level,
              method: `${method}; strength by the bounds of Cinelli and Hazlett (2020), all of it against the effect.`,
            },
          ]
        : [],
    ),
  ];
}

function timesFindings(id: string, away: ExplainedAway | null, n: number): FindingDraft[] {
  if (away === null) return [];
  const {label, times, timesAtLevel, largest} = away;
  const common = {
    artifact,
    unit: "ratio" as const,
    n,
    of: "trader-days",
    method: "Bounds of Cinelli and Hazlett (2020) on a cause k times as strong, solved for k.",
  };
  const none = `Not at any multiple: ${largest === null ? "it moves nothing" : "such a cause would explain all of the limits first"}.`;
  return [
    {
      ...common,
      id: `${id}.times`,
      label: `How many times as strong as ${label} a hidden cause must be to explain the effect away`,
      value: times,
      ...(times === null ? {note: none} : {}),
    },
    {
      ...common,
      id: `${id}.times_at_level`,
      label: `How many times as strong as ${label} a hidden cause must be for the interval to hold zero`,
      value: timesAtLevel,
      ...(timesAtLevel === null ? {note: none} : {}),
    },
  ];
}

function linearFindings({linear, n, level}: ComputedSensitivity): FindingDraft[] {
  const common = {artifact, n, of: "trader-days", method: `${linear.method} (Cinelli and Hazlett 2020).`};
  const id = "sensitivity.linear";
  return [
    {
      ...common,
      id: `${id}.effect`,
      label: "Effect of a limit by linear regression",
      value: linear.fit.estimate,
      unit: "currency/trader-day",
      interval: linear.interval,
      level,
    },
    {
      ...common,
      id: `${id}.robustness_value`,
      label: `${valueLabel}, linear regression`,
      value: linear.robustnessValue,
      unit: "share",
    },
    {
      ...common,
      id: `${id}.robustness_value_at_level`,
      label: "Strength that makes its interval hold zero, linear regression with clustered errors",
      value: linear.robustnessValueAtLevel,
      unit: "share",
    },
    {
      ...common,
      id: `${id}.classical_value_at_level`,
      label: "The same with classical errors, as the method's authors have it",
      value: linear.classicalValueAtLevel,
      unit: "share",
      note: "Classical errors take trader-days for independent, which they are not: for comparison with other programs only.",
    },
    {
      ...common,
      id: `${id}.partial_r2`,
      label: "Share of what is left of P&L that limits explain",
      value: linear.partialR2,
      unit: "share",
    },
    {
      ...common,
      id: `${id}.design_effect`,
      label: "Clustered standard error over the classical one",
      value: linear.designEffect,
      unit: "ratio",
    },
  ];
}

function simulatedFindings({simulated, n}: ComputedSensitivity): FindingDraft[] {
  if (simulated === null) return [];
  const common = {artifact, n, of: "trader-days", unit: "currency/trader-day" as const};
  return [
    {
      ...common,
      id: "sensitivity.simulated.expected.effect",
      label: "Effect left under a made-up hidden cause, by the formula",
      value: simulated.expected,
      method: "Bias of Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022) at the robustness value.",
    },
    {
      ...common,
      id: "sensitivity.simulated.effect",
      label: "The same by the estimator, given the made-up cause as a feature",
      value: simulated.refitted,
      method:
        "Double machine learning with settings as in the published fit; the cause is made to have that strength in this sample.",
    },
  ];
}
