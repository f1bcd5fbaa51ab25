import type {QualityCheck} from "../../ingest/index.ts";
import {severityMark} from "../audit.ts";
import {h} from "../dom.ts";
import {dataTable} from "../table.ts";
import {inHouseStyle} from "./house-style.ts";

const ORDER = ["error", "warning", "info", "ok"] as const;

/** Checks that found something, the gravest first; those that found nothing are folded away below. */
export function qualityTables(checks: readonly QualityCheck[], currency = "USD"): HTMLElement {
  const found = ORDER.slice(0, 3).flatMap((severity) => checks.filter((c) => c.severity === severity));
  const clean = checks.filter((c) => c.severity === "ok");
  return h(
    "div",
    null,
    dataTable({
      caption: "What was found, the gravest first, and what it does to the study",
      artifact: "ingest/quality.json",
      empty: checks.length === 0 ? "No check was run." : "No check found anything.",
      rows: found,
      columns: [
        {label: "Check", cell: (c) => c.title, wrap: true},
        {label: "Result", cell: (c) => severityMark(c.severity)},
        {label: "Cases", unit: "count", cell: (c) => c.count},
        {label: "Consequence", wrap: true, cell: (c) => c.consequence},
        {
          label: "Examples",
          wrap: true,
          cell: (c) => [
            c.examples.map((example) => h("div", null, inHouseStyle(example, currency))),
            c.count > c.examples.length && c.examples.length === 5 ? h("div", null, "and more") : null,
          ],
        },
      ],
    }),
    clean.length === 0
      ? null
      : h(
          "details",
          {class: "pb-chart-data"},
          h("summary", null, "Checks that found nothing"),
          h("p", null, clean.map((c) => c.title).join("; ")),
        ),
  );
}
