import type {SkillDetail} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import {metrics} from "./metrics.ts";
import {intervalWords, totalMetrics} from "./skill.ts";
import {idOf} from "./skill-id.ts";
import {valueAtRiskFindings} from "./value-at-risk.ts";

/** Findings beyond the one test of skill: metrics beside naive rules, further tests, calibration, values at risk. In total only: groups are in tables. */
export function detailFindings(detail: SkillDetail): FindingDraft[] {
  return [
    ...besideNaive(detail),
    ...furtherTests(detail),
    ...calibrationFindings(detail),
    ...valueAtRiskFindings(detail),
  ];
}

/** Each metric's best naive rule, and how much better the signal is: positive is better, whichever way the metric runs. */
function besideNaive(detail: SkillDetail): FindingDraft[] {
  const id = idOf(detail);
  const common = {n: detail.n, of: "trader-days", artifact: "metrics.arrow"};
  return totalMetrics(detail).flatMap((m): FindingDraft[] => {
    const words = metrics[m.metric];
    if (words === undefined)
      throw new Error(`skill metric "${m.metric}" has no entry in pipeline/stages/findings/metrics.ts`);
    if (m.baseline === null || m.value === null || m.difference === null) return [];
    const sign = m.better === "lower" ? -1 : 1;
    const interval = m.differenceInterval;
    const ends = interval && (sign > 0 ? interval : ([-interval[1], -interval[0]] as const));
    return [
      {
        ...common,
        id: id(`${m.metric}.naive`),
        label: `${words.label}: ${m.baseline.label}`,
        value: m.baseline.value,
        unit: words.unit,
        method: `${words.method} The naive rule that is best by this metric on the same rows, chosen in hindsight.`,
      },
      {
        ...common,
        id: id(`${m.metric}.difference`),
        label:
          m.better === "level"
            ? `${words.label}, less the stated level`
            : `${words.label}: how much better than the best naive rule`,
        value: sign * m.difference,
        unit: words.unit,
        ...(ends === null ? {} : {interval: ends, level: detail.confidence}),
        method:
          `${m.better === "lower" ? "Naive rule − prediction" : "Prediction − naive rule"}, on the same rows. ${ends === null ? "" : intervalWords}`.trim(),
      },
    ];
  });
}

function furtherTests(detail: SkillDetail): FindingDraft[] {
  const {tests, kind, versus} = detail;
  const id = idOf(detail);
  const artifact = "skill-detail.json";
  const days = {of: "days", artifact};
  const {conditional, direction} = tests;
  const all: FindingDraft[] = [
    {
      ...days,
      id: id("conditional.p"),
      label: "Test of equal conditional ability",
      value: conditional?.p ?? null,
      unit: "p-value",
      n: conditional?.n ?? detail.days,
      method: `Giacomini and White (2006) on daily means of the loss difference to "${versus?.label ?? "the best naive rule"}"; known beforehand: a constant and the last difference.`,
      note: conditional === null ? "Too few days, or the difference never changes." : undefined,
    },
  ];
  if (kind !== "net") return all;
  const rows = {of: "trader-days", artifact, n: direction?.n ?? detail.n};
  const note = direction === null ? "One side always says the same, or there are too few days." : undefined;
  return [
    ...all,
    {
      ...rows,
      id: id("direction.p"),
      label: "Test of direction",
      value: direction?.p ?? null,
      unit: "p-value",
      method:
        "Pesaran and Timmermann (1992) with the day as the observation and shares of “up” taken inside each trader; one-sided: better than unrelated.",
      note,
    },
    {
      ...rows,
      id: id("direction.expected"),
      label: "Hit rate of unrelated predictions",
      value: direction?.expected ?? null,
      unit: "share",
      method:
        "Share of signs foretold that unrelated predictions with the same shares of “up”, trader by trader, would have.",
      note,
    },
  ];
}

function calibrationFindings(detail: SkillDetail): FindingDraft[] {
  const {reliability} = detail;
  if (reliability === null) return [];
  const id = idOf(detail);
  const {decomposition, bins, level} = reliability;
  const common = {n: detail.n, of: "trader-days", artifact: "skill-detail.json"};
  const method = `Murphy's (1973) decomposition over ${decomposition.bins} bins of about equal count.`;
  const term = (key: string, label: string, value: number, says: string): FindingDraft => ({
    ...common,
    id: id(`brier.${key}`),
    label,
    value,
    unit: "ratio",
    method: `${says} ${method}`,
  });
  return [
    term(
      "reliability",
      "Miscalibration",
      decomposition.reliability,
      "Mean squared distance of what happened from what was said, by bin: 0 is best.",
    ),
    term(
      "resolution",
      "Resolution",
      decomposition.resolution,
      "Mean squared distance of what happened in each bin from the overall share: how far it tells days apart.",
    ),
    term(
      "uncertainty",
      "Uncertainty",
      decomposition.uncertainty,
      "Base rate × (1 − base rate): the score of always saying the base rate.",
    ),
    term(
      "within",
      "Inside bins",
      decomposition.withinVariance - decomposition.withinCovariance,
      "What binning hides: variance inside bins less twice the covariance (Stephenson, Coelho and Jolliffe 2008).",
    ),
    {
      ...common,
      id: id("calibration.outside"),
      label: "Bins outside their band",
      value: bins.filter(({consistent}) => !consistent).length,
      unit: "count",
      n: bins.length,
      of: "bins",
      method: `Bins whose observed share lies outside what a calibrated forecast would show at ${Number((100 * level).toPrecision(6))} % (Bröcker and Smith 2007); widened as rows of one day move together.`,
    },
  ];
}
