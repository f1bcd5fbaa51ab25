import type {FileReport, Snapshot} from "../../ingest/index.ts";
import {h} from "../dom.ts";
import {formatBytes} from "../format.ts";
import {dataTable} from "../table.ts";

/** Which file was taken for what, on what evidence, and what became of its rows; then what was read of each, and how. */
export function filesTable(files: readonly FileReport[]): HTMLElement {
  const artifact = "ingest/quality.json";
  if (files.length === 0) return h("p", {class: "pb-empty"}, "No file was read: this desk was made by a simulator.");
  return h(
    "div",
    null,
    dataTable({
      caption: "Files that were read: rows read are rows used and rows set aside, for each",
      artifact,
      rows: files,
      columns: [
        {label: "File", cell: (f) => f.file},
        {label: "Taken for", wrap: true, cell: (f) => f.taken?.as ?? byName(f.file)},
        {label: "Rows read", unit: "count", cell: (f) => f.rowsRead},
        {label: "used", unit: "count", cell: (f) => f.rowsUsed},
        {label: "set aside", unit: "count", cell: (f) => f.rowsSetAside},
        {label: "Lines without a row", wrap: true, cell: besides},
        {label: "Evidence", wrap: true, cell: (f) => f.taken?.evidence ?? "its name"},
      ],
    }),
    dataTable({
      caption: "How they were read",
      artifact,
      rows: files,
      columns: [
        {label: "File", cell: (f) => f.file},
        {label: "Columns", wrap: true, cell: (f) => f.columns.map((c) => c.name).join(", ")},
        {label: "Dates written", cell: (f) => f.dateFormat},
        {label: "Values rewritten", unit: "count", cell: (f) => f.reformatted},
        {label: "Size", unit: "count", cell: (f) => formatBytes(f.bytes)},
        {label: "SHA-256", cell: (f) => h("code", null, f.sha256.slice(0, 12))},
      ],
    }),
  );
}

const KINDS: Readonly<Record<string, string>> = {
  daily: "daily rows",
  predictions: "predictions",
  fills: "fills",
  market: "market bars",
  interventions: "limits that were applied",
};

/** What a file is taken for that is read by its name: daily.csv, "simulated market". */
function byName(file: string): string {
  const kind = file.replace(/\.(csv|parquet)$/, "").replace(/^simulated /, "");
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : kind === "desk" ? KINDS.daily : "what its name says";
}

function besides({taken}: FileReport): string {
  if (taken === undefined || taken.besides.length === 0) return "none";
  return taken.besides.map(({what, count}) => `${count} × ${what}`).join(", ");
}

/** What the snapshot of a database holds; null where no database was read. */
export function snapshotTable(snapshot: Snapshot | null): HTMLElement | null {
  if (snapshot === null) return null;
  return h(
    "div",
    null,
    h("h2", null, "The database"),
    h(
      "p",
      null,
      `A ${snapshot.product} database was read once, into a snapshot. Everything here was computed from the snapshot; its hashes are those of the files above, and no later change of the database reaches this study.`,
    ),
    dataTable({
      caption: "What was asked of the database",
      artifact: "ingest/snapshot.json",
      rows: snapshot.tables,
      columns: [
        {label: "Rows of", cell: (t) => t.kind},
        {
          label: "Asked",
          wrap: true,
          cell: (t) => h("code", null, t.query ?? (t.schemaName === null ? t.table! : `${t.schemaName}.${t.table}`)),
        },
        {label: "Rows", unit: "count", cell: (t) => t.rows},
        {
          label: "Columns left out",
          wrap: true,
          cell: (t) => t.leftOut.map(({name, type, why}) => `${name} (${type}): ${why}`).join("; ") || "none",
        },
      ],
    }),
  );
}
