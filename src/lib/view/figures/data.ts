import type {Coverage} from "../../ingest/index.ts";
import {chart} from "../chart.ts";
import {coverage, coverageHeight, DRAWN} from "../charts/coverage.ts";
import {distribution, type NetBin} from "../charts/distribution.ts";
import {h} from "../dom.ts";
import {formatDate} from "../format.ts";

/** Who has data when. */
export function coverageFigure({cells, daysPerCell, tradersPerRow}: Coverage): HTMLElement {
  const who = new Set(cells.map((c) => c.who)).size;
  const one = daysPerCell === 1 && tradersPerRow === 1;
  const cell = `${tradersPerRow === 1 ? "one trader" : `${tradersPerRow} traders`}, ${daysPerCell === 1 ? "one trading day" : `${daysPerCell} trading days`}`;
  return chart((width) => coverage(cells, {width}), {
    title: "Who has data when",
    subtitle: [
      `A cell is ${cell}${one ? "" : ", its height divided among what is in it (a rare state is drawn larger than its share, so that it is seen)"}. `,
      ...DRAWN.map(({label, colour}) => key(label, colour)),
      key("blank: not on the desk", "transparent"),
    ],
    label: `A grid of ${tradersPerRow === 1 ? "traders" : "groups of traders"} by days. Colour says whether there was trading, a day without trading, no row, or a row that could not be used.`,
    artifact: "ingest/attendance.json",
    height: coverageHeight(who),
    table: {
      rows: cells,
      columns: [
        {label: tradersPerRow === 1 ? "Trader" : "Traders", cell: (c) => c.who},
        {label: "From", cell: (c) => formatDate(c.from)},
        {label: "To", cell: (c) => formatDate(c.to)},
        {label: "Traded", unit: "count", cell: (c) => c.counts.traded},
        {label: "Did not trade", unit: "count", cell: (c) => c.counts.idle},
        {label: "Missing", unit: "count", cell: (c) => c.counts.missing},
        {label: "Set aside", unit: "count", cell: (c) => c.counts.aside},
        {label: "Not on the desk", unit: "count", cell: (c) => c.counts.away},
      ],
    },
  });
}

function key(label: string, colour: string): HTMLElement {
  const box = `display:inline-block;width:0.8em;height:0.8em;margin-right:0.35em;vertical-align:-0.05em;background:${colour};border:1px solid var(--pb-line)`;
  return h(
    "span",
    {style: "display:inline-block;white-space:nowrap;margin-right:1em"},
    h("span", {style: box, "aria-hidden": "true"}),
    label,
  );
}

/** How net P&L is spread. */
export function distributionFigure(bins: readonly NetBin[], currency: string): HTMLElement {
  return chart((width) => distribution(bins, {currency, width}), {
    title: "Net P&L of a trader-day",
    subtitle: "Number of trader-days by what was made or lost; the outermost bars also hold everything beyond them",
    label: "A histogram of net P&L over all trader-days.",
    artifact: "ingest/daily.arrow",
    height: 240,
    table: {
      rows: bins,
      columns: [
        {label: "From", unit: "currency", currency, cell: (b) => (b.open === "below" ? "any" : b.from)},
        {label: "To", unit: "currency", currency, cell: (b) => (b.open === "above" ? "any" : b.to)},
        {label: "Trader-days", unit: "count", cell: (b) => b.count},
      ],
    },
  });
}
