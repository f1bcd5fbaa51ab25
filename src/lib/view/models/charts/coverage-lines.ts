import type {TopLevelSpec} from "vega-lite";
import {dateAxis, type Layer, layered, percentLabels, type Size, spread} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatDate, formatValue} from "../../format.ts";

export interface IntervalDay {
  readonly date: string;
  readonly fixed: number | null;
  readonly adaptive: number | null;
}

/** Two lines over time, fixed and adaptive, each named at its end; with `promised`, the share that both promise. */
export function intervalLines(
  rows: readonly IntervalDay[],
  {width, height = 280, promised}: Size & {readonly promised: number | null},
): TopLevelSpec {
  const unit = promised === null ? "ratio" : "share";
  const values = rows.flatMap((r) => [r.fixed, r.adaptive].flatMap((v) => v ?? []));
  const [low, high] = [
    values.reduce((m, v) => Math.min(m, v), promised ?? Number.POSITIVE_INFINITY),
    values.reduce((m, v) => Math.max(m, v), promised ?? Number.NEGATIVE_INFINITY),
  ];
  const room = Math.max(1e-9, (high - low) * 0.12);
  const domain = [low - room, promised === null ? high + room : Math.min(1, high + room)];
  const margin = 84;
  const data = rows.map((r) => ({
    ...r,
    day: formatDate(r.date),
    fixed_text: formatValue(r.fixed, unit),
    adaptive_text: formatValue(r.adaptive, unit),
  }));
  const x = {
    field: "date",
    type: "temporal",
    scale: {type: "utc"},
    axis: dateAxis(
      width - margin,
      rows.map((r) => r.date),
    ),
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain, nice: false, zero: false},
      axis: {title: null, tickCount: 5, ...(promised === null ? {} : {labelExpr: percentLabels})},
    }) as const;
  const tooltip = [
    {field: "day", title: "Up to"},
    {field: "adaptive_text", title: "Adaptive"},
    {field: "fixed_text", title: "Fixed"},
  ];
  const line = (field: string, color: string, dash?: number[]): Layer => ({
    mark: {type: "line", color, strokeWidth: 2, ...(dash ? {strokeDash: dash} : {})},
    encoding: {x, y: y(field)},
  });
  const last = (key: "fixed" | "adaptive") => rows.findLast((r) => r[key] !== null)?.[key] ?? null;
  const ends = (
    [
      {key: "adaptive", words: "adaptive", color: ink.accent},
      {key: "fixed", words: "fixed", color: ink.neutral},
    ] as const
  ).flatMap(({key, ...end}) => {
    const value = last(key);
    return value === null ? [] : [{...end, value}];
  });
  const perPixel = (domain[1] - domain[0]) / Math.max(60, height - 50);
  const marks = [...ends, ...(promised === null ? [] : [{words: "promised", color: ink.muted, value: promised}])];
  const places = spread(
    marks.map((e) => e.value),
    15 * perPixel,
    domain[0],
    domain[1],
  );
  const layer: Layer[] = [
    ...(promised === null
      ? []
      : [
          {
            data: {values: [{level: promised}]},
            mark: {type: "rule", color: ink.muted, strokeDash: [3, 3]},
            encoding: {y: y("level")},
          } as Layer,
        ]),
    line("fixed", ink.neutral, [6, 3]),
    line("adaptive", ink.accent),
    ...marks.map(
      (end, k): Layer => ({
        data: {values: [{date: rows[rows.length - 1]?.date, at: places[k], words: end.words}]},
        mark: {type: "text", align: "left", baseline: "middle", dx: 8, color: end.color},
        encoding: {x, y: y("at"), text: {field: "words"}},
      }),
    ),
    {
      mark: {type: "rule", opacity: 0, strokeWidth: 8, tooltip: true},
      encoding: {x, tooltip},
    },
  ];
  const spec = layered({width, height}, layer, data);
  return {...spec, padding: {left: 0, right: margin, top: 4, bottom: 6}} as TopLevelSpec;
}
