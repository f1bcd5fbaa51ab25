import type {BenchmarkRow, PairReport, SensitivityReport} from "../../robustness/sensitivity/report-types.ts";
import {type Content, h} from "../dom.ts";
import {facts} from "../effect.ts";
import type {Findings} from "../finding.ts";
import {formatInterval, formatValue, largest} from "../format.ts";
import {dataTable} from "../table.ts";
import {artifact, computed} from "./shape.ts";
import {notAsked} from "./words.ts";

/** What causes as strong as known features would leave of the effect, by both estimates. */
export function benchmarkTable(report: SensitivityReport | null, currency: string): HTMLElement {
  const found = computed(report);
  if (found === null) return notAsked();
  const linear = new Map(found.linear.benchmarks.map((b) => [keyOf(b), b]));
  const table = dataTable({
    caption: "What would be left of the effect, with intervals",
    artifact,
    empty: "No feature goes with both the limits and the P&L.",
    rows: found.benchmarks,
    columns: [
      {label: "As strong as", header: true, cell: (b) => b.label, wrap: true},
      {label: "Times", unit: "count", cell: (b) => b.times},
      {label: "Of the limits", term: "partial R²", unit: "share", cell: (b) => b.partialR2Treatment},
      {label: "Of the P&L", term: "partial R²", unit: "share", cell: (b) => b.partialR2Outcome},
      {
        label: "Double machine learning",
        unit: "currency",
        cell: (b) => stacked([b.estimate], b.interval, currency),
      },
      {
        label: "Linear regression",
        unit: "currency",
        cell: (b) => {
          const other = linear.get(keyOf(b));
          return other === undefined ? null : stacked([other.estimate], other.interval, currency);
        },
      },
    ],
  });
  return h("div", {class: "pb-stack"}, table);
}

/** Families of features, hidden on purpose: what the estimator says without them. */
export function leftOutTable(report: SensitivityReport | null, currency: string): HTMLElement {
  const found = computed(report);
  if (found === null) return notAsked();
  const table = dataTable({
    caption: "The estimate without a family of features",
    artifact,
    empty: "There are not two families of features: none can be left out.",
    rows: found.leftOut,
    columns: [
      {label: "Hidden on purpose", cell: (r) => r.label, wrap: true},
      {label: "Estimate without", unit: "currency", cell: (r) => money(r.estimate, currency)},
      {label: "Of the limits", term: "partial R²", unit: "share", cell: (r) => r.strength.treatment},
      {label: "Of the P&L", term: "partial R²", unit: "share", cell: (r) => r.strength.outcome},
      {label: "Correlation", unit: "correlation", cell: (r) => r.correlation},
      {
        label: "One more such cause",
        unit: "currency",
        cell: (r) => stacked([r.lowest, r.highest], r.interval, currency),
      },
    ],
  });
  return h("div", {class: "pb-stack"}, table);
}

/** Linear regression beside the published estimate. */
export function linearFacts(report: SensitivityReport | null, findings: Findings): HTMLElement {
  if (computed(report) === null) return notAsked();
  const one = (name: string) => findings.finding(`sensitivity.linear.${name}`);
  return facts(
    [
      ["Effect of a limit, linear regression", one("effect")],
      ["Share of P&L left that limits explain", one("partial_r2")],
      ["Robustness value, effect to zero", one("robustness_value")],
      ["For the interval to hold zero, clustered errors", one("robustness_value_at_level")],
      ["The same with classical errors", one("classical_value_at_level")],
      ["Clustered over classical standard error", one("design_effect")],
    ],
    artifact,
  );
}

/** Matched days: how they were matched, and how much hidden bias the effect survives. */
export function pairSection(report: SensitivityReport | null, findings: Findings, currency: string): HTMLElement {
  const pairs = computed(report)?.pairs;
  if (pairs === undefined) return notAsked();
  if ("reason" in pairs) return h("p", {class: "pb-empty", "data-artifact": artifact}, pairs.reason);
  const {amplified} = pairs;
  return h(
    "div",
    {"data-artifact": artifact},
    h("p", null, `${pairs.how}.`),
    facts([
      ["Pairs", findings.finding("sensitivity.pairs")],
      ["Limited, without a partner", formatValue(pairs.unmatched, "count")],
      [
        "Gap in the chance of a limit",
        `${formatValue(pairs.gapBefore, "share")} between limited and free days, ${formatValue(pairs.gapWithin, "share")} within pairs`,
      ],
      ["Largest hidden bias Γ survived", findings.finding("sensitivity.gamma")],
      ["The same by Huber’s M-statistic", findings.finding("sensitivity.gamma_huber")],
      [
        "In other words",
        amplified === null
          ? null
          : `a cause that multiplies the odds of a limit, and those of having the better day of the pair, by ${formatValue(amplified.treatment, "ratio")} each`,
      ],
    ]),
    gammaTable(pairs, currency),
  );
}

function gammaTable(pairs: PairReport, currency: string): HTMLElement {
  return dataTable({
    caption: `By hidden bias: one-sided test that a limit ${pairs.direction} the day’s P&L (at ${formatValue(pairs.alpha, "p-value", {bare: true})}), and what the effect could be`,
    artifact,
    rows: pairs.rows,
    columns: [
      {label: "Hidden bias Γ", term: "hidden bias", unit: "ratio", cell: (r) => r.gamma},
      {label: "Largest p", term: "p-value", unit: "p-value", cell: (r) => r.p},
      {
        label: "Effect a limited day",
        unit: "currency",
        cell: (r) =>
          r.lowest === r.highest
            ? money(r.lowest, currency)
            : `${money(r.lowest, currency)} to ${money(r.highest, currency)}`,
      },
      {
        label: "Interval",
        unit: "currency",
        cell: (r) => formatInterval(r.interval, "currency", {currency, signed: true}),
      },
    ],
  });
}

/** Losing days as a ratio, and its E-values. */
export function ratioSection(report: SensitivityReport | null, findings: Findings): HTMLElement {
  const pairs = computed(report)?.pairs;
  if (pairs === undefined) return notAsked();
  const reason = "reason" in pairs ? pairs.reason : "reason" in pairs.eValue ? pairs.eValue.reason : null;
  if (reason !== null) return h("p", {class: "pb-empty", "data-artifact": artifact}, reason);
  return facts(
    [
      ["Losing days, limited over free", findings.finding("sensitivity.loss_ratio")],
      ["E-value of the ratio", findings.finding("sensitivity.e_value")],
      ["E-value of the near end of its interval", findings.finding("sensitivity.e_value_at_level")],
    ],
    artifact,
  );
}

/** The formula against a cause that was made up and then shown. */
export function simulatedFacts(report: SensitivityReport | null, findings: Findings): HTMLElement {
  const found = computed(report);
  if (found === null) return notAsked();
  if (found.simulated === null)
    return h("p", {class: "pb-empty"}, "With the made-up cause the estimator finds nothing left of the limits.");
  return facts(
    [
      ["Its strength, with limits and P&L alike", findings.finding("sensitivity.robustness_value")],
      ["What the formula says is left", findings.finding("sensitivity.simulated.expected.effect")],
      ["What the estimator says, knowing it", findings.finding("sensitivity.simulated.effect")],
    ],
    artifact,
  );
}

/** What is special about this study. */
export function sensitivityNotes(report: SensitivityReport | null): HTMLElement | string {
  const notes = computed(report)?.notes ?? [];
  return notes.length === 0 ? "" : h("p", {"data-artifact": artifact}, notes.join(" "));
}

/** A value, or the lowest and highest of some, and below it their interval. */
function stacked(values: readonly number[], interval: readonly [number, number], currency: string): Content {
  const options = {currency, signed: true, beside: largest([...values, ...interval])};
  return [
    values.map((value) => formatValue(value, "currency", options)).join(" to "),
    " ",
    h("span", {class: "pb-interval"}, formatInterval(interval, "currency", options)),
  ];
}

function keyOf({feature, times}: BenchmarkRow): string {
  return `${times} ${feature}`;
}

function money(value: number, currency: string): string {
  return formatValue(value, "currency", {currency, signed: true});
}
