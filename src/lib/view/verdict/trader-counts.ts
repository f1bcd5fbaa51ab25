import type {Decision, VerdictReport} from "../../verdict/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {decisionMark} from "./headline.ts";

const order: readonly Decision[] = ["deploy", "do not deploy", "not enough evidence"];

/** How many traders have which verdict; each word with its count, as findings. */
export function traderCounts(verdict: VerdictReport, findings: Findings): HTMLElement {
  const list = h(
    "ul",
    {class: "pb-trader-counts", "aria-label": "Traders by verdict", "data-artifact": "verdict/verdict.json"},
    verdict.traders.length === 0
      ? h("li", null, "No trader could be judged.")
      : order.map((decision) =>
          h(
            "li",
            null,
            findings.finding(`verdict.traders.${decision.replaceAll(" ", "_")}`),
            " ",
            decisionMark(decision),
          ),
        ),
  );
  return h("div", {class: "pb-traders-by-verdict"}, h("p", {class: "pb-muted"}, "Traders by verdict"), list);
}
