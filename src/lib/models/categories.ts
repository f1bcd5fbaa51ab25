import type {Design} from "./learner.ts";

/**
 * @throws RangeError where a categorical feature has no column or the same level twice, or its column holds what is neither
 * missing nor the index of one of its levels.
 */
export function checkLevels({names, columns, levels}: Design): void {
  if (levels === undefined) return;
  for (const name of Object.keys(levels)) {
    const j = names.indexOf(name);
    if (j < 0)
      throw new RangeError(`invalid design; levels are given of "${name}", the columns are: ${names.join(", ")}`);
    const own = levels[name];
    const twice = own.find((level, k) => own.indexOf(level) !== k);
    if (twice !== undefined) throw new RangeError(`invalid design; "${name}" has the level "${twice}" twice`);
    const bad = columns[j].findIndex((v) => !Number.isNaN(v) && !(Number.isInteger(v) && v >= 0 && v < own.length));
    if (bad >= 0)
      throw new RangeError(
        `invalid design; "${name}" is ${columns[j][bad]} in row ${bad}: not the index of one of its ${own.length} levels`,
      );
  }
}

/** The levels of a feature; undefined where it is not categorical. Own properties only: a feature may be called "constructor". */
export function levelsOf(levels: Design["levels"], name: string): readonly string[] | undefined {
  return levels !== undefined && Object.hasOwn(levels, name) ? levels[name] : undefined;
}

/**
 * Levels of a categorical column that a row of positive weight has, ascending by code point: whatever order the design
 * lists them in, the same rows give the same model.
 */
export function seenLevels(column: Float64Array, levels: readonly string[], w: Float64Array): string[] {
  const seen = new Uint8Array(levels.length);
  for (let i = 0; i < column.length; i++) if (w[i] > 0 && !Number.isNaN(column[i])) seen[column[i]] = 1;
  return levels.filter((_, k) => seen[k] === 1).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * A categorical column as indices of the levels that a model was fitted on, matched by text; −1 where it is missing or a
 * level that the model has not seen.
 */
export function matchLevels(column: Float64Array, levels: readonly string[], fitted: readonly string[]): Int32Array {
  const position = new Map(fitted.map((level, k) => [level, k]));
  const codes = Int32Array.from(levels, (level) => position.get(level) ?? -1);
  return Int32Array.from(column, (v) => (Number.isNaN(v) ? -1 : codes[v]));
}

/** @throws RangeError where the design and the model do not agree on whether a feature is categorical. */
export function checkKind(name: string, given: readonly string[] | undefined, fitted: readonly string[] | undefined) {
  if ((given === undefined) === (fitted === undefined)) return;
  throw new RangeError(
    given === undefined
      ? `invalid design; "${name}" is a number, the model was fitted with it categorical: give its levels`
      : `invalid design; "${name}" is categorical, the model was fitted with it as a number`,
  );
}
