import {chart} from "../../chart.ts";
import type {Findings} from "../../finding.ts";
import {formatInterval} from "../../format.ts";
import {isDisbelieved} from "../../method-check/mark.ts";
import {forest} from "../charts/forest.ts";
import {type DesignsFile, designFinding, estimatedDesigns, type ShownDesign} from "../shape.ts";

const titles: Readonly<Record<ShownDesign["per"], string>> = {
  "limited day": "Effect of a limit on a day that has one",
  "day after adoption": "Effect on an average day after limits began, limited or not",
  "trader-day": "Gain of limiting as it was done, on an average day",
};

/** All estimates that share a unit side by side; null where there is none. */
export function forestFigure(file: DesignsFile, per: ShownDesign["per"], findings: Findings): HTMLElement | null {
  const disbelieved = (id: ShownDesign["id"]) =>
    isDisbelieved(designFinding(id, "effect"), (known) => (findings.has(known) ? findings.get(known) : undefined));
  const rows = estimatedDesigns(file)
    .filter((d) => d.per === per)
    .map((d) => ({
      label: `${disbelieved(d.id) ? "✕ " : ""}${d.title}`,
      value: d.estimate.value,
      interval: d.estimate.interval,
      truth: d.truth,
    }));
  if (rows.length === 0) return null;
  const {currency} = findings.file.study;
  const simulated = findings.file.simulated;
  return chart((width) => forest(rows, {currency, width}), {
    title: titles[per],
    subtitle: `${currency} a trader-day, with interval${rows.some((r) => r.label.startsWith("✕")) ? "; ✕ not to be believed here: misses its level on desks like this one" : ""}${simulated ? "; the upright bar is the truth that the design should have found" : ""}`,
    label: `A dot and an interval for each of ${rows.length} designs${simulated ? ", with the simulator's truth marked" : ""}.`,
    artifact: "causal-designs/causal-designs.json",
    height: 40 + 34 * rows.length,
    table: {
      rows,
      columns: [
        {label: "Design", cell: (r) => r.label},
        {label: "Effect", unit: "currency", currency, cell: (r) => r.value},
        {
          label: "Interval",
          unit: "currency",
          cell: (r) => formatInterval(r.interval, "currency", {currency, signed: true}),
        },
        ...(simulated
          ? [{label: "Truth", unit: "currency" as const, currency, cell: (r: (typeof rows)[number]) => r.truth}]
          : []),
      ],
    },
  });
}
