import type {TopLevelSpec} from "vega-lite";
import {formatValue} from "../format.ts";
import {domainWithZero, layered, moneyLabels, type Size, zeroLine} from "./common.ts";
import {ink} from "./theme.ts";

export interface Parts {
  readonly actual: number;
  readonly derisking: number;
  readonly timing: number;
  readonly policy: number;
  /** Intervals of the two changes, or null. */
  readonly deriskingInterval: readonly [number, number] | null;
  readonly timingInterval: readonly [number, number] | null;
}

/** From what was earned to what the policy would have earned, in two steps; the whiskers are the steps' intervals. */
export function waterfall(parts: Parts, {currency, width, height = 300}: Size & {currency: string}): TopLevelSpec {
  const middle = parts.actual + parts.derisking;
  const step = (
    what: string,
    from: number,
    to: number,
    color: string,
    signed: boolean,
    range: readonly [number, number] | null,
  ) => ({
    what,
    from,
    to,
    color,
    lower: range === null ? null : from + range[0],
    upper: range === null ? null : from + range[1],
    top: Math.max(from, to, range === null ? Number.NEGATIVE_INFINITY : from + range[1]),
    label: formatValue(signed ? to - from : to, "currency", {currency, signed}),
  });
  const data = [
    step("As it was", 0, parts.actual, ink.neutral, false, null),
    step("De-risking", parts.actual, middle, ink.neutralSoft, true, parts.deriskingInterval),
    step("Timing", middle, parts.policy, ink.accentSoft, true, parts.timingInterval),
    step("With policy", 0, parts.policy, ink.accent, false, null),
  ];
  const domain = domainWithZero(
    data.flatMap((d) => [d.from, d.to, d.lower ?? 0, d.upper ?? 0]),
    0.12,
  );
  const x = {
    field: "what",
    type: "nominal",
    sort: null,
    axis: {title: null, labelAngle: 0, labelColor: ink.text},
    scale: {paddingInner: 0.35, paddingOuter: 0.15},
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain, nice: false},
      axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)},
    }) as const;
  return layered(
    {width, height},
    [
      {
        mark: {type: "bar"},
        encoding: {x, y: y("from"), y2: {field: "to"}, color: {field: "color", type: "nominal", scale: null}},
      },
      {
        transform: [{filter: "datum.lower !== null"}],
        mark: {type: "rule", strokeWidth: 1.5, color: ink.text},
        encoding: {x, y: y("lower"), y2: {field: "upper"}},
      },
      zeroLine,
      {
        mark: {type: "text", baseline: "bottom", dy: -6, fontWeight: 600},
        encoding: {x, y: y("top"), text: {field: "label"}},
      },
    ],
    data,
  );
}
