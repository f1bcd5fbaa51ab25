import type {SkillDetail, VarTestName} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import {idOf} from "./skill-id.ts";

const testWords: Readonly<Record<VarTestName | "trafficLight", {label: string; method: string}>> = {
  coverage: {label: "Coverage", method: "Kupiec (1995), exact p-value."},
  independence: {
    label: "Independence",
    method: "Christoffersen (1998) against a Markov chain, p-value over all orders of the breaches.",
  },
  conditional: {label: "Conditional coverage", method: "Christoffersen (1998), p-value by simulation."},
  dynamicQuantile: {
    label: "Dynamic quantile",
    method: "Engle and Manganelli (2004) with 4 lags and the value at risk, p-value by simulation.",
  },
  trafficLight: {
    label: "Traffic light",
    method: "Basel Committee (1996): outside the green zone, at the 95 % point of the binomial.",
  },
};

/** How often a value at risk was broken, and whether breaches cluster: by row and by day. */
export function valueAtRiskFindings(detail: SkillDetail): FindingDraft[] {
  const report = detail.valueAtRisk;
  if (report === null) return [];
  const id = idOf(detail);
  const {coverage, tests, alternative, size} = report;
  const percent = (x: number) => `${Number((100 * x).toPrecision(4))} %`;
  const artifact = "skill-detail.json";
  const byDay = {of: "days", artifact, n: coverage?.days ?? detail.days};
  const note = coverage === null ? "Fewer than 10 days, or every day has the same share below." : undefined;
  const method = "Mean over days of the share of traders below, Bartlett variance, Student's t.";
  return [
    {
      ...byDay,
      id: id("by_day.coverage"),
      label: "Share below, day by day",
      value: coverage?.coverage ?? null,
      unit: "share",
      ...(coverage === null ? {} : {interval: coverage.interval, level: detail.confidence}),
      method,
      note,
    },
    {
      ...byDay,
      id: id("by_day.p"),
      label: "Coverage test, day by day",
      value: coverage?.p ?? null,
      unit: "p-value",
      method: `${method} Two-sided, against the stated ${percent(report.level)}.`,
      note,
    },
    ...tests.flatMap(({test, traders, rejected, expected, power}): FindingDraft[] => {
      const {label, method: how} = testWords[test];
      const common = {n: traders, of: "traders", artifact};
      const untested = traders === 0 ? "No trader has enough days." : undefined;
      return [
        {
          ...common,
          id: id(`backtest.${test}.rejected`),
          label: `${label}: traders rejected`,
          value: rejected,
          unit: "count",
          method: test === "trafficLight" ? how : `${how} Rejected at ${percent(size)}.`,
          note: untested,
        },
        {
          ...common,
          id: id(`backtest.${test}.expected`),
          label: `${label}: rejected by chance`,
          value: expected,
          unit: "count",
          method: "Traders it would reject if every value at risk were right.",
          note: untested,
        },
        {
          ...common,
          id: id(`backtest.${test}.power`),
          label: `${label}: power`,
          value: traders === 0 ? null : power,
          unit: "share",
          method: `Probability of rejecting one trader's value at risk if breaches came on ${percent(alternative.coverage)} of days${test === "coverage" || test === "trafficLight" ? "" : `, and on ${percent(alternative.afterBreach)} of those after one`}; mean over traders at their numbers of days.`,
          note: untested,
        },
      ];
    }),
  ];
}
