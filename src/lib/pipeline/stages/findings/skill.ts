import type {SignalSkill, SkillDetail} from "../../../evaluate/index.ts";
import type {FindingDraft, Unit} from "../../../study/index.ts";
import {metrics} from "./metrics.ts";
/** How the intervals of metrics were made. */
export const intervalWords =
  "Interval: observed ± Student’s t × standard error by the stationary bootstrap of whole days (Politis and Romano 1994).";

/** Every metric on all rows of a signal. */
export function totalMetrics({groups}: SkillDetail): SkillDetail["groups"][number]["metrics"] {
  return groups.find(({by}) => by === "total")?.metrics ?? [];
}

/** What is reported of a signal's skill and stands nowhere in it as it is: part of `skill.json`, which its findings name. */
export interface ReportedSkill {
  /** A squared loss as its root, in the unit of P&L. */
  readonly loss: number | null;
  readonly baselines: readonly {readonly name: string; readonly loss: number}[];
  /**
   * Loss saved against the best naive rule, as a share of its loss, so that signals of different kinds can stand side by side; null
   * without a test, and where that rule has no loss.
   */
  readonly saved: {readonly value: number; readonly interval: readonly [number, number]} | null;
  /** Interval of each metric that has one. */
  readonly intervals: Readonly<Record<string, readonly [number, number]>>;
}

/** @param detail where metrics have their intervals from. */
export function reportedSkill({kind, test, loss, baselines}: SignalSkill, detail: SkillDetail): ReportedSkill {
  const shown = kind === "net" ? (x: number) => Math.sqrt(x) : (x: number) => x;
  const best = baselines.find((b) => b.name === test?.versus);
  const intervals = totalMetrics(detail).flatMap(({metric, interval}) =>
    interval === null ? [] : [[metric, interval]],
  );
  return {
    loss: loss.value === null ? null : shown(loss.value),
    baselines: baselines.map((b) => ({name: b.name, loss: shown(b.loss)})),
    saved:
      test === null || best === undefined || !(best.loss > 0)
        ? null
        : {
            value: test.difference / best.loss,
            interval: [test.interval[0] / best.loss, test.interval[1] / best.loss],
          },
    intervals: Object.fromEntries(intervals),
  };
}

/**
 * Findings of one signal's skill beside the naive rules.
 * @param detail where metrics have their intervals from.
 */
export function skillFindings(skill: SignalSkill, detail: SkillDetail): FindingDraft[] {
  const reported = reportedSkill(skill, detail);
  const id = (key: string) => `skill.${skill.signal}.${key}`;
  const common = {n: skill.n, of: "trader-days", artifact: "skill.json"};
  const {test, loss, kind} = skill;
  const lossUnit: Unit = kind === "probability" ? "ratio" : "currency/trader-day";
  const lossLabel = kind === "net" ? "Root mean squared error" : loss.label;
  const best = test === null ? null : (skill.baselines.find((b) => b.name === test.versus) ?? null);
  const intervals = new Map(Object.entries(reported.intervals));
  const missing = skill.notes[0] ?? "The test could not be computed.";
  return [
    {
      ...common,
      id: id("n"),
      label: "Trader-days judged",
      value: skill.n,
      unit: "count",
      method: "Rows on which the prediction and every naive rule exist.",
    },
    {
      ...common,
      id: id("days"),
      label: "Days judged",
      value: skill.days,
      unit: "count",
      method: "Days with such a row.",
    },
    ...Object.entries(skill.metrics).map(([name, value]): FindingDraft => {
      const metric = metrics[name];
      if (metric === undefined)
        throw new Error(`skill metric "${name}" has no entry in pipeline/stages/findings/metrics.ts`);
      return {
        ...common,
        ...metric,
        id: id(name),
        value,
        ...(intervals.get(name) === undefined || value === null
          ? {}
          : {interval: intervals.get(name)!, level: detail.confidence, method: `${metric.method} ${intervalWords}`}),
        note: value === null ? "Not defined on these rows." : undefined,
      };
    }),
    {
      ...common,
      id: id("loss"),
      label: lossLabel,
      value: reported.loss,
      unit: lossUnit,
      method: `${lossLabel} of the prediction.`,
      note: loss.value === null ? missing : undefined,
    },
    ...skill.baselines.map(
      (b, k): FindingDraft => ({
        ...common,
        id: id(`baseline.${b.name}.loss`),
        label: `${lossLabel}: ${b.label}`,
        value: reported.baselines[k].loss,
        unit: lossUnit,
        method: `The same loss on the same rows for a naive rule: ${b.label}.`,
      }),
    ),
    {
      ...common,
      id: id("difference"),
      label: "Loss saved against the best naive rule",
      value: reported.saved?.value ?? null,
      unit: "share",
      interval: reported.saved?.interval,
      level: reported.saved === null ? undefined : test!.level,
      n: skill.days,
      of: "days",
      method:
        best === null
          ? "Diebold-Mariano."
          : `Mean daily ${loss.label.toLowerCase()} of "${best.label}" less that of the prediction, as a share of the rule's. ${test!.method}`,
      note:
        test === null
          ? missing
          : reported.saved === null
            ? "The naive rule makes no error at all: there is no loss to save."
            : undefined,
    },
    {
      ...common,
      id: id("p"),
      label: "Test of equal predictive ability",
      value: test?.p ?? null,
      unit: "p-value",
      n: skill.days,
      of: "days",
      method: test ? `${test.method}; two-sided, against "${best?.label ?? test.versus}".` : "Diebold-Mariano.",
      note: test ? undefined : missing,
    },
  ];
}
