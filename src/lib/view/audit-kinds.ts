import type {KindEvidence} from "../evaluate/leakage-kinds.ts";
import {auditMark} from "./audit.ts";
import {h} from "./dom.ts";
import {labelled} from "./signal-labels.ts";
import {dataTable} from "./table.ts";

/** The eight kinds of leakage of Kapoor and Narayanan (2023), each with what this study's checks say of it. */
export function kindTable(
  kinds: readonly KindEvidence[],
  /** What a reader calls the features and signals that evidence names. */
  names: readonly {readonly name: string; readonly label: string}[] = [],
): HTMLElement {
  return dataTable({
    caption: "Eight kinds of leakage, and the evidence for their absence",
    artifact: "audit/leakage-kinds.json",
    empty: "The audit could not be run on this study.",
    rows: kinds,
    id: (kind) => `kind-${kind.id}`,
    columns: [
      {label: "Kind", wrap: true, cell: (kind) => [h("span", {class: "pb-muted"}, `${kind.id} `), kind.name]},
      {label: "Here", cell: (kind) => auditMark(kind.status)},
      {label: "What it is", wrap: true, cell: (kind) => kind.definition},
      {
        label: "Evidence",
        wrap: true,
        cell: (kind) =>
          kind.evidence.length === 0
            ? "No check of this study could see it."
            : h(
                "details",
                null,
                h("summary", null, labelled(kind.evidence[0].text, names)),
                h(
                  "ul",
                  null,
                  kind.evidence.map(({check, text}) =>
                    h("li", null, h("strong", null, check), `: ${labelled(text, names)}`),
                  ),
                ),
              ),
      },
      {label: "What no check can see", wrap: true, cell: (kind) => (kind.unseen === "" ? "–" : kind.unseen)},
    ],
  });
}
