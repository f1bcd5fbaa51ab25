import type {Unit} from "../study/index.ts";
import {type Content, h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {formatValue} from "./format.ts";

export interface TableColumn<Row> {
  readonly label: string;
  /** The cell: text, a node, or a number printed in `unit`. */
  readonly cell: (row: Row) => Content;
  /** How numbers of this column print; also aligns it right. */
  readonly unit?: Unit;
  readonly currency?: string;
  /** A glossary term that the heading explains on hover and focus. */
  readonly term?: string;
  /** The column that names its row. Default: the first. */
  readonly header?: boolean;
  /** Let text wrap; for sentences. Default false. */
  readonly wrap?: boolean;
}

export interface TableOptions<Row> {
  /** What the table shows; read out by screen readers, and shown unless `quiet`. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** "stage/artifact" that the numbers were read from. */
  readonly artifact?: string;
  readonly quiet?: boolean;
  /** Anchor of a row. */
  readonly id?: (row: Row) => string;
  /** What to say when there are no rows. */
  readonly empty?: string;
}

/** More rows than this scroll in their box; fewer are shown all, since what is out of sight is not read. */
const TALL = 24;

/** A table in a box of its own that scrolls: the page never does sideways. Column heads stay in sight. */
export function dataTable<Row>({
  caption,
  columns,
  rows,
  artifact,
  quiet = false,
  id,
  empty,
}: TableOptions<Row>): HTMLElement {
  if (rows.length === 0 && empty !== undefined) return h("p", {class: "pb-empty"}, empty);
  const named = Math.max(
    0,
    columns.findIndex((c) => c.header),
  );
  const numeric = (c: TableColumn<Row>) => (c.unit !== undefined && c.unit !== "text" ? "num" : c.wrap ? "wrap" : null);
  return h(
    "div",
    {
      class: rows.length > TALL ? "pb-scroll pb-tall" : "pb-scroll",
      role: "region",
      "aria-label": caption,
      tabindex: "0",
      "data-artifact": artifact,
    },
    h(
      "table",
      {class: "pb-table"},
      h("caption", {class: quiet ? "pb-hidden" : null}, h("span", null, caption)),
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          columns.map((c) =>
            h(
              "th",
              {scope: "col", class: numeric(c)},
              c.term === undefined
                ? c.label
                : h("span", {"data-term": c.term, tabindex: "0", class: "pb-term"}, c.label),
            ),
          ),
        ),
      ),
      h(
        "tbody",
        null,
        rows.map((row) =>
          h(
            "tr",
            {id: id?.(row)},
            columns.map((c, k) =>
              k === named
                ? h("th", {scope: "row", class: numeric(c)}, cellOf(c, row))
                : h("td", {class: numeric(c)}, cellOf(c, row)),
            ),
          ),
        ),
      ),
    ),
  );
}

function cellOf<Row>(column: TableColumn<Row>, row: Row): Content {
  const value = column.cell(row);
  if (typeof value !== "number") return value ?? "–";
  return formatValue(value, column.unit ?? "count", {currency: column.currency, bare: true});
}

export interface FindingTableOptions {
  readonly caption: string;
  /** Heads of the columns after the first, which is `head`. */
  readonly head: string;
  readonly columns: readonly {readonly label: string; readonly term?: string}[];
  /** A cell is the id of a finding; one that this build does not have prints as a dash. */
  readonly rows: readonly {readonly label: Content; readonly cells: readonly (string | null)[]}[];
  /** Colour values by whether their interval excludes zero. Default false. */
  readonly tone?: boolean;
}

/** A table whose cells are findings, each with its source card. */
export function findingTable(
  findings: Findings,
  {caption, head, columns, rows, tone = false}: FindingTableOptions,
): HTMLElement {
  type Row = (typeof rows)[number];
  const show = (id: string | null | undefined) =>
    id === null || id === undefined || !findings.has(id) ? "–" : findings.finding(id, {bare: true, tone});
  return dataTable<Row>({
    caption,
    rows,
    columns: [
      {label: head, cell: (row) => row.label},
      ...columns.map((c, k) => ({...c, unit: "count" as const, cell: (row: Row) => show(row.cells[k])})),
    ],
  });
}
