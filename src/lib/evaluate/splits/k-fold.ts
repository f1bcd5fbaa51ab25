import type {DayRange} from "../types.ts";
import {purgedSplit} from "./purge.ts";
import type {PurgeOptions, Split} from "./types.ts";

export interface KFoldOptions extends PurgeOptions {
  /** Number of test windows, 2 or more. */
  readonly folds: number;
}

/**
 * Purged K-fold cross-validation (López de Prado 2018, ch. 7): the days are cut into consecutive blocks, each is tested
 * once, trained on what is left of all others after purge and embargo, earlier and later:
 *
 *     X X X · T T T T T
 *     T T · X X X · T T      (3 folds of 9 days, labels of their own day, embargo 1)
 *     T T T T T · X X X
 *
 * It trains on days after the test window, so it says how well a model explains, not how it would have done at the time:
 * that is for walk-forward.
 * @throws RangeError if folds is not in 2 … days, or nothing is left to train on.
 */
export function purgedKFold(days: number, {folds, ...purge}: KFoldOptions): Split[] {
  return dayBlocks(days, folds, "folds").map((test, index) => purgedSplit(index, days, [test], purge));
}

/** Days 0 … days − 1 as `count` consecutive blocks whose lengths differ by one day at most. */
export function dayBlocks(days: number, count: number, name: string): DayRange[] {
  if (!(Number.isInteger(count) && count >= 2 && count <= days))
    throw new RangeError(`invalid ${name}; not in 2 … ${days} days: ${count}`);
  const edge = (k: number) => Math.floor((k * days) / count);
  return Array.from({length: count}, (_, k) => ({start: edge(k), end: edge(k + 1)}));
}
