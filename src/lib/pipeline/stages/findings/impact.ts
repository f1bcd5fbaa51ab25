import type {Impact, MonthImpact} from "../../../policy/index.ts";
import type {FindingDraft, Unit} from "../../../study/index.ts";

const figures: readonly (readonly [keyof Impact, string, string, Unit, string])[] = [
  ["rows", "rows", "Trader-days judged", "count", "Rows on which the policy could have acted."],
  ["days", "days", "Days judged", "count", "Days with such a row."],
  ["changed", "changed", "Trader-days changed", "count", "Rows whose multiplier is not one."],
  [
    "meanMultiplier",
    "mean_multiplier",
    "Mean exposure multiplier",
    "ratio",
    "Mean of the multiplier over the rows judged.",
  ],
  ["actual", "actual", "P&L that happened", "currency", "Sum of net."],
  [
    "policy",
    "policy",
    "P&L under the policy",
    "currency",
    "Sum of multiplier × net: replay, nobody reacts, no market impact.",
  ],
  [
    "drawdownActual",
    "drawdown_actual",
    "Largest drawdown that happened",
    "currency",
    "Largest fall of cumulative P&L from its peak.",
  ],
  [
    "drawdownPolicy",
    "drawdown_policy",
    "Largest drawdown under the policy",
    "currency",
    "Largest fall of cumulative policy P&L from its peak.",
  ],
  [
    "cvarActual",
    "cvar_actual",
    "Mean of the worst days that happened",
    "currency/day",
    "Mean P&L of the worst 5 % of days (CVaR).",
  ],
  [
    "cvarPolicy",
    "cvar_policy",
    "Mean of the worst days under the policy",
    "currency/day",
    "Mean policy P&L of its worst 5 % of days (CVaR).",
  ],
  [
    "successRate",
    "success_rate",
    "Changes that helped",
    "share",
    "Of the changed rows with P&L other than zero, the share where the change gained.",
  ],
  [
    "turnover",
    "turnover",
    "Turnover of exposure",
    "ratio",
    "Sum of absolute changes of the multiplier from one of a trader's rows to the next.",
  ],
];

const parts: readonly (readonly ["delta" | "derisking" | "timing", string, string])[] = [
  ["delta", "Effect of the policy on P&L", "Σ (multiplier − 1) × net; equals de-risking + timing exactly."],
  [
    "derisking",
    "De-risking",
    "Σ over traders of (mean multiplier − 1) × net: trading less on average. No skill in it.",
  ],
  ["timing", "Timing", "Σ (multiplier − mean multiplier) × net: knowing when. Only this is the model's skill."],
];

/** Findings of one accounting: the desk's or one trader's. The three parts get their intervals in the robustness stage. */
export function impactFindings(prefix: string, impact: Impact): FindingDraft[] {
  return figures.map(([key, name, label, unit, method]) => ({
    id: `${prefix}.${name}`,
    label,
    value: impact[key],
    unit,
    n: impact.rows,
    of: "trader-days",
    method,
    artifact: "impact.json",
    note: impact[key] === null ? "No changed row has P&L other than zero." : undefined,
  }));
}

export type Part = (typeof parts)[number][0];

/** The three parts of the effect, each with its interval where one could be computed: a stated reason where not. */
export function partFindings(
  prefix: string,
  impact: Impact,
  intervals: Readonly<Record<Part, readonly [number, number]>> | null,
  how: {readonly level: number; readonly method: string; readonly note: string},
): FindingDraft[] {
  return parts.map(([key, label, method]) => ({
    id: `${prefix}.${key}`,
    label,
    value: impact[key],
    unit: "currency",
    interval: intervals?.[key],
    level: intervals ? how.level : undefined,
    n: impact.days,
    of: "days",
    method: intervals ? `${method} Interval: ${how.method}` : method,
    artifact: "robustness.json",
    note: intervals ? undefined : how.note,
  }));
}

/** A month of the desk's accounting: no intervals, a month is too short for one. */
export function monthFindings(signal: string, month: MonthImpact): FindingDraft[] {
  const common = {n: month.rows, of: "trader-days", artifact: "impact.json"};
  const id = (name: string) => `impact.${signal}.month.${month.month}.${name}`;
  return [
    {
      ...common,
      id: id("actual"),
      label: `P&L that happened in ${month.month}`,
      value: month.actual,
      unit: "currency",
      method: "Sum of net.",
    },
    {
      ...common,
      id: id("changed"),
      label: `Trader-days changed in ${month.month}`,
      value: month.changed,
      unit: "count",
      method: "Rows whose multiplier is not one.",
    },
    ...parts.map(
      ([key, label, method]): FindingDraft => ({
        ...common,
        id: id(key),
        label: `${label} in ${month.month}`,
        value: month[key],
        unit: "currency",
        method: `${method} Mean multipliers are those of the whole period, so that months add up to the total.`,
      }),
    ),
  ];
}
