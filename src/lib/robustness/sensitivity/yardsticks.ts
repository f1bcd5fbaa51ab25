import type {LimitSample} from "../../causal/index.ts";
import {impute, medianPresent} from "../../models/index.ts";

/** A column of the panel as readers call it, and the family it belongs to. */
export interface NamedFeature {
  readonly name: string;
  readonly label: string;
  readonly family: string;
  readonly familyLabel: string;
}

/** Covariates that are taken as one cause. */
export interface Group {
  readonly name: string;
  readonly label: string;
  readonly kind: "feature" | "family";
  readonly names: readonly string[];
}

/** Each feature by itself, then each family of two or more. */
export function groupsOf(features: readonly NamedFeature[], names: readonly string[]): Group[] {
  const known = new Map(features.map((f) => [f.name, f]));
  const families = [...new Set(names.flatMap((name) => known.get(name)?.family ?? []))];
  return [
    ...names.map((name): Group => ({name, label: known.get(name)?.label ?? name, kind: "feature", names: [name]})),
    ...families.flatMap((family): Group[] => {
      const own = names.filter((name) => known.get(name)?.family === family);
      const label = features.find((f) => f.family === family)!.familyLabel;
      return own.length < 2
        ? []
        : [{name: `family:${family}`, label: `${label} (all ${own.length})`, kind: "family", names: own}];
    }),
  ];
}

/** Missing values become the column's median, as they do in the published fit's learners. */
export function filledColumns({names, columns}: LimitSample["x"]) {
  return names.map((name, j) => ({name, values: impute(columns[j], medianPresent(columns[j]))}));
}
