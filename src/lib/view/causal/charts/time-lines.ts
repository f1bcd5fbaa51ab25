import type {TopLevelSpec} from "vega-lite";
import type {EventStudyFigure, GapFigure, SeriesFigure} from "../../../causal/designs/figures.ts";
import {type Layer, layered, moneyLabels, type Size, zeroLine} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";

type Money = Size & {currency: string};

const timeAxis = (title: string, width: number) => ({
  title,
  tickMinStep: 1,
  tickCount: Math.max(4, Math.min(14, Math.floor(width / 60))),
  labelOverlap: true,
  format: "d",
});

/** Where limits begin: between the period before and the first one. */
const start = (at: number): Layer => ({
  data: {values: [{at}]},
  mark: {type: "rule", color: ink.muted, strokeDash: [4, 3]},
  encoding: {x: {field: "at", type: "quantitative"}},
});

/** Effect by period since the first limit, its simultaneous band, and the truth where it is known. */
export function eventStudy(
  {points, daysPerPeriod}: EventStudyFigure,
  {currency, width, height = 300}: Money,
): TopLevelSpec {
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const data = points.map((p) => ({
    time: p.time,
    estimate: p.estimate,
    lower: p.interval?.[0] ?? null,
    upper: p.interval?.[1] ?? null,
    truth: p.truth,
    value_text: p.time === -1 ? "the month compared with" : money(p.estimate),
    interval_text: p.interval === null ? "none" : formatInterval(p.interval, "currency", {currency, signed: true}),
    truth_text: p.truth === null ? "not known" : money(p.truth),
  }));
  const x = {
    field: "time",
    type: "quantitative",
    scale: {padding: 14, nice: false},
    axis: timeAxis(`Months of ${daysPerPeriod} trading days since the first limit`, width),
  } as const;
  const y = (field: string) =>
    ({field, type: "quantitative", axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)}}) as const;
  const tooltip = [
    {field: "time", title: "Period"},
    {field: "value_text", title: "Effect"},
    {field: "interval_text", title: "Band"},
    {field: "truth_text", title: "Truth"},
  ];
  const tone = {condition: {test: "datum.time < 0", value: ink.neutral}, value: ink.text};
  return layered(
    {width, height},
    [
      zeroLine,
      start(-0.5),
      {
        transform: [{filter: "isValid(datum.lower)"}],
        mark: {type: "rule", strokeWidth: 2},
        encoding: {x, y: y("lower"), y2: {field: "upper"}, color: tone},
      },
      {
        mark: {type: "point", filled: true, size: 70, opacity: 1, tooltip: true},
        encoding: {x, y: y("estimate"), color: tone, tooltip},
      },
      {
        transform: [{filter: "isValid(datum.truth)"}],
        mark: {type: "tick", orient: "horizontal", thickness: 3, size: 16, opacity: 1, color: ink.accent},
        encoding: {x, y: y("truth")},
      },
    ],
    data,
  );
}

/** Mean gap between adopters and their blends, with the gaps of free traders treated in turn behind. */
export function gapLines(
  {mean, placebos, daysPerPeriod}: GapFigure,
  {currency, width, height = 320}: Money,
): TopLevelSpec {
  const x = {
    field: "time",
    type: "quantitative",
    scale: {nice: false},
    axis: timeAxis(`Months of ${daysPerPeriod} trading days since the first limit`, width),
  } as const;
  const y = {
    field: "gap",
    type: "quantitative",
    axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)},
  } as const;
  const behind = placebos.flatMap((p, k) => p.points.map((point) => ({...point, line: k})));
  const own = mean.map((m) => ({...m, text: formatValue(m.gap, "currency", {currency, signed: true})}));
  return layered(
    {width, height},
    [
      {
        data: {values: behind},
        mark: {type: "line", strokeWidth: 1, opacity: 0.45, color: ink.neutralSoft},
        encoding: {x, y, detail: {field: "line", type: "nominal"}},
      },
      zeroLine,
      start(-0.5),
      {mark: {type: "line", strokeWidth: 3, color: ink.accent}, encoding: {x, y}},
      {
        mark: {type: "point", filled: true, size: 60, opacity: 1, color: ink.accent, tooltip: true},
        encoding: {
          x,
          y,
          tooltip: [
            {field: "time", title: "Period"},
            {field: "text", title: "Mean gap of the adopters"},
          ],
        },
      },
    ],
    own,
  );
}

/** A series, its forecast from before the start, and the forecast's interval. */
export function interruption(
  {points, daysPerPeriod}: SeriesFigure,
  {currency, width, height = 320}: Money,
): TopLevelSpec {
  const x = {
    field: "period",
    type: "quantitative",
    scale: {nice: false},
    axis: timeAxis(`Weeks of ${daysPerPeriod} trading days since limits began`, width),
  } as const;
  const y = (field: string) =>
    ({field, type: "quantitative", axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)}}) as const;
  const after: Layer["transform"] = [{filter: "datum.period >= 0 && isValid(datum.expected)"}];
  return layered(
    {width, height},
    [
      {
        transform: after,
        mark: {type: "area", color: ink.accentSoft, opacity: 0.5},
        encoding: {x, y: y("lower"), y2: {field: "upper"}},
      },
      zeroLine,
      start(-0.5),
      {mark: {type: "line", color: ink.neutral, strokeWidth: 1.5}, encoding: {x, y: y("outcome")}},
      {
        transform: after,
        mark: {type: "line", color: ink.accent, strokeWidth: 2, strokeDash: [6, 3]},
        encoding: {x, y: y("expected")},
      },
    ],
    points,
  );
}
