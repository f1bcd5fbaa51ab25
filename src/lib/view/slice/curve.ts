import type {View} from "vega";
import type {TopLevelSpec} from "vega-lite";
import {makeView, showTooltip} from "../chart.ts";
import {dateAxis, domainWithZero, type Layer, moneyLabels, spread, zeroLine} from "../charts/common.ts";
import {ink} from "../charts/theme.ts";
import {h} from "../dom.ts";
import {formatDate, formatValue} from "../format.ts";
import type {SliceResult} from "./engine.ts";
import type {SliceDomain} from "./state.ts";
import {thin} from "./thin.ts";
import {daysFromEpoch} from "./weekday.ts";

export interface Curve {
  readonly element: HTMLElement;
  /** Shows the curve of another slice; resolves when it is in the document. */
  update(curve: SliceResult["curve"]): Promise<void>;
}

/** A day of the curve: milliseconds from the epoch (UTC), and cumulative P&L. */
interface Point {
  readonly time: number;
  readonly actual: number;
  readonly policy: number;
}

const HEIGHT = 320;
const PADDING = {left: 58, right: 108, top: 8, bottom: 26};
const SERIES = [
  {key: "actual", label: "As it was", color: ink.neutral, width: 2},
  {key: "policy", label: "With policy", color: ink.accent, width: 2.5},
] as const;

/**
 * Cumulative P&L, as it was and with the policy. The chart is compiled once for a width; another slice only gives it other
 * data, which is some ten times as fast as compiling it again.
 */
export function sliceCurve({days}: Pick<SliceDomain, "days">, currency: string): Curve {
  const time = new Map(days.map(({day, date}) => [day, daysFromEpoch(date) * 86_400_000]));
  const dates = new Map(days.map(({date}) => [daysFromEpoch(date) * 86_400_000, date]));
  const money = (value: number) => formatValue(value, "currency", {currency, signed: true});
  const box = h("div", {class: "pb-chart-box pb-slice-curve", role: "img", style: `height:${HEIGHT}px`});
  const hair = h("div", {class: "pb-slice-hair", hidden: true});
  const element = h("div", {class: "pb-slice-plot"}, box, hair);
  let view: View | undefined;
  let points: Point[] = [];
  let width = 0;
  const drawn = () => {
    const series = SERIES.map(({key}) => points.map((p) => p[key]));
    return thin(series, (width - PADDING.left - PADDING.right) / 4).map((k) => points[k]);
  };

  const feed = async () => {
    if (view === undefined || points.length === 0) return; // nothing to draw on, or nothing to draw
    const [low, high] = domainWithZero(points.flatMap((p) => [p.actual, p.policy]));
    const perPixel = (high - low) / (HEIGHT - PADDING.top - PADDING.bottom);
    const end = points.at(-1);
    const at = spread(
      SERIES.map(({key}) => end?.[key] ?? 0),
      32 * perPixel,
      low + 16 * perPixel,
      high - 16 * perPixel,
    );
    const ends = (k: number) => {
      const {key, label} = SERIES[k];
      return end === undefined ? [] : [{time: end.time, value: end[key], at: at[k], words: [label, money(end[key])]}];
    };
    view.signal("low", low).signal("high", high).data("curve", drawn());
    for (const [k, {key}] of SERIES.entries()) view.data(`end_${key}`, ends(k));
    await view.runAsync();
  };

  const point = (event: PointerEvent) => {
    const left = box.getBoundingClientRect().left + PADDING.left;
    const scale = view?.scale("x") as {(time: number): number; invert(x: number): number} | undefined;
    if (scale === undefined || points.length === 0) return;
    const wanted = Number(scale.invert(event.clientX - left));
    const near = points.reduce((a, b) => (Math.abs(b.time - wanted) < Math.abs(a.time - wanted) ? b : a));
    hair.hidden = false;
    hair.style.left = `${PADDING.left + scale(near.time)}px`;
    const values = SERIES.map(({key, label}) => [label, money(near[key])]);
    showTooltip(event, {Day: formatDate(dates.get(near.time)!), ...Object.fromEntries(values)});
  };
  const leave = (event: PointerEvent) => {
    hair.hidden = true;
    showTooltip(event, null);
  };
  box.addEventListener("pointermove", point);
  box.addEventListener("pointerleave", leave);

  new ResizeObserver(([entry]) => {
    const available = Math.floor(entry.contentRect.width);
    if (available < 1 || available === width) return;
    width = available;
    view?.finalize();
    view = makeView(box, curveSpec(width, currency));
    void feed();
  }).observe(box);

  return {
    element,
    async update({day, actual, policy}) {
      points = Array.from(day, (each, k) => ({time: time.get(each)!, actual: actual[k], policy: policy[k]}));
      const end = points.at(-1);
      box.setAttribute(
        "aria-label",
        end === undefined
          ? "No day to draw."
          : `Cumulative P&L over ${points.length} days: it ended at ${money(end.actual)} as it was and at ${money(end.policy)} with the policy.`,
      );
      await feed();
    },
  };
}

/** The chart without its data: "curve" and an "end_" for each line are given, and so are the ends of the y-axis. */
export function curveSpec(width: number, currency: string): TopLevelSpec {
  const inner = Math.max(80, width - PADDING.left - PADDING.right);
  const x = {field: "time", type: "temporal", scale: {type: "utc"}, axis: dateAxis(inner)} as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domainMin: {expr: "low"}, domainMax: {expr: "high"}, nice: false, zero: false},
      axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)},
    }) as const;
  const lines: Layer[] = SERIES.map(({key, color, width: strokeWidth}) => ({
    data: {name: "curve"},
    mark: {type: "line", color, strokeWidth, strokeJoin: "round"},
    encoding: {x, y: y(key)},
  }));
  const ends: Layer[] = SERIES.flatMap(({key, color}): Layer[] => [
    {
      data: {name: `end_${key}`},
      mark: {type: "point", filled: true, size: 36, opacity: 1, color},
      encoding: {x, y: y("value")},
    },
    {
      data: {name: `end_${key}`},
      mark: {type: "text", align: "left", baseline: "middle", dx: 8, dy: -7, lineHeight: 15, color, fontWeight: 600},
      encoding: {x, y: y("at"), text: {field: "words"}},
    },
  ]);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: inner,
    height: HEIGHT - PADDING.top - PADDING.bottom,
    autosize: {type: "none", contains: "content"},
    padding: PADDING,
    params: [
      {name: "low", value: 0},
      {name: "high", value: 1},
    ],
    layer: [zeroLine, ...lines, ...ends],
  };
}
