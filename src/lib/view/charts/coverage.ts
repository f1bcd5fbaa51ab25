import type {TopLevelSpec} from "vega-lite";
import type {StateCounts} from "../../ingest/index.ts";
import {formatDate, formatValue} from "../format.ts";
import {type Layer, layered, type Size} from "./common.ts";
import {ink} from "./theme.ts";

export interface CoverageCell {
  /** A trader, or a group of traders where there are many. */
  readonly who: string;
  readonly from: string;
  readonly to: string;
  /** Trader-days of each state. */
  readonly counts: StateCounts;
}

export type State = keyof StateCounts;

/** The states that are drawn, from the bottom of a cell to its top; who is not on the desk leaves it blank. */
export const DRAWN: readonly {readonly state: State; readonly label: string; readonly colour: string}[] = [
  {state: "traded", label: "traded", colour: ink.neutral},
  {state: "idle", label: "did not trade", colour: ink.neutralSoft},
  {state: "missing", label: "missing", colour: ink.worse},
  {state: "aside", label: "set aside", colour: ink.accent},
];

/** Least share of a cell's height for a state that is in it at all: one lost row among two hundred must be seen. */
const LEAST = 0.2;
const ROW = 18;
const TOP = 24;

/** Pixels that a chart of that many rows needs. */
export function coverageHeight(rows: number): number {
  return TOP + ROW * rows + 10;
}

/** Who has data when: a row a trader, a cell a stretch of days, its height divided among the states found in it. */
export function coverage(cells: readonly CoverageCell[], {width, height}: Size): TopLevelSpec {
  const rows = [...new Set(cells.map((c) => c.who))];
  const starts = [...new Set(cells.map((c) => c.from))];
  const [row, column] = [new Map(rows.map((who, k) => [who, k])), new Map(starts.map((from, k) => [from, k]))];
  const longest = rows.reduce((most, who) => Math.max(most, who.length), 0);
  const labels = Math.min(width < 500 ? 96 : 150, 10 * longest + 10);
  const each = (Math.max(120, width) - labels - 4) / starts.length;
  const inset = each >= 5 ? 0.5 / each : 0;
  const data = cells.flatMap((cell) => {
    const [r, c] = [row.get(cell.who)!, column.get(cell.from)!];
    return bands(cell.counts).map(({state, low, high}) => ({
      ...described(cell),
      state,
      x: c + inset,
      x2: c + 1 - inset,
      y: r + 0.96 - 0.92 * high,
      y2: r + 0.96 - 0.92 * low,
    }));
  });
  const x = position([0, starts.length], [labels, Math.max(120, width) - 4]);
  const y = position([0, rows.length], [TOP, TOP + ROW * rows.length]);
  const layers: Layer[] = [
    {
      mark: {type: "rect", tooltip: true},
      encoding: {
        x: {field: "x", ...x},
        x2: {field: "x2"},
        y: {field: "y", ...y},
        y2: {field: "y2"},
        color: {
          field: "state",
          type: "nominal",
          scale: {domain: DRAWN.map((d) => d.state), range: DRAWN.map((d) => d.colour)},
          legend: null,
        },
        tooltip: [
          {field: "who", title: "Trader"},
          {field: "dates", title: "Days"},
          ...DRAWN.map(({state, label}) => ({field: `n_${state}`, title: label[0].toUpperCase() + label.slice(1)})),
        ],
      },
    },
    {
      data: {values: rows.map((who, k) => ({who, at: k + 0.5}))},
      mark: {type: "text", align: "left", baseline: "middle", limit: labels - 8, color: ink.text},
      encoding: {x: {value: 0}, y: {field: "at", ...y}, text: {field: "who", type: "nominal"}},
    },
    {
      data: {values: ticks(starts, each)},
      mark: {type: "text", align: "left", baseline: "top", color: ink.muted},
      encoding: {x: {field: "at", ...x}, y: {value: 2}, text: {field: "date", type: "nominal"}},
    },
  ];
  return layered({width, height: height ?? coverageHeight(rows.length)}, layers, data);
}

/** A place in cells, as pixels. */
function position(domain: [number, number], range: [number, number]) {
  return {type: "quantitative" as const, scale: {domain, range}, axis: null};
}

/** [low, high] of each state in a cell of height 1. */
function bands(counts: StateCounts): {state: State; low: number; high: number}[] {
  const present = [...DRAWN.map(({state}) => state), "away" as const].filter((state) => counts[state] > 0);
  const total = present.reduce((sum, state) => sum + counts[state], 0);
  const shares = present.map((state) =>
    state === "away" ? counts[state] / total : Math.max(LEAST, counts[state] / total),
  );
  const sum = shares.reduce((a, b) => a + b, 0);
  let low = 0;
  return present.flatMap((state, k) => {
    const band = {state, low, high: low + shares[k] / sum};
    low = band.high;
    return state === "away" ? [] : [band];
  });
}

function described({who, from, to, counts}: CoverageCell) {
  return {
    who,
    dates: from === to ? formatDate(from) : `${formatDate(from)} to ${formatDate(to)}`,
    ...Object.fromEntries(DRAWN.map(({state}) => [`n_${state}`, formatValue(counts[state], "count")])),
  };
}

/** Dates over the columns, as many as fit beside each other. */
function ticks(starts: readonly string[], each: number): {at: number; date: string}[] {
  const step = Math.max(1, Math.ceil(96 / each));
  return starts.flatMap((date, at) =>
    at % step === 0 && (at === 0 || (starts.length - at) * each >= 76) ? [{at, date: formatDate(date)}] : [],
  );
}
