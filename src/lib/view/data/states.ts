import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";

const STATES = ["traded", "idle", "missing", "aside", "away"] as const;

/** How many trader-days of each state there are, and the rule by which each was told from the others. */
export function stateList(findings: Findings): HTMLElement {
  const known = STATES.filter((state) => findings.has(`data.state.${state}`));
  return h(
    "ul",
    null,
    known.map((state) => {
      const id = `data.state.${state}`;
      const {label, method} = findings.get(id);
      return h("li", null, `${label}: `, findings.finding(id), `. ${method}`);
    }),
  );
}
