import {nearest, StudyError} from "../study/index.ts";
import {features as behaviour} from "./behaviour.ts";
import {features as calendar} from "./calendar.ts";
import {coreFeatures, type FeatureNames} from "./core.ts";
import {features as desk} from "./desk.ts";
import type {Feature} from "./feature.ts";
import {features as performance} from "./performance.ts";
import {features as regime} from "./regime.ts";
import {features as technical} from "./technical.ts";

/** Every feature there is, in the order of the panel's columns. */
export const features: readonly Feature[] = [
  ...performance,
  ...behaviour,
  ...technical,
  ...regime,
  ...desk,
  ...calendar,
];

/** Columns of a panel that are no features. */
export const PANEL_KEYS: readonly string[] = ["trader", "day", "net"];

/**
 * The features of those names, in the order of the catalogue; "core" takes those of `coreFeatures` that the catalogue has.
 * @throws StudyError for a name that is not there, with the nearest one and the whole list.
 */
export function selectFeatures(names: FeatureNames, catalogue: readonly Feature[]): readonly Feature[] {
  const known = catalogue.map((f) => f.name);
  const seen = new Set<string>(PANEL_KEYS);
  for (const name of known) {
    if (seen.has(name)) throw new RangeError(`invalid feature catalogue; the name "${name}" is taken twice`);
    seen.add(name);
  }
  if (names === "all") return catalogue;
  const wanted = new Set(names === "core" ? coreFeatures : names);
  const lines = (names === "core" ? [] : names)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = nearest(name, known);
      return `  features: there is no "${name}"${hint ? `; did you mean "${hint}"?` : ""}`;
    });
  if (lines.length > 0) throw new StudyError(`${lines.join("\n")}\n  There are: ${known.join(", ")}`);
  return catalogue.filter((f) => wanted.has(f.name));
}
