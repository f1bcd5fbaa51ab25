import type {Signal} from "../evaluate/types.ts";
import type {FoldSettings, PolicyReport} from "../policy/types.ts";
import {h} from "./dom.ts";
import {sentence} from "./effect.ts";
import type {Findings} from "./finding.ts";
import {formatDate, formatValue} from "./format.ts";
import {labelled} from "./signal-labels.ts";
import {dataTable, findingTable} from "./table.ts";

/** The rule in words, and its cut-offs fold by fold on the signal's own scale. */
export function policyTable(
  policy: PolicyReport | undefined,
  signal: Signal | undefined,
  currency: string,
  findings: Findings,
): HTMLElement {
  if (policy === undefined || signal === undefined)
    return h("p", {class: "pb-empty"}, "This study has no policy to judge.");
  const probability = signal.kind === "probability";
  // Cut-offs are kept on badness, which for all but probabilities is the negative of the signal.
  const cut = (badness: number | null, above: boolean) => {
    if (badness === null) return null;
    const sign = above === probability ? ">" : "<";
    return `${sign}\u00a0${formatValue(probability ? badness : -badness, probability ? "share" : "currency", {currency})}`;
  };
  const used = (key: "avoidAbove" | "reduceAbove" | "amplifyBelow") => policy.folds.some((f) => f[key] !== null);
  const tried = `policy.${policy.signal}.tried`;
  return h(
    "div",
    {"data-artifact": "policy/policy.json"},
    h("p", null, sentence(labelled(policy.description, [signal]))),
    policy.kind !== "fixed"
      ? h(
          "p",
          null,
          "Each fold’s settings were chosen on predictions for days before it, never on the days they were used on.",
          findings.has(tried) ? [" Candidates that were looked at: ", findings.finding(tried), "."] : null,
        )
      : h("p", null, "The cut-off was fixed by the study, not chosen from these results."),
    dataTable<FoldSettings>({
      caption:
        policy.kind === "sized"
          ? `How exposure follows ${signal.label} by fold`
          : `Cut-offs on ${signal.label} by fold; a dash where a band was not used`,
      quiet: policy.folds.length === 0,
      artifact: "policy/policy.json",
      rows: policy.folds,
      empty: "No fold had enough earlier days to choose a setting.",
      columns: [
        {label: "Fold", unit: "count", cell: (f) => f.fold + 1},
        {label: "From", cell: (f) => formatDate(f.from)},
        {label: "To", cell: (f) => formatDate(f.to)},
        ...(policy.kind !== "fixed"
          ? [{label: "Chosen on days", unit: "count" as const, cell: (f: FoldSettings) => f.fittedOnDays}]
          : []),
        ...(used("avoidAbove")
          ? [{label: "No trading where", unit: "ratio" as const, cell: (f: FoldSettings) => cut(f.avoidAbove, true)}]
          : []),
        ...(policy.kind === "sized"
          ? [
              {
                label: "Change of exposure per standard deviation of the prediction",
                unit: "ratio" as const,
                wrap: true,
                cell: (f: FoldSettings) => f.slope ?? null,
              },
              {
                label: "Smallest change made",
                unit: "ratio" as const,
                wrap: true,
                cell: (f: FoldSettings) => f.friction ?? null,
              },
            ]
          : [{label: "Smaller where", unit: "ratio" as const, cell: (f: FoldSettings) => cut(f.reduceAbove, true)}]),
        ...(used("amplifyBelow")
          ? [{label: "Larger where", unit: "ratio" as const, cell: (f: FoldSettings) => cut(f.amplifyBelow, false)}]
          : []),
      ],
    }),
  );
}

type Measure = readonly [id: string, label: string, term?: string];
const money: readonly Measure[] = [
  ["actual", "P&L that happened", "net P&L"],
  ["policy", "P&L under the policy"],
  ["delta", "Effect"],
  ["derisking", "De-risking", "de-risking"],
  ["timing", "Timing", "timing"],
];
const rest: readonly Measure[] = [
  ["rows", "Trader-days judged"],
  ["changed", "changed"],
  ["success_rate", "Changes that helped"],
  ["mean_multiplier", "Mean multiplier", "multiplier"],
  ["turnover", "Turnover"],
  ["drawdown_actual", "Largest drawdown", "drawdown"],
  ["drawdown_policy", "with the policy"],
  ["cvar_actual", "Mean of the worst days", "CVaR"],
  ["cvar_policy", "with the policy"],
];

/** Every total of the policy's impact, a row a signal: what it earned, and how it traded. */
export function impactTable(
  signals: readonly string[],
  labels: ReadonlyMap<string, string>,
  findings: Findings,
): HTMLElement {
  const idOf = (signal: string, name: string) => `impact.${signal}.total.${name}`;
  const judged = signals.filter((s) => [...money, ...rest].some(([name]) => findings.has(idOf(s, name))));
  if (judged.length === 0) return h("p", {class: "pb-empty"}, "No policy could be judged on this study.");
  const table = (caption: string, measures: readonly Measure[]) => {
    const known = measures.filter(([name]) => judged.some((s) => findings.has(idOf(s, name))));
    if (known.length === 0) return null;
    const made = findingTable(findings, {
      caption,
      head: "Signal",
      columns: known.map(([, label, term]) => ({label, term})),
      rows: judged.map((s) => ({label: labels.get(s) ?? s, cells: known.map(([name]) => idOf(s, name))})),
    });
    made.classList.add("pb-stack", "pb-names");
    return made;
  };
  return h(
    "div",
    null,
    table("What the policy would have earned on each signal, all traders together", money),
    table("How it would have traded on each signal, and what the worst would have been", rest),
  );
}
