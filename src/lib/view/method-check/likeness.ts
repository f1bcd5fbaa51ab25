import type {KnownTruthReport} from "../../robustness/known-truth/types.ts";
import {h} from "../dom.ts";
import {formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

const artifact = "known-truth/known-truth.json";

/** How alike the desk and its twins are; P&L in units of each trader's standard deviation. */
export function twinLikeness({likeness}: KnownTruthReport): HTMLElement {
  if (likeness === null) return h("p", {class: "pb-empty"}, "No twin was drawn.");
  const {measures, told, traders, twins, rule} = likeness;
  const differ =
    told === null
      ? ""
      : `A trader's P&L can be told from its twin's in ${formatValue(told, "share")} of cases (${traders} traders, ${twins} twins); chance alone would do so in about 5 %.`;
  const limits =
    rule === "fitted"
      ? "Who is limited when follows a rule fitted to the limits on record, from each trader's first limit on."
      : "No limits are on record here: who is limited when follows an assumed rule.";
  return h(
    "div",
    {"data-artifact": artifact},
    h("p", null, `${differ} ${limits}`.trim()),
    dataTable({
      caption: `The desk and ${twins} twins`,
      artifact,
      rows: measures,
      columns: [
        {label: "Measure", cell: (m) => m.label, wrap: true},
        {label: "This desk", unit: "ratio", cell: (m) => m.original},
        {label: "Twins, mean", unit: "ratio", cell: (m) => m.twin},
        {label: "lowest", unit: "ratio", cell: (m) => m.low},
        {label: "highest", unit: "ratio", cell: (m) => m.high},
        {label: "", wrap: true, cell: (m) => (inside(m) ? "" : "outside the twins")},
      ],
    }),
  );
}

function inside({original, low, high}: {original: number | null; low: number | null; high: number | null}): boolean {
  return original === null || low === null || high === null || (low <= original && original <= high);
}
