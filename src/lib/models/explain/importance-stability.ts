import {ranked, spearman} from "../../numeric/index.ts";

export interface ImportanceStability {
  readonly folds: number;
  /** How many features count as the top of a fold. */
  readonly top: number;
  /**
   * Mean over all pairs of folds of Spearman's correlation of |importance|: 1, the same order in every fold; about 0, no more alike than by
   * chance. NaN with fewer than two folds or three features, or where a fold's importances are all equal.
   */
  readonly rankCorrelation: number;
  /** The most important first, by mean rank (ties by name). */
  readonly features: readonly StableImportance[];
}

export interface StableImportance {
  readonly name: string;
  /** Of the importances as given, over folds, with their sign. */
  readonly mean: number;
  /** Standard deviation over folds (n − 1); NaN for one fold. */
  readonly sd: number;
  /** Mean rank of |importance|: 1 is the most important; ties share their mean rank. */
  readonly meanRank: number;
  /** Share of folds in which the feature is among the top; where the last place is tied, those tied share it. */
  readonly shareInTop: number;
  /** Share of folds with a sign that have the sign of most; NaN where none has one. 0.5 is a coin. */
  readonly signAgreement: number;
}

/**
 * How alike the importances of several folds are. Folds share training rows, so agreement is no independent confirmation; disagreement is
 * a warning.
 *
 * @param names all features. @param folds feature → importance (signed where it has a sign); a feature that a fold did not use
 * may be absent and counts as 0. @param top default 5, or all where there are fewer.
 * @throws RangeError for no fold, a feature that is not among the names, an importance that is not finite, or top below 1.
 */
export function importanceStability(
  names: readonly string[],
  folds: readonly Readonly<Record<string, number>>[],
  top = Math.min(5, names.length),
): ImportanceStability {
  if (folds.length === 0) throw new RangeError("invalid folds; there are none");
  if (!(Number.isInteger(top) && top >= 1)) throw new RangeError(`invalid top; not 1 or more: ${top}`);
  folds.forEach((fold, f) => {
    for (const [name, value] of Object.entries(fold)) {
      if (!names.includes(name))
        throw new RangeError(`invalid importance; fold ${f} has "${name}", not one of the names`);
      if (!Number.isFinite(value)) throw new RangeError(`invalid importance; "${name}" in fold ${f} is ${value}`);
    }
  });
  const values = folds.map((fold) => Float64Array.from(names, (name) => (Object.hasOwn(fold, name) ? fold[name] : 0)));
  const sizes = values.map((fold) => fold.map(Math.abs));
  const middle = (names.length + 1) / 2;
  const ranks = sizes.map((fold) => ranked(fold).map((r) => middle - r)); // 1 is the largest
  const inTop = sizes.map((fold) => topShares(fold, top));
  const features = names.map((name, j): StableImportance => {
    const own = values.map((fold) => fold[j]);
    const mean = average(own);
    const signs = own.filter((v) => v !== 0).map(Math.sign);
    const positive = signs.filter((s) => s > 0).length;
    return {
      name,
      mean,
      sd: own.length < 2 ? Number.NaN : Math.sqrt(own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (own.length - 1)),
      meanRank: average(ranks.map((fold) => fold[j])),
      shareInTop: average(inTop.map((fold) => fold[j])),
      signAgreement: signs.length === 0 ? Number.NaN : Math.max(positive, signs.length - positive) / signs.length,
    };
  });
  const pairs = sizes.flatMap((a, f) => sizes.slice(f + 1).map((b) => spearman(a, b)));
  return {
    folds: folds.length,
    top,
    rankCorrelation: pairs.length === 0 ? Number.NaN : average(pairs),
    features: features.sort((a, b) => a.meanRank - b.meanRank || (a.name < b.name ? -1 : 1)),
  };
}

/** 1 for each of the `top` largest; where several tie for the last places, each gets an equal part of them. 0 is never in. */
function topShares(sizes: Float64Array, top: number): Float64Array {
  const cut = sizes.slice().sort().at(-Math.min(top, sizes.length)) ?? 0;
  const above = sizes.filter((v) => v > cut).length;
  const tied = sizes.filter((v) => v === cut).length;
  return sizes.map((v) => (v === 0 || v < cut ? 0 : v > cut ? 1 : (top - above) / Math.max(tied, top - above)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
