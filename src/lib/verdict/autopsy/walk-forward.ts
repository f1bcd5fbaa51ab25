import {
  type Fold,
  type FoldItemOptions,
  fitFold,
  foldItems,
  resolveSplit,
  type SignalRows,
  type SplitOptions,
  walkForwardFolds,
} from "../../evaluate/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";

/** Predictions of days that no model had seen, with what happened. */
export interface TestedRows extends SignalRows {
  readonly folds: readonly Fold[];
  readonly split: SplitOptions;
  /** Row of the panel that each row is. */
  readonly at: Int32Array;
}

/** A learner through the walk-forward of a study: the split that "auto" gives, everything fitted in training windows. */
export async function walkForward(
  panel: Table,
  days: number,
  options: Partial<Pick<FoldItemOptions, "learner" | "settings" | "target">> = {},
): Promise<TestedRows> {
  const split = resolveSplit("auto", days);
  const reach = options.target?.kind === "net" ? options.target.horizon - 1 : 0;
  const purged = {...split, purge: reach};
  const folds = walkForwardFolds(days, purged);
  const results = [];
  for (const item of foldItems({learner: "ridge", seed: 1, folds, panel, ...options}))
    results.push(await fitFold(item));
  const [who, when, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const rowOf = new Map(Array.from(who, (t, r) => [t * days + when[r], r]));
  const rows = results
    .flatMap(({fold, trader, day, value}) =>
      Array.from(value, (v, k) => ({at: rowOf.get(trader[k] * days + day[k])!, fold, v})),
    )
    .filter(({v}) => Number.isFinite(v))
    .sort((a, b) => a.at - b.at);
  return {
    folds,
    split: purged,
    at: Int32Array.from(rows, (r) => r.at),
    trader: Int32Array.from(rows, (r) => who[r.at]),
    day: Int32Array.from(rows, (r) => when[r.at]),
    fold: Int32Array.from(rows, (r) => r.fold),
    value: Float64Array.from(rows, (r) => r.v),
    net: Float64Array.from(rows, (r) => net[r.at]),
  };
}

/** Half size on the given share of rows with the lowest predictions, full size on the others. */
export function halveLowest(value: Float64Array, share: number): Float64Array {
  const cut = value.slice().sort()[Math.floor(share * (value.length - 1))];
  return value.map((v) => (v <= cut ? 0.5 : 1));
}
