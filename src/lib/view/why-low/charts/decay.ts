import type {TopLevelSpec} from "vega-lite";
import {domainWithZero, type Layer, layered, type Size, spread, zeroLine} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import type {DecayRow} from "../rows.ts";

const colours = [ink.accent, ink.neutral];

/** Correlation of the prediction with P&L so many days later, one line a signal, with a band. */
export function decayChart(rows: readonly DecayRow[], {width, height = 280}: Size): TopLevelSpec {
  const signals = [...new Set(rows.map((r) => r.signal))];
  const domain = domainWithZero(
    rows.flatMap((r) => [r.low, r.high]),
    0.1,
  );
  const perPixel = (domain[1] - domain[0]) / Math.max(60, height - 60);
  const last = Math.max(0, ...rows.map((r) => r.horizon));
  const across: [number, number] = [0, last];
  const x = {
    field: "horizon",
    type: "quantitative",
    scale: {domain: across, nice: false},
    axis: {
      title:
        width < 500
          ? "Trading days later (0: its own day)"
          : "Trading days after the day it was made for (0: that day itself)",
      tickMinStep: 1,
      tickCount: Math.min(last, 10),
      format: "d",
    },
  } as const;
  const y = (field: string) =>
    ({field, type: "quantitative", scale: {domain, nice: false}, axis: {title: null, tickCount: 5}}) as const;
  const tooltip = [
    {field: "signal", title: "Prediction"},
    {field: "horizon", title: "Days later"},
    {field: "value_text", title: "Rank correlation"},
    {field: "interval_text", title: "Interval"},
  ];
  const middles = signals.map((signal) => {
    const own = rows.filter((r) => r.signal === signal);
    return own[Math.min(1, own.length - 1)];
  });
  const at = spread(
    middles.map((r) => r.high + 10 * perPixel),
    16 * perPixel,
    domain[0] + 8 * perPixel,
    domain[1] - 8 * perPixel,
  );
  const layers = signals.flatMap((signal, k): Layer[] => {
    const own = {values: rows.filter((r) => r.signal === signal)};
    const color = colours[k % colours.length];
    return [
      {data: own, mark: {type: "area", color, opacity: 0.18}, encoding: {x, y: y("low"), y2: {field: "high"}}},
      {data: own, mark: {type: "line", color, strokeWidth: 2}, encoding: {x, y: y("value")}},
      {
        data: own,
        mark: {type: "point", filled: true, color, size: 60, opacity: 1, tooltip: true},
        encoding: {x, y: y("value"), tooltip},
      },
      {
        data: {values: [{horizon: middles[k].horizon, at: at[k], words: signal}]},
        mark: {type: "text", align: "left", dx: 6, color, fontWeight: 600},
        encoding: {x, y: y("at"), text: {field: "words"}},
      },
    ];
  });
  return layered({width, height}, [zeroLine, ...layers], rows);
}
