import type {Assumption} from "../../causal/types.ts";
import {h} from "../dom.ts";

/** What an estimate rests on: each assumption with what the data say of it. A list: on a phone it reads as well as on a screen. */
export function assumptionList(assumptions: readonly Assumption[], artifact: string): HTMLElement {
  return h(
    "div",
    {"data-artifact": artifact},
    h("p", {class: "pb-muted"}, "What the estimate rests on"),
    h(
      "ul",
      {class: "pb-limits"},
      assumptions.map(({name, status, evidence}) =>
        h("li", null, h("strong", null, statusMark(status), ` · ${name}`), h("span", null, evidence)),
      ),
    ),
  );
}

function statusMark(status: Assumption["status"]): HTMLElement {
  const tone = status === "failed" ? "worse" : status === "checked" ? "better" : "unclear";
  const sign = status === "failed" ? "✕" : status === "checked" ? "✓" : "–";
  return h("b", {class: `pb-outcome pb-${tone}`}, `${sign} ${status}`);
}
