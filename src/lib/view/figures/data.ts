import {chart} from "../chart.ts";
import {type CoverageCell, coverage} from "../charts/coverage.ts";
import {distribution, type NetBin} from "../charts/distribution.ts";
import {formatDate} from "../format.ts";

/** Who has data when. */
export function coverageFigure(data: {
  readonly cells: readonly CoverageCell[];
  readonly daysPerCell: number;
  readonly tradersPerRow: number;
}): HTMLElement {
  const who = new Set(data.cells.map((c) => c.who)).size;
  const cell = `${data.tradersPerRow === 1 ? "one trader" : `${data.tradersPerRow} traders`}, ${data.daysPerCell === 1 ? "one trading day" : `${data.daysPerCell} trading days`}`;
  return chart((width) => coverage(data.cells, {width}), {
    title: "Who has data when",
    subtitle: `A cell is ${cell}. Strong tone: every row is there. Weak: some. Faint: none`,
    label: "A grid of traders by days, strong in tone where rows exist and faint where they do not.",
    artifact: "ingest/daily.arrow",
    height: 40 + 18 * who,
    table: {
      rows: data.cells,
      columns: [
        {label: "Trader", cell: (c) => c.who},
        {label: "From", cell: (c) => formatDate(c.from)},
        {label: "To", cell: (c) => formatDate(c.to)},
        {label: "Rows", unit: "count", cell: (c) => c.rows},
        {label: "Possible", unit: "count", cell: (c) => c.possible},
      ],
    },
  });
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
