import type {DependenceReport, SignalReport} from "../../evaluate/model-report/types.ts";
import {chart} from "../chart.ts";
import {type Content, h} from "../dom.ts";
import {formatValue} from "../format.ts";
import {dependence, dependenceLevels, localEffects} from "./charts/dependence.ts";
import {choice} from "./choice.ts";
import {type Labels, marginWords, unitWords} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";

/** A select of features, and how the model's output depends on the one chosen. */
export function dependencePanel(s: SignalReport, labels: Labels): HTMLElement {
  if (s.dependence.length === 0) return h("p", {class: "pb-empty"}, "The model’s predictions depend on no feature.");
  const select = choice(
    "Feature",
    s.dependence.map((d) => ({label: labels(d.feature), value: d})),
  );
  const box = h("div");
  const show = () => box.replaceChildren(...dependenceFigures(s, select.value, labels));
  select.addEventListener("input", show);
  show();
  return h("div", {class: "pb-panel"}, select, box);
}

function dependenceFigures(s: SignalReport, d: DependenceReport, labels: Labels): HTMLElement[] {
  const figures = [contributionFigure(s, d, labels), effectFigure(s, d, labels)];
  return figures.flatMap((figure) => figure ?? []);
}

function contributionFigure(s: SignalReport, d: DependenceReport, labels: Labels): HTMLElement | null {
  if (d.bins.length === 0) return null;
  const feature = labels(d.feature);
  const [x, y] = [feature, marginWords(s)];
  const table = {
    rows: d.bins,
    columns: [
      {label: "Value", cell: (b: DependenceReport["bins"][number]) => binText(d, b)},
      {label: "Rows", unit: "count" as const, cell: (b: DependenceReport["bins"][number]) => b.rows},
      {label: "Mean contribution", unit: "ratio" as const, cell: (b: DependenceReport["bins"][number]) => b.mean},
      {label: "Lower quartile", unit: "ratio" as const, cell: (b: DependenceReport["bins"][number]) => b.p25},
      {label: "Upper quartile", unit: "ratio" as const, cell: (b: DependenceReport["bins"][number]) => b.p75},
    ],
  };
  if (d.levels !== null) {
    const rows = d.bins.map((b) => ({level: binText(d, b), mean: b.mean, rows: b.rows}));
    return chart((width) => dependenceLevels(rows, {width, title: y}), {
      title: `${feature}: contribution by level`,
      subtitle: "Mean over the test rows of the level",
      label: `A bar a level of ${feature}: its mean contribution.`,
      artifact: ARTIFACT,
      height: 58 + 26 * rows.length,
      table,
    });
  }
  const third = d.points.flatMap(([, , v]) => v ?? []).sort((a, b) => a - b);
  const middle = third[third.length >> 1];
  const points = d.points.map(([value, contribution, v]) => ({
    value,
    contribution,
    high: d.companion === null || v === null ? null : v > middle,
  }));
  const means = d.bins.flatMap((b) =>
    b.from === null || b.to === null ? [] : [{at: b.at ?? (b.from + b.to) / 2, mean: b.mean, p25: b.p25, p75: b.p75}],
  );
  const subtitle: Content = [
    `${y}. Points: ${formatValue(points.length, "count")} of the test rows. Line and band: mean and middle half by tenths of the rows. `,
    d.companion === null
      ? "No other feature explains what is left: points are in one colour."
      : `Blue: “${labels(d.companion)}” above its median; orange: below.`,
  ];
  return chart((width) => dependence(points, means, {width, x}), {
    title: `${feature}: contribution against value`,
    subtitle,
    label: `Points: the contribution of ${feature} against its value, with their mean and middle half.`,
    artifact: ARTIFACT,
    height: 320,
    table,
  });
}

function effectFigure(s: SignalReport, d: DependenceReport, labels: Labels): HTMLElement | null {
  if (d.local === null || d.local.at.length < 2) return null;
  const rows = d.local.at.map((at, k) => ({at, effect: d.local!.effect[k]}));
  const feature = labels(d.feature);
  return chart((width) => localEffects(rows, {width, x: feature}), {
    title: `${feature}: what the prediction does when only this moves`,
    subtitle: `Accumulated local effect, on average zero; ${unitWords(s).toLowerCase()}. Rows are moved no further than to the end of their tenth`,
    label: `A line: the accumulated local effect of ${feature} on the prediction.`,
    artifact: ARTIFACT,
    height: 240,
    table: {
      rows,
      columns: [
        {label: "Value", unit: "ratio", cell: (r) => r.at},
        {label: "Effect", unit: "ratio", cell: (r) => r.effect},
      ],
    },
  });
}

function binText(d: DependenceReport, {from, to}: DependenceReport["bins"][number]): string {
  if (from === null || to === null) return "missing";
  if (d.levels !== null) return d.levels[from];
  return from === to ? formatValue(from, "ratio") : `${formatValue(from, "ratio")} to ${formatValue(to, "ratio")}`;
}
