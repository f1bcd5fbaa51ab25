import type {TopLevelSpec} from "vega-lite";
import {ink} from "./theme.ts";

/** One layer of a chart. */
export type Layer = Extract<TopLevelSpec, {layer: unknown}>["layer"][number];

/** What every spec function may be told; `width` comes from the page. */
export interface Size {
  /** Pixels available, axes included. */
  readonly width: number;
  /** Pixels; each chart has its own default. */
  readonly height?: number;
}

/** A layered chart of that outer size. */
export function layered(
  {width, height}: {width: number; height: number},
  layer: Layer[],
  data: readonly object[],
): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: Math.max(120, width),
    height,
    autosize: {type: "fit", contains: "padding"},
    data: {values: data as Record<string, unknown>[]},
    layer,
  };
}

const symbols: Readonly<Record<string, string>> = {USD: "$", EUR: "€", GBP: "£", JPY: "¥"};

/** Axis labels in money: "−$50k", "$1.2M". */
export function moneyLabels(currency: string): string {
  const symbol = symbols[currency] ?? `${currency} `;
  const size =
    "abs(datum.value) < 1 ? format(abs(datum.value), '~f') : replace(format(abs(datum.value), '~s'), 'G', 'bn')";
  return `(datum.value < 0 ? '\u2212' : '') + '${symbol}' + (${size})`;
}

/** The same for shares: "12%". */
export const percentLabels = "format(100 * datum.value, '~g') + '\u202f%'";

/** Dates on an axis: day and month, with the year at the start; over more than ten months, month and year. ISO text, UTC. */
export const dateAxis = (width: number, dates: Iterable<string> = []) => ({
  title: null,
  labelExpr: isLong(dates)
    ? "utcFormat(datum.value, '%b %Y')"
    : "utcFormat(datum.value, datum.index == 0 ? '%-d %b %Y' : '%-d %b')",
  // fewer than five would be one a year; labels without room are left out
  tickCount: Math.max(5, Math.min(7, Math.floor(width / 90))),
  labelOverlap: true,
  labelFlush: true,
});

function isLong(dates: Iterable<string>): boolean {
  let first = "9999";
  let last = "";
  for (const date of dates) {
    if (date < first) first = date;
    if (date > last) last = date;
  }
  return last !== "" && Date.parse(last) - Date.parse(first) > 300 * 86_400_000;
}

/** A horizontal line at zero, a little stronger than the grid. */
export const zeroLine: Layer = {
  data: {values: [{zero: 0}]},
  mark: {type: "rule", color: ink.muted, strokeWidth: 1},
  encoding: {y: {field: "zero", type: "quantitative"}},
};

/** The same, vertical. */
export const zeroLineX: Layer = {
  data: {values: [{zero: 0}]},
  mark: {type: "rule", color: ink.muted, strokeWidth: 1},
  encoding: {x: {field: "zero", type: "quantitative"}},
};

/**
 * Positions of labels moved apart so that none overlap: the same order, each at least `gap` from the next, as close to
 * its own place as that allows, inside [low, high]. All in one unit.
 */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b] || a - b);
  const placed = order.map((i) => Math.max(low, Math.min(high, positions[i])));
  for (let k = 1; k < placed.length; k++) placed[k] = Math.max(placed[k], placed[k - 1] + gap);
  const over = placed.length > 0 ? placed[placed.length - 1] - high : 0;
  if (over > 0) {
    placed[placed.length - 1] -= over;
    for (let k = placed.length - 2; k >= 0; k--) placed[k] = Math.min(placed[k], placed[k + 1] - gap);
  }
  const result = new Array<number>(positions.length);
  for (const [k, i] of order.entries()) result[i] = placed[k];
  return result;
}

/** [lowest, highest] of the finite values and zero, a little widened; [0, 1] if there is nothing. */
export function domainWithZero(values: Iterable<number>, margin = 0.06): [number, number] {
  let low = 0;
  let high = 0;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low === high) return [0, 1];
  const room = (high - low) * margin;
  return [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room];
}

/**
 * A name of the data as a place on an axis or in a legend: Vega keeps these as keys of plain objects, where "__proto__" is none. It
 * gets a joiner in front, which nobody sees.
 */
export function placeName(name: string): string {
  return name === "__proto__" ? `\u2060${name}` : name;
}
