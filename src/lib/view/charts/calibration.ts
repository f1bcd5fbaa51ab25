import type {TopLevelSpec} from "vega-lite";
import type {ReliabilityBin} from "../../evaluate/reliability.ts";
import type {SignalSkill} from "../../evaluate/types.ts";
import {formatInterval, formatValue} from "../format.ts";
import {type Layer, layered, percentLabels, type Size} from "./common.ts";
import {ink} from "./theme.ts";

/** A bin of a reliability diagram; `consistent…`: where a calibrated forecast would lie. */
export type CalibrationBin = SignalSkill["calibration"][number] &
  Partial<Pick<ReliabilityBin, "consistentLower" | "consistentUpper" | "consistent">>;
type Bins = readonly CalibrationBin[];

/**
 * How often it happened against how often it was said, with intervals; a perfect forecaster lies on the diagonal. Wide soft
 * bars: where the dots of a calibrated forecast would lie.
 */
export function calibration(bins: Bins, {width, height = 300}: Size): TopLevelSpec {
  const {data, domain, y, tooltip} = prepare(bins);
  const [bottom, top] = domain;
  const x = {
    field: "predicted",
    type: "quantitative",
    scale: {domain},
    axis: {title: "Predicted", grid: true, gridColor: ink.line, labelExpr: percentLabels, tickCount: 5},
  } as const;
  const diagonal: Layer[] = [
    {
      data: {
        values: [
          {predicted: bottom, observed: bottom},
          {predicted: top, observed: top},
        ],
      },
      mark: {type: "line", color: ink.muted, strokeDash: [3, 3], strokeWidth: 1},
      encoding: {x, y: y("observed")},
    },
    {
      data: {values: [{predicted: top, observed: top, words: "as predicted"}]},
      mark: {type: "text", align: "right", dx: -10, dy: 12, color: ink.muted},
      encoding: {x, y: y("observed"), text: {field: "words"}},
    },
  ];
  const band = {
    mark: {type: "rule", color: ink.accentSoft, strokeWidth: 14, opacity: 0.55, tooltip: true},
    encoding: {x, y: y("consistentLower"), y2: {field: "consistentUpper"}, tooltip},
  } as Layer;
  const banded = bins.some((b) => b.consistentLower !== undefined);
  return layered(
    {width: Math.min(width, 560), height},
    [...(banded ? [band] : []), ...diagonal, ...dots(x, y, tooltip)],
    data,
  );
}

/** For a quantile: the share of rows below it in each fold, with intervals, against the share it promises. */
export function quantileShare(bins: Bins, {width, height = 260}: Size): TopLevelSpec {
  const {data, y, tooltip} = prepare(bins);
  const x = {field: "fold", type: "ordinal", axis: {title: "Fold", labelAngle: 0}} as const;
  const level = bins[0]?.predicted ?? 0;
  const promised = {values: [{level, words: `promised: ${formatValue(level, "share")}`}]};
  return layered(
    {width, height},
    [
      {data: promised, mark: {type: "rule", color: ink.muted, strokeDash: [3, 3]}, encoding: {y: y("level")}},
      {
        data: promised,
        mark: {type: "text", align: "left", baseline: "middle", dx: 6, color: ink.muted},
        encoding: {x: {value: "width"}, y: y("level"), text: {field: "words"}},
      },
      ...dots(x, y, tooltip),
    ],
    data,
  );
}

function prepare(bins: Bins) {
  const data = bins.map((b, k) => ({
    ...b,
    fold: k + 1,
    predicted_text: formatValue(b.predicted, "share"),
    observed_text: formatValue(b.observed, "share"),
    interval: formatInterval([b.lower, b.upper], "share"),
    band:
      b.consistentLower === undefined || b.consistentUpper === undefined
        ? "–"
        : formatInterval([b.consistentLower, b.consistentUpper], "share"),
  }));
  const ends = data.flatMap((b) => [
    b.predicted,
    b.lower,
    b.upper,
    b.consistentLower ?? b.lower,
    b.consistentUpper ?? b.upper,
  ]);
  const [least, most] = [Math.min(...ends, 1), Math.max(...ends, 0.01)];
  // from zero, unless all lies far above: then the dots would be a clump in a corner
  const room = 0.08 * (most - least);
  const bottom = least > 0.5 * most ? Math.max(0, least - room) : 0;
  const top = Math.min(1, most + room);
  const domain: number[] = [bottom, top];
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain},
      axis: {
        title: "Happened",
        labelExpr: percentLabels,
        tickCount: 5,
        titleAngle: 0,
        titleAlign: "left",
        titleX: 0,
        titleY: -8,
        titleBaseline: "bottom",
      },
    }) as const;
  const tooltip = [
    {field: "predicted_text", title: "Predicted"},
    {field: "observed_text", title: "Happened"},
    {field: "interval", title: "Interval"},
    ...(bins.some((b) => b.consistentLower !== undefined) ? [{field: "band", title: "If calibrated"}] : []),
    {field: "n", title: "Rows"},
  ];
  return {data, domain, y, tooltip};
}

function dots(x: object, y: (field: string) => object, tooltip: {field: string; title: string}[]): Layer[] {
  return [
    {
      mark: {type: "rule", color: ink.accent, strokeWidth: 2, tooltip: true},
      encoding: {x, y: y("lower"), y2: {field: "upper"}, tooltip},
    },
    {
      mark: {type: "point", filled: true, color: ink.accent, size: 70, opacity: 1, tooltip: true},
      encoding: {x, y: y("observed"), tooltip},
    },
  ] as Layer[];
}
