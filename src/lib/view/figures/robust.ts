import type {Signal} from "../../evaluate/types.ts";
import type {PolicyReport, SweepPoint} from "../../policy/types.ts";
import type {SignalRobustness} from "../../robustness/types.ts";
import {chart} from "../chart.ts";
import {shiftNull} from "../charts/shift-null.ts";
import {sweep} from "../charts/sweep.ts";
import {formatValue} from "../format.ts";

/** Where the true calendar lies among all shifted ones. */
export function shiftFigure(shift: NonNullable<SignalRobustness["shift"]>, currency: string): HTMLElement {
  return chart((width) => shiftNull(shift, {currency, width}), {
    title: "The true calendar among all shifted ones",
    subtitle: "Each bar counts shifts of the calendar; coloured bars did at least as well as the true one",
    label: "A histogram of the timing under every circular shift of the policy's days, with the true calendar marked.",
    artifact: "robustness/robustness.json",
    height: 260,
    table: {
      rows: shift.shifted.map((timing, k) => ({days: shift.apart + k, timing})),
      columns: [
        {label: "Shifted by (days)", unit: "count", cell: (r) => r.days},
        {label: "Timing", unit: "currency", currency, cell: (r) => r.timing},
      ],
    },
  });
}

/** Effect and timing at every cut-off, with those that were used. */
export function sweepFigure(
  points: readonly SweepPoint[],
  policy: PolicyReport | undefined,
  signal: Signal,
  currency: string,
): HTMLElement {
  // Fold thresholds are on badness; the sweep is on the signal's own scale.
  const own = (badness: number) => (signal.kind === "probability" ? badness : -badness);
  const chosen = (policy?.folds ?? []).flatMap((f) =>
    [f.avoidAbove, f.reduceAbove].flatMap((v) => (v === null ? [] : [own(v)])),
  );
  const unit = signal.kind === "probability" ? "share" : "currency";
  return chart((width) => sweep(points, {currency, chosen, kind: signal.kind, signal: signal.label, width}), {
    title: "What every other cut-off would have given",
    subtitle: `${currency}, at one fixed multiplier. A result that hangs on one cut-off shows as a spike`,
    label:
      "Three lines over the cut-off of the signal: effect, de-risking and timing; upright lines mark the cut-offs that were used.",
    artifact: "impact/impact.json",
    height: 300,
    table: {
      rows: points,
      columns: [
        {label: "Cut-off", unit, currency, cell: (p) => p.threshold},
        {label: "Rows changed", unit: "count", cell: (p) => p.rows},
        {
          label: "Effect",
          unit: "currency",
          currency,
          cell: (p) => formatValue(p.delta, "currency", {currency, signed: true}),
        },
        {
          label: "De-risking",
          unit: "currency",
          currency,
          cell: (p) => formatValue(p.derisking, "currency", {currency, signed: true}),
        },
        {
          label: "Timing",
          unit: "currency",
          currency,
          cell: (p) => formatValue(p.timing, "currency", {currency, signed: true}),
        },
      ],
    },
  });
}
