import type {SkillDetail} from "../../evaluate/detail/skill-detail.ts";
import type {MetricValue} from "../../evaluate/grouped/index.ts";
import type {Unit} from "../../study/index.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatInterval, formatValue, largest} from "../format.ts";
import {dataTable} from "../table.ts";

/** Each metric on all rows beside the naive rule that is best by it, as findings. */
export function besideNaive(detail: SkillDetail, findings: Findings): HTMLElement {
  const total = detail.groups.find(({by}) => by === "total")?.metrics ?? [];
  const id = (metric: string) => `skill.${detail.signal}.${metric}`;
  const show = (key: string, tone = false) => (findings.has(key) ? findings.finding(key, {bare: true, tone}) : null);
  const table = dataTable({
    caption: "Every metric beside the naive rule that is best by it, on the same rows",
    artifact: "skill/metrics.arrow",
    empty: "There is no row on which the prediction and every naive rule exist.",
    rows: total.filter(({metric}) => findings.has(id(metric))),
    columns: [
      {label: "Metric", cell: (m) => findings.get(id(m.metric)).label},
      {label: "Prediction", unit: "ratio", cell: (m) => show(id(m.metric))},
      {
        label: "Best naive rule",
        unit: "ratio",
        cell: (m) => [
          show(id(`${m.metric}.naive`)),
          m.baseline === null ? null : h("span", {class: "pb-interval"}, m.baseline.label),
        ],
      },
      {
        label: "Better by",
        unit: "ratio",
        term: "better by",
        cell: (m) => (m.better === "level" ? null : show(id(`${m.metric}.difference`), true)),
      },
    ],
  });
  table.classList.add("pb-stack");
  return table;
}

/** The metrics by regime: kinds of days told apart before they came. */
export function regimeTable(
  detail: SkillDetail,
  regimes: {readonly of: string; readonly method: string},
  findings: Findings,
): HTMLElement {
  const {currency} = findings.file.study;
  const groups = detail.groups.filter(({by}) => by === "regime");
  const names = groups[0]?.metrics.map(({metric}) => metric) ?? [];
  const labelOf = (metric: string) => findings.get(`skill.${detail.signal}.${metric}`).label;
  const unitOf = (metric: string) => findings.get(`skill.${detail.signal}.${metric}`).unit;
  const rows = names
    .filter((metric) => findings.has(`skill.${detail.signal}.${metric}`))
    .flatMap((metric) =>
      groups.map((group) => ({metric, group, value: group.metrics.find((m) => m.metric === metric)!})),
    );
  const table = dataTable({
    caption: `By regime of ${regimes.of}`,
    artifact: "skill/skill-detail.json",
    empty: "No regime could be told before its day.",
    rows,
    columns: [
      {label: "Metric", cell: (r) => labelOf(r.metric)},
      {label: "Regime", cell: (r) => regimeWords(String(r.group.group))},
      {label: "Days", unit: "count", cell: (r) => r.group.days},
      {
        label: "Prediction",
        unit: "ratio",
        cell: (r) => withInterval(r.value.value, r.value.interval, unitOf(r.metric), currency),
      },
      {
        label: "Best naive rule",
        unit: "ratio",
        cell: (r) => plain(r.value.baseline?.value ?? null, unitOf(r.metric), currency),
      },
      {label: "Better by", unit: "ratio", term: "better by", cell: (r) => gain(r.value, unitOf(r.metric), currency)},
    ],
  });
  table.classList.add("pb-stack");
  return h(
    "div",
    null,
    table,
    rows.length > 0 ? h("p", {class: "pb-muted", "data-artifact": "skill/skill-detail.json"}, regimes.method) : null,
  );
}

/** "calm" from "1 calm": the number is there to sort by. */
function regimeWords(group: string): string {
  return group.replace(/^\d+\s/, "");
}

function plain(value: number | null, unit: Unit, currency: string): string | null {
  return value === null ? null : formatValue(value, unit, {currency, bare: true});
}

function withInterval(
  value: number | null,
  interval: readonly [number, number] | null,
  unit: Unit,
  currency: string,
  signed = false,
) {
  if (value === null) return null;
  const beside = interval === null ? undefined : largest([value, ...interval]);
  const text = formatValue(value, unit, {currency, bare: true, signed, beside});
  if (interval === null) return text;
  return [
    h("span", null, text),
    " ",
    h("span", {class: "pb-interval"}, formatInterval(interval, unit, {currency, signed, beside})),
  ];
}

/** How much better than the best naive rule: positive is better, whichever way the metric runs. */
function gain({better, difference, differenceInterval: range}: MetricValue, unit: Unit, currency: string) {
  if (difference === null || better === "level") return null;
  const sign = better === "lower" ? -1 : 1;
  const ends = range === null || sign > 0 ? range : ([-range[1], -range[0]] as const);
  return withInterval(sign * difference, ends, unit, currency, true);
}
