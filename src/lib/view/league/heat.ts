import type {SavedByTrader} from "../../pipeline/stages/skill-tables.ts";
import {h} from "../dom.ts";
import {formatInterval, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

type Cell = SavedByTrader["traders"][number]["cells"][number];

/** Traders in sight: on a larger desk, those for whom most and least is saved. */
const most = 40;
/** Share of the naive loss at which a cell has its full colour. */
const full = 0.1;

/**
 * Trader × prediction: the share of the best naive rule's loss that is saved on the trader's rows. Blue where the prediction
 * was better, orange where the rule was, stronger the more; a mark where the interval excludes zero. A table, so that every
 * value can be read, also aloud.
 */
export function savedHeat(
  found: SavedByTrader,
  labels: ReadonlyMap<string, string>,
  accounts: readonly string[],
  level: number,
): HTMLElement {
  const {signals, traders} = found;
  const mean = (cells: readonly Cell[]) => {
    const values = cells.flatMap((c) => c?.saved ?? []);
    return values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;
  };
  const ranked = [...traders]
    .map((t) => ({...t, mean: mean(t.cells)}))
    .sort((a, b) => b.mean - a.mean || a.trader - b.trader);
  const shown = ranked.length > most ? [...ranked.slice(0, most / 2), ...ranked.slice(-most / 2)] : ranked;
  const cells = traders.flatMap((t) => t.cells).filter((c) => c !== null && c.interval !== null);
  const marked = cells.filter((c) => toneOf(c) !== "unclear").length;
  const table = dataTable({
    caption: `Share of the best naive rule’s loss saved, by trader and prediction${shown.length < ranked.length ? `: the ${most / 2} traders with the largest mean and the ${most / 2} with the smallest, of ${ranked.length}` : ", traders with the largest mean first"}`,
    artifact: "skill/skill-traders.json",
    empty: "No trader’s rows could be compared.",
    rows: shown,
    columns: [
      {label: "Trader", cell: (t) => accounts[t.trader]},
      ...signals.map((name, k) => ({
        label: labels.get(name) ?? name,
        unit: "share" as const,
        cell: (t: (typeof shown)[number]) => heatCell(t.cells[k]),
      })),
    ],
  });
  table.classList.add("pb-heat");
  if (cells.length === 0) return table;
  return h(
    "div",
    null,
    table,
    h(
      "p",
      {class: "pb-muted", "data-artifact": "skill/skill-traders.json"},
      `▲ and ▼: the ${formatValue(level, "share")} interval excludes zero. ${formatValue(marked, "count")} of ${formatValue(cells.length, "count")} cells are marked; if there were nothing to find, about ${formatValue(Math.round((1 - level) * cells.length), "count")} would be.`,
    ),
  );
}

function heatCell(cell: Cell): HTMLElement | null {
  if (cell === null || cell.saved === null) return null;
  const {saved, interval, days} = cell;
  const tone = toneOf(cell);
  const mark = tone === "better" ? "▲ " : tone === "worse" ? "▼ " : "";
  const strength = Math.round(55 * Math.min(1, Math.abs(saved) / full));
  const range = interval === null ? "too few days for an interval" : formatInterval(interval, "share", {signed: true});
  return h(
    "span",
    {
      class: `pb-heat-cell ${saved >= 0 ? "pb-heat-better" : "pb-heat-worse"}`,
      style: `--pb-heat:${strength}%`,
      title: `${range}; ${formatValue(days, "days")}`,
    },
    h("span", {class: tone === "unclear" ? null : `pb-${tone}`}, mark),
    formatValue(saved, "share", {signed: true}),
  );
}

function toneOf(cell: Cell): "better" | "worse" | "unclear" {
  const interval = cell?.interval ?? null;
  if (interval === null) return "unclear";
  return interval[0] > 0 ? "better" : interval[1] < 0 ? "worse" : "unclear";
}
