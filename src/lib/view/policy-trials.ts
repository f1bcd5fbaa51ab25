import type {PolicyTrials} from "../policy/types.ts";
import {h} from "./dom.ts";
import {facts} from "./effect.ts";
import type {Findings} from "./finding.ts";
import {dataTable} from "./table.ts";

/** Everything that was tried, best first, and what being the best of so many is worth. */
export function policyTrials(
  report: PolicyTrials | null,
  labels: ReadonlyMap<string, string>,
  currency: string,
  findings: Findings,
): HTMLElement {
  if (report === null || report.trials.length === 0)
    return h("p", {class: "pb-empty"}, "No policy could be tried on this study.");
  const ids = [
    "policy.trials",
    "policy.trials.logged",
    "policy.primary.deflated_sharpe",
    "policy.winner.deflated_sharpe",
    "policy.overfitting",
  ].filter((id) => findings.has(id));
  const own = report.primary?.trial;
  const rows = report.trials
    .map((trial, k) => ({...trial, own: k === own}))
    .sort((a, b) => b.sharpe - a.sharpe || (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : 0));
  return h(
    "div",
    null,
    facts(ids.map((id) => [findings.get(id).label, findings.finding(id)])),
    report.primary === null
      ? null
      : h(
          "p",
          {"data-artifact": "policy-trials/policy-trials.json"},
          "Overfitting is a matter of picking: where its probability is high, none of these may be picked by its result. The study’s policy was declared, not picked, so its own line is the one to read.",
        ),
    report.note === null ? null : h("p", {class: "pb-muted"}, report.note),
    h(
      "details",
      null,
      h("summary", null, "Every policy that was tried"),
      dataTable({
        caption: "Timing of every rule on every signal, on the days on which all are judged; best first",
        artifact: "policy-trials/policy-trials.json",
        rows,
        columns: [
          {label: "Signal", cell: (t) => labels.get(t.signal) ?? t.signal, wrap: true},
          {label: "Rule", cell: (t) => (t.own ? h("strong", null, `${t.rule} (judged)`) : t.rule), wrap: true},
          {label: "Timing", unit: "currency", currency, cell: (t) => t.timing},
          {label: "Sharpe ratio per day", unit: "ratio", term: "Sharpe ratio", cell: (t) => t.sharpe},
        ],
      }),
    ),
  );
}
