import {quantileSorted} from "simple-statistics";
import {spearman} from "../../numeric/index.ts";
import {levelsOf} from "../categories.ts";
import {pick} from "../design.ts";
import type {Design, Explanation} from "../learner.ts";
import {columnIndex, upperQuantiles} from "./feature-column.ts";

/** How a feature's contribution depends on its value. */
export interface Dependence {
  readonly feature: string;
  /** Levels of a categorical feature, whose values are their codes; null for a number. */
  readonly levels: readonly string[] | null;
  /** One a row: what a scatter draws. */
  readonly values: Float64Array;
  readonly contributions: Float64Array;
  /** Intervals of equal numbers of rows, ascending, or one a level that occurs; then the missing, where there are any. */
  readonly bins: readonly DependenceBin[];
}

export interface DependenceBin {
  /** Smallest and largest value in the bin (equal for a level); null where it is missing. */
  readonly from: number | null;
  readonly to: number | null;
  /** Row indices. */
  readonly rows: Int32Array;
  /** Mean contribution, and its quartiles (type 7): their distance is what other features add or take. */
  readonly mean: number;
  readonly p25: number;
  readonly p75: number;
}

/**
 * The dependence table of a feature: its contributions against its values (Lundberg et al. 2020, figure 5), and their mean and
 * quartiles by bin. For a function without interactions the quartiles meet the mean wherever a bin is narrow.
 * @param bins intervals of a number. Default 20. @throws RangeError for a feature that is not there.
 */
export function dependence({columns}: Explanation, x: Design, feature: string, bins = 20): Dependence {
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`invalid bins; not 1 or more: ${bins}`);
  const j = columnIndex(x, feature);
  const [values, contributions] = [x.columns[j], columns[j]];
  const levels = levelsOf(x.levels, feature) ?? null;
  const ends = levels === null ? upperQuantiles(values, bins) : levels.map((_, k) => k);
  const missing: number[] = [];
  const members: number[][] = Array.from({length: Math.max(1, ends.length)}, () => []);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) missing.push(i);
    else members[firstAtLeast(ends, value)].push(i);
  });
  const binOf = (rows: number[], known: boolean): DependenceBin => {
    const own = Int32Array.from(rows);
    const [at, added] = [pick(values, own).sort(), pick(contributions, own).sort()];
    const quartile = (p: number) => quantileSorted(added as unknown as number[], p);
    return {
      from: known ? at[0] : null,
      to: known ? at[at.length - 1] : null,
      rows: own,
      mean: added.reduce((sum, v) => sum + v, 0) / added.length,
      p25: quartile(0.25),
      p75: quartile(0.75),
    };
  };
  const filled = members.filter((rows) => rows.length > 0).map((rows) => binOf(rows, true));
  return {
    feature,
    levels,
    values,
    contributions,
    bins: missing.length > 0 ? [...filled, binOf(missing, false)] : filled,
  };
}

/**
 * The feature that goes with what is left of the contributions within bins: the one to colour a dependence chart by. Its
 * strength is the mean over bins (by rows) of |Spearman's correlation| of its values with the contributions; with n rows a bin chance alone
 * gives about 0.8 / √n. Null where no other feature is a number that varies.
 */
export function companionOf({feature, contributions, bins}: Dependence, x: Design): Companion | null {
  let best: Companion | null = null;
  x.names.forEach((name, j) => {
    if (name === feature || levelsOf(x.levels, name) !== undefined) return;
    let [sum, weight] = [0, 0];
    for (const {rows} of bins) {
      const correlation = spearman(pick(x.columns[j], rows), pick(contributions, rows));
      if (Number.isNaN(correlation)) continue;
      sum += rows.length * Math.abs(correlation);
      weight += rows.length;
    }
    if (weight > 0 && sum / weight > (best?.strength ?? 0)) best = {name, strength: sum / weight};
  });
  return best;
}

export interface Companion {
  readonly name: string;
  /** From 0 to 1. */
  readonly strength: number;
}

/** Index of the first end that is not below the value; the last where there is none. */
function firstAtLeast(ends: ArrayLike<number>, value: number): number {
  let [low, high] = [0, Math.max(0, ends.length - 1)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
