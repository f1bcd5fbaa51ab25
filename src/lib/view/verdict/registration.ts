import type {VerdictReport} from "../../verdict/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";

/** Whether the study was declared before its data ended: the dates, the hash of the file, and what it means. */
export function registrationLine({registration}: VerdictReport, findings: Findings): HTMLElement {
  const {status, sha256, lastDay, words, time} = registration;
  const shown = findings.finding("verdict.registration");
  const better = status === "declared before the data ended";
  shown.replaceChildren(`${better ? "✓" : "○"} ${status.charAt(0).toUpperCase()}${status.slice(1)}`);
  const hash = sha256 === null ? null : findings.finding("verdict.registration.sha256");
  hash?.replaceChildren(h("code", null, `${sha256!.slice(0, 12)}…`));
  return h(
    "div",
    {class: "pb-registration", "data-artifact": "verdict/verdict.json"},
    h(
      "p",
      null,
      h("strong", {class: better ? "pb-better" : "pb-unclear"}, shown),
      time === null || lastDay === null
        ? null
        : [
            " (study file last changed ",
            findings.finding("verdict.registration.date"),
            "; data end ",
            findings.finding("study.last_day"),
            ")",
          ],
      hash === null ? "." : ["; study file ", hash],
    ),
    h("details", null, h("summary", null, "What that means"), h("p", {class: "pb-muted"}, words)),
  );
}
