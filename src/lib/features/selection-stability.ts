import {normalQuantile} from "../numeric/index.ts";

export interface SelectionStability {
  /** 1: the same features in every fold; 0: as far apart as by chance. NaN where it is not defined. */
  readonly index: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  /** Share of folds in which each feature was kept. */
  readonly shares: Readonly<Record<string, number>>;
}

/**
 * How alike the selections of several folds are: the index of Nogueira, Sechidis and Brown (2018, JMLR 18(174), definition 4
 * and theorem 7), which is corrected for chance and reduces to Kuncheva's where all selections have one size.
 *
 * Φ = 1 − mean_f(s²_f) / (k̄/p (1 − k̄/p)), s²_f the unbiased variance over folds of whether feature f was kept, k̄ the mean
 * size. The interval is asymptotic and takes selections as independent; training windows that overlap make it too narrow.
 *
 * @param names all features that could be kept. @param selections names kept, one list a fold.
 * @returns NaN with fewer than two folds, or where every selection is empty or every one is all.
 */
export function selectionStability(
  names: readonly string[],
  selections: readonly (readonly string[])[],
  level = 0.95,
): SelectionStability {
  const unknown = selections.flat().find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`invalid selection; "${unknown}" is not among the features`);
  const [p, folds] = [names.length, selections.length];
  const z = selections.map((list) => names.map((name) => (list.includes(name) ? 1 : 0)));
  const share = names.map((_, f) => z.reduce((sum, row) => sum + row[f], 0) / folds);
  const mean = share.reduce((sum, v) => sum + v, 0); // mean number of features kept
  const chance = (mean / p) * (1 - mean / p);
  const shares = Object.fromEntries(names.map((name, f) => [name, share[f]]));
  if (folds < 2 || !(chance > 0))
    return {index: Number.NaN, standardError: Number.NaN, interval: [Number.NaN, Number.NaN], level, shares};
  const variance = share.reduce((sum, v) => sum + v * (1 - v), 0) / p;
  const index = 1 - ((folds / (folds - 1)) * variance) / chance;
  const influence = z.map((row) => {
    const size = row.reduce<number>((sum, v) => sum + v, 0);
    const overlap = row.reduce<number>((sum, v, f) => sum + v * share[f], 0) / p;
    const correction = (2 * size * mean) / p ** 2 - size / p - mean / p + 1;
    return (overlap - (size * mean) / p ** 2 + (index / 2) * correction) / chance;
  });
  const centre = influence.reduce((sum, v) => sum + v, 0) / folds;
  const squares = influence.reduce((sum, v) => sum + (v - centre) ** 2, 0);
  const standardError = Math.sqrt((4 / folds ** 2) * squares);
  const reach = normalQuantile(0.5 + level / 2) * standardError;
  return {index, standardError, interval: [index - reach, Math.min(1, index + reach)], level, shares};
}
