import type {Study} from "../study/index.ts";
import type {Fold, SplitOptions} from "./types.ts";

/**
 * Walk-forward folds over days 0 … days − 1. With train 4, test 2, purge 0, embargo 1 (T train, · gap, X test):
 *
 *     expanding            rolling
 *     T T T T · X X        T T T T · X X
 *     T T T T T T · X X    . . T T T T · X X
 *
 * The gap (purge + embargo) lies between train and test: a row's label may reach `purge` days beyond its day, so that no
 * training label reaches the test window, nor the embargo before it. The last test window may be shorter.
 *
 * @returns folds in order of time; test windows are consecutive and do not overlap.
 * @throws RangeError if no fold fits, saying how many days are needed, or if a length is not a whole number.
 */
export function walkForwardFolds(days: number, split: SplitOptions): Fold[] {
  for (const [name, least] of [
    ["train", 1],
    ["test", 1],
    ["purge", 0],
    ["embargo", 0],
  ] as const)
    if (!(Number.isInteger(split[name]) && split[name] >= least))
      throw new RangeError(`invalid ${name}; not a whole number of days, ${least} or more: ${split[name]}`);
  const gap = split.purge + split.embargo;
  const needed = daysNeeded(split);
  if (!(days >= needed))
    throw new RangeError(
      `no fold fits into ${days} days; needed are ${needed}: ${split.train} to train on, ${gap} between, 1 to test`,
    );
  const folds: Fold[] = [];
  for (let start = split.train + gap; start < days; start += split.test) {
    const end = start - gap;
    folds.push({
      index: folds.length,
      train: {start: split.kind === "rolling" ? end - split.train : 0, end},
      gap: {start: end, end: start},
      test: {start, end: Math.min(start + split.test, days)},
    });
  }
  return folds;
}

/** Fewest days into which one fold fits. */
export function daysNeeded({train, purge, embargo}: SplitOptions): number {
  return train + purge + embargo + 1;
}

/**
 * The split of a study on a desk of that many days. "auto": expanding, a third of the days (20 to 250) before the first
 * test window, test windows of a twelfth (5 to 21), an embargo of one day. Labels are next-day P&L: purge 0.
 */
export function resolveSplit(split: Study["split"], days: number): SplitOptions {
  if (split !== "auto") return {...split, purge: 0};
  const clamp = (x: number, low: number, high: number) => Math.max(low, Math.min(high, Math.floor(x)));
  return {kind: "expanding", train: clamp(days / 3, 20, 250), test: clamp(days / 12, 5, 21), purge: 0, embargo: 1};
}
