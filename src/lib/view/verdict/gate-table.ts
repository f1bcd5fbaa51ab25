import type {VerdictReport} from "../../verdict/types.ts";
import {h} from "../dom.ts";
import {marks} from "../gates.ts";

/** Every gate on a line: mark, question, answer. Each links to its evidence below. */
export function gateTable(verdict: VerdictReport): HTMLElement {
  return h(
    "table",
    {class: "pb-gate-table", "data-artifact": "verdict/verdict.json"},
    h("caption", {class: "pb-hidden"}, "Gates at a glance"),
    h("thead", {class: "pb-hidden"}, h("tr", null, h("th", {scope: "col"}, "Gate"), h("th", {scope: "col"}, "Answer"))),
    h(
      "tbody",
      null,
      verdict.gates.map((gate) => {
        const {sign, tone, word} = marks[gate.status];
        const decided = gate.id === verdict.decidedBy;
        return h(
          "tr",
          {class: `pb-gate-${tone}${decided ? " pb-gate-decided" : ""}`},
          h(
            "th",
            {scope: "row"},
            h(
              "span",
              {class: "pb-gate-name"},
              h("span", {class: "pb-gate-sign", "aria-hidden": "true"}, sign),
              h("a", {href: `#gate-${gate.id}`}, gate.title),
            ),
          ),
          h("td", null, word, gate.required ? "" : ", not required", decided ? ", decided" : ""),
        );
      }),
    ),
  );
}
