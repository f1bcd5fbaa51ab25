import type {TopLevelSpec} from "vega-lite";
import type {Fold} from "../../evaluate/types.ts";
import {formatDate} from "../format.ts";
import {dateAxis, type Layer, layered, type Size} from "./common.ts";
import {ink} from "./theme.ts";

/** Pixels that the folds take: fewer a fold where there are many, so that a hundred still fit on a screen. */
export function foldsHeight(count: number): number {
  return 70 + Math.round(count * Math.max(6, Math.min(22, 640 / Math.max(1, count))));
}

/** The walk-forward drawn: one row a fold; what it learnt from, what it left out, what it was judged on. */
export function folds(list: readonly Fold[], days: readonly string[], {width, height}: Size): TopLevelSpec {
  const part = (fold: Fold, what: "train" | "gap" | "test") => {
    const {start, end} = fold[what];
    if (!(end > start)) return [];
    const from = days[start];
    const last = days[end - 1];
    return [
      {
        fold: `${fold.index + 1}`,
        what,
        from,
        to: days[end] ?? last,
        days: end - start,
        span: `${formatDate(from)} to ${formatDate(last)}`,
      },
    ];
  };
  const data = list.flatMap((f) => [...part(f, "train"), ...part(f, "gap"), ...part(f, "test")]);
  const first = data.length > 0 ? data.filter((d) => d.fold === data[0].fold) : [];
  const x = {
    field: "from",
    type: "temporal",
    scale: {type: "utc", nice: false},
    axis: {...dateAxis(width, days), orient: "top"},
  } as const;
  const y = {
    field: "fold",
    type: "nominal",
    sort: null,
    axis: {
      title: null,
      grid: false,
      labelExpr: "'Fold ' + datum.label",
      labelColor: ink.text,
      labelOverlap: true,
    },
    scale: {paddingInner: 0.3, paddingOuter: 0.4},
  } as const;
  // Named once, in the first row: "train" inside its bar, "test" after its own, which may be short.
  const name = (what: "train" | "test", end: "from" | "to", color: string): Layer => ({
    data: {values: first.filter((d) => d.what === what)},
    mark: {type: "text", align: "left", dx: 5, fontWeight: 600, fontSize: 11, color},
    encoding: {x: {...x, field: end}, y, text: {field: "what"}},
  });
  return layered(
    {width, height: height ?? foldsHeight(list.length)},
    [
      {
        mark: {type: "bar", tooltip: true},
        encoding: {
          x,
          x2: {field: "to"},
          y,
          color: {
            field: "what",
            type: "nominal",
            scale: {domain: ["train", "gap", "test"], range: [ink.neutralSoft, ink.line, ink.accent]},
            legend: null,
          },
          tooltip: [
            {field: "fold", title: "Fold"},
            {field: "what", title: "Part"},
            {field: "span", title: "Dates"},
            {field: "days", title: "Trading days"},
          ],
        },
      },
      name("train", "from", ink.text),
      name("test", "to", ink.accent),
    ],
    data,
  );
}
