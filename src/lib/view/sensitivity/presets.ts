import type {ComputedSensitivity} from "../../robustness/sensitivity/report-types.ts";
import {timesLabel} from "./shape.ts";

/** A strength that has a name. */
export interface Preset {
  readonly label: string;
  readonly group: "As strong as a feature" | "As strong as a family of features" | "Robustness values";
  readonly kind: "feature" | "family" | "value";
  readonly times: number;
  readonly treatment: number;
  readonly outcome: number;
}

/** Every strength that the report names: benchmarks, and both robustness values. */
export function presets({benchmarks, robustnessValue, robustnessValueAtLevel}: ComputedSensitivity): Preset[] {
  const value = (label: string, r: number): Preset => ({
    ...{label, group: "Robustness values", kind: "value", times: 1},
    ...{treatment: r, outcome: r},
  });
  return [
    ...benchmarks.map(
      (b): Preset => ({
        label: timesLabel(b),
        group: b.kind === "feature" ? "As strong as a feature" : "As strong as a family of features",
        kind: b.kind,
        times: b.times,
        treatment: b.partialR2Treatment,
        outcome: b.partialR2Outcome,
      }),
    ),
    value("Robustness value", robustnessValue),
    ...(robustnessValueAtLevel > 0 ? [value("Robustness value, interval", robustnessValueAtLevel)] : []),
  ];
}
