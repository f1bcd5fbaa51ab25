import {checkKind, levelsOf} from "../categories.ts";
import {checkNames} from "../design.ts";
import type {Design} from "../learner.ts";
import {joinHash, levelHash} from "./city-hash.ts";
import type {Element, ObliviousModel, Statistic} from "./model.ts";
import {statisticValue} from "./statistic-value.ts";

/** Text whose hash stands for a missing level. */
export const missingLevel = "";

/** A design as a model's tests see it. */
export interface TestedColumns {
  /** Column of each numeric feature: numbers, NaN where missing. */
  readonly numeric: readonly Float64Array[];
  /** Hash of each row's level, one column a categorical feature. */
  readonly hashes: readonly Int32Array[];
  /** Value of each statistic, 32-bit floats. */
  readonly statistics: readonly Float32Array[];
}

/**
 * The design's columns as the model tests them. A level is matched by its text; one that was not seen in training counts as
 * missing; missing is the level "" (its statistics where the training window had missing levels, else the prior).
 * @throws RangeError where names differ from those fitted on, where one of the two takes a feature for categorical and the
 * other does not, or where a column of levels holds what is no index of a level.
 */
export function testedColumns(model: ObliviousModel, x: Design): TestedColumns {
  checkNames(x, model.names);
  const kinds = new Map(model.categorical.map((f) => [f.column, f.levels ?? []]));
  model.names.forEach((name, j) => {
    checkKind(name, levelsOf(x.levels, name), kinds.get(j));
  });
  const numeric = model.numeric.map((f) => x.columns[f.column]);
  const hashes = model.categorical.map((f) => hashColumn(x, f.column, f.levels));
  const known = new Map<string, Combinations>();
  const statistics = model.statistics.map((s) => {
    const key = JSON.stringify(s.elements);
    const rows = known.get(key) ?? combinations(s.elements, x.rows, numeric, hashes);
    known.set(key, rows);
    return statisticColumn(s, rows);
  });
  return {numeric, hashes, statistics};
}

function hashColumn(x: Design, column: number, known: readonly string[] | null): Int32Array {
  const given = levelsOf(x.levels, x.names[column]) ?? [];
  const seen = known === null ? null : new Set(known);
  const missing = levelHash(missingLevel);
  const hashes = given.map((level) => (seen === null || seen.has(level) ? levelHash(level) : missing));
  return Int32Array.from(x.columns[column], (code) => (Number.isNaN(code) ? missing : hashes[code]));
}

/** Values by distinct combination, then one a row: hashing is slow, and combinations are few. */
function statisticColumn(statistic: Statistic, {of, elements}: Combinations): Float32Array {
  const values = elements.map((row) => statisticValue(statistic, statistic.table.rows.get(row.reduce(joinHash, 0n))));
  const out = new Float32Array(of.length);
  for (let i = 0; i < of.length; i++) out[i] = values[of[i]];
  return out;
}

/** The distinct combinations among the rows, and which one each row has. */
interface Combinations {
  readonly of: Int32Array;
  readonly elements: readonly (readonly number[])[];
}

function combinations(
  elements: readonly Element[],
  rows: number,
  numeric: readonly Float64Array[],
  hashes: readonly Int32Array[],
): Combinations {
  let found: Combinations = {of: new Int32Array(rows), elements: [[]]};
  for (const e of elements) {
    const of = new Int32Array(rows);
    const extended: number[][] = [];
    const index = new Map<number, number>();
    for (let i = 0; i < rows; i++) {
      const value =
        e.kind === "above"
          ? Number(Math.fround(numeric[e.numeric][i]) > e.border)
          : e.kind === "is"
            ? Number(hashes[e.categorical][i] === e.value)
            : hashes[e.categorical][i];
      const key = found.of[i] * 4294967296 + (value >>> 0); // exact below 2^53: 2 million combinations
      let k = index.get(key);
      if (k === undefined) {
        k = extended.push([...found.elements[found.of[i]], value]) - 1;
        index.set(key, k);
      }
      of[i] = k;
    }
    found = {of, elements: extended};
  }
  return found;
}
