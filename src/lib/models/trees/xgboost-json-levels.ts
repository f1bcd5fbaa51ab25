import {levelsOf} from "../categories.ts";
import type {Design} from "../learner.ts";

/** Name of the attribute that keeps the levels of categorical features: XGBoost 1.7 itself keeps only their codes. */
export const levelsAttribute = "proofbook_levels";

/** The attribute: a list with one entry a feature, null where it is a number. */
export function writeLevels(names: readonly string[], levels: Design["levels"]): Record<string, string> {
  const list = names.map((name) => levelsOf(levels, name) ?? null);
  return list.every((entry) => entry === null) ? {} : {[levelsAttribute]: JSON.stringify(list)};
}

export interface GivenLevels {
  readonly names: readonly string[];
  readonly categorical: readonly boolean[];
  readonly attributes: Readonly<Record<string, string>>;
  /** By feature: what the caller knows. */
  readonly known: Design["levels"];
}

/**
 * Levels of each feature: what the caller knows, else what `writeLevels` left in the file, else undefined.
 * @throws RangeError where the attribute is not what `writeLevels` writes, or levels are given of a feature that is none.
 */
export function readLevels({
  names,
  categorical,
  attributes,
  known = {},
}: GivenLevels): (readonly string[] | undefined)[] {
  const stranger = Object.keys(known).find((name) => !categorical[names.indexOf(name)]);
  if (stranger !== undefined)
    throw new RangeError(`invalid levels; the model has no categorical feature "${stranger}"`);
  const written = Object.hasOwn(attributes, levelsAttribute)
    ? parseList(attributes[levelsAttribute], names.length)
    : undefined;
  return names.map((name, j) => (categorical[j] ? (levelsOf(known, name) ?? written?.[j] ?? undefined) : undefined));
}

function parseList(attribute: string, features: number): (string[] | null)[] {
  const bad = new RangeError(
    `invalid XGBoost model; attribute ${levelsAttribute} does not list the levels of ${features} features`,
  );
  let list: unknown;
  try {
    list = JSON.parse(attribute);
  } catch {
    throw bad;
  }
  const texts = (v: unknown) =>
    Array.isArray(v) && v.every((s) => typeof s === "string") && new Set(v).size === v.length;
  if (!(Array.isArray(list) && list.length === features && list.every((v) => v === null || texts(v)))) throw bad;
  return list;
}

/**
 * The levels of a categorical feature whose splits have categories up to `highest`; without any known, the codes as text.
 * @throws RangeError where there are fewer levels than that.
 */
export function completeLevels(
  name: string,
  highest: number,
  levels: readonly string[] | undefined,
): readonly string[] {
  if (levels === undefined) return Array.from({length: highest + 1}, (_, code) => String(code));
  if (highest >= levels.length)
    throw new RangeError(
      `invalid XGBoost model; a split on "${name}" has category ${highest}, there are ${levels.length} levels`,
    );
  return levels;
}
