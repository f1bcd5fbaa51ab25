import type {Desk} from "../ingest/desk.ts";
import {nearest, StudyError} from "../study/index.ts";
import {behaviour} from "./behaviour.ts";
import {calendar} from "./calendar.ts";
import {desk} from "./desk.ts";
import type {Feature} from "./feature.ts";
import {market} from "./market.ts";
import {performance} from "./performance.ts";

/** Every feature there is, in the order of the panel's columns. */
export const features: readonly Feature[] = [...performance, ...behaviour, ...desk, ...market, ...calendar];

/** A feature, or a function that makes one for a desk. The latter can see the whole desk, future included: the audit's tests need it. */
export type FeatureSource = Feature | ((desk: Desk) => Feature);

/**
 * The features of those names, in the order of the catalogue.
 * @throws StudyError for a name that is not there, with the nearest one and the whole list.
 */
export function selectFeatures(names: "all" | readonly string[], catalogue: readonly Feature[]): readonly Feature[] {
  const known = catalogue.map((f) => f.name);
  const twice = known.find((name, i) => known.indexOf(name) !== i || ["trader", "day", "net"].includes(name));
  if (twice !== undefined) throw new RangeError(`invalid feature catalogue; the name "${twice}" is taken twice`);
  if (names === "all") return catalogue;
  const lines = names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = nearest(name, known);
      return `  features: there is no "${name}"${hint ? `; did you mean "${hint}"?` : ""}`;
    });
  if (lines.length > 0) throw new StudyError(`${lines.join("\n")}\n  There are: ${known.join(", ")}`);
  return catalogue.filter((f) => names.includes(f.name));
}
