import type {FoldResult} from "../fit-fold.ts";
import type {FoldItem} from "../fold-item.ts";
import type {Fold} from "../types.ts";

/** One curve's point or bar: what is given to the learner, fold by fold. */
export interface Refit {
  readonly id: string;
  readonly label: string;
  /** Days of training, mean over folds; number of features for a family's. */
  readonly size: number;
  readonly items: readonly FoldItem[];
}

const shares = [
  [1 / 4, "A quarter of the days"],
  [1 / 2, "Half of the days"],
  [3 / 4, "Three quarters of the days"],
  [1, "All days before"],
] as const;

/** Shorter windows than this teach nothing; those parts are left out. */
const leastDays = 20;

/**
 * The same folds, learnt from the last quarter, half, three quarters of the days before each, and from all of them: test
 * days are the same, and only how much was learnt from differs.
 * @param items one a fold, from `foldItems`, with the longest windows.
 */
export function windowRefits(items: readonly FoldItem[]): Refit[] {
  if (items.length === 0) return [];
  return shares.flatMap(([share, label]) => {
    const shortened = items.map((item) => ({...item, fold: withShare(item.fold, share)}));
    const days = shortened.map(({fold}) => fold.train.end - fold.train.start);
    if (Math.min(...days) < leastDays) return [];
    return {id: String(share * 4), label, size: mean(days), items: shortened};
  });
}

function withShare(fold: Fold, share: number): Fold {
  const {start, end} = fold.train;
  return {...fold, train: {start: end - Math.round(share * (end - start)), end}};
}

/** Which family each feature is of. */
export type FamilyOf = ReadonlyMap<string, string>;

/**
 * The same folds with all features, without each family, and with each family only. A feature that no family claims stays in
 * every run that leaves one out.
 * @param families in the order of the bars, with their labels; those without a feature are left out.
 * @returns the run with all features first; that alone where there is one family only.
 */
export function familyRefits(
  items: readonly FoldItem[],
  familyOf: FamilyOf,
  families: readonly {readonly name: string; readonly label: string}[],
): {all: Refit; without: Refit[]; only: Refit[]} | null {
  if (items.length === 0) return null;
  const {names} = items[0];
  const present = families.filter(({name}) => names.some((feature) => familyOf.get(feature) === name));
  const run = (id: string, label: string, keep: (family: string | undefined) => boolean): Refit => {
    const at = Int32Array.from(names.keys()).filter((k) => keep(familyOf.get(names[k])));
    const own = Array.from(at, (k) => names[k]);
    return {
      id,
      label,
      size: own.length,
      items: items.map((item) => ({...item, names: own, columns: Array.from(at, (k) => item.columns[k])})),
    };
  };
  const several = present.length > 1 ? present : [];
  return {
    all: run("all", "All features", () => true),
    without: several.map(({name, label}) => run(name, label, (family) => family !== name)),
    only: several.map(({name, label}) => run(name, label, (family) => family === name)),
  };
}

/** Rows by trader and day, as numbers from 0. */
export interface RowKeys {
  readonly trader: Int32Array;
  readonly day: Int32Array;
}

/** The predictions of a refit's folds on given rows; NaN where it made none. */
export function valuesOn({trader, day}: RowKeys, results: readonly FoldResult[]): Float64Array {
  const width = day.reduce((last, d) => Math.max(last, d), 0) + 1;
  const at = new Map(Array.from(trader, (i, k) => [i * width + day[k], k]));
  const values = new Float64Array(trader.length).fill(Number.NaN);
  for (const result of results)
    for (let k = 0; k < result.value.length; k++) {
      if (result.day[k] >= width) continue;
      const row = at.get(result.trader[k] * width + result.day[k]);
      if (row !== undefined) values[row] = result.value[k];
    }
  return values;
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
