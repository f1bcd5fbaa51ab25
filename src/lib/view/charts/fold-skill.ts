import type {TopLevelSpec} from "vega-lite";
import type {FoldSkill} from "../../evaluate/types.ts";
import {formatDate, formatValue} from "../format.ts";
import {layered, type Size} from "./common.ts";
import {ink} from "./theme.ts";

/** Loss of the signal and of the best naive rule in each fold, joined: the bar's colour says which was lower. */
export function foldSkill(
  list: readonly FoldSkill[],
  {signal, baseline, loss, width, height}: Size & {signal: string; baseline: string; loss: string},
): TopLevelSpec {
  const data = list.map((f) => ({
    ...f,
    label: width < 500 ? `${f.fold + 1}` : `${f.fold + 1} · from ${formatDate(f.from)}`,
    dates: `${formatDate(f.from)} to ${formatDate(f.to)}`,
    better: f.loss < f.baselineLoss,
    loss_text: formatValue(f.loss, "ratio"),
    baseline_text: formatValue(f.baselineLoss, "ratio"),
  }));
  const y = {
    field: "label",
    type: "nominal",
    sort: null,
    axis: {title: null, grid: false, labelColor: ink.text},
  } as const;
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {zero: false, padding: 16},
      axis: {
        title: `${loss} (lower is better)`,
        grid: true,
        gridColor: ink.line,
        tickCount: Math.max(3, Math.floor(width / 130)),
      },
    }) as const;
  const tooltip = [
    {field: "dates", title: "Fold"},
    {field: "loss_text", title: signal},
    {field: "baseline_text", title: baseline},
    {field: "n", title: "Rows"},
  ];
  return layered(
    {width, height: height ?? 60 + 28 * data.length},
    [
      {
        mark: {type: "rule", strokeWidth: 3, tooltip: true},
        encoding: {
          y,
          x: x("loss"),
          x2: {field: "baselineLoss"},
          color: {
            field: "better",
            type: "nominal",
            scale: {domain: [true, false], range: [ink.better, ink.worse]},
            legend: null,
          },
          tooltip,
        },
      },
      {
        mark: {
          type: "point",
          filled: true,
          fill: ink.paper,
          stroke: ink.neutral,
          strokeWidth: 2,
          size: 70,
          opacity: 1,
          tooltip: true,
        },
        encoding: {y, x: x("baselineLoss"), tooltip},
      },
      {
        mark: {type: "point", filled: true, color: ink.accent, size: 80, opacity: 1, tooltip: true},
        encoding: {y, x: x("loss"), tooltip},
      },
    ],
    data,
  );
}
