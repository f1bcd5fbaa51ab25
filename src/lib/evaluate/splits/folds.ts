import type {Study} from "../../study/index.ts";
import type {Fold, SplitOptions} from "../types.ts";
import {checkDays, labelWindows} from "./labels.ts";
import type {LabelWindows} from "./types.ts";

/**
 * Walk-forward folds over days 0 … days − 1. With train 4, test 2, purge 0, embargo 1 (T train, · gap, X test):
 *
 *     expanding            rolling              anchored, anchor 1
 *     T T T T · X X        T T T T · X X        . T T T T · X X
 *     T T T T T T · X X    . . T T T T · X X    . T T T T T T · X X
 *
 * The gap (purge + embargo) lies between train and test: a row's label may reach `purge` days beyond its day, so that no
 * training label reaches the test window, nor the embargo before it. The last test window may be shorter.
 *
 * Anchored is expanding from a stated day: what lies before the anchor is neither trained on nor tested. Expanding starts
 * with the data, so that its windows change when older history is added; anchored ones stay as they are.
 *
 * @param labels windows of the labels by day, where they differ from day to day; then `purge` is not used. Their ends must
 * not descend: otherwise a training window would have holes.
 * @returns folds in order of time; test windows are consecutive and do not overlap.
 * @throws RangeError if no fold fits, saying how many days are needed, or if a length is not a whole number.
 */
export function walkForwardFolds(days: number, split: SplitOptions, labels?: LabelWindows): Fold[] {
  for (const [name, least] of [
    ["train", 1],
    ["test", 1],
    ["purge", 0],
    ["embargo", 0],
  ] as const)
    checkDays(name, split[name], least);
  const anchor = anchorOf(split);
  const needed = daysNeeded(split);
  const endOfTraining = trainingEnds(days, labels ?? split.purge, split.embargo);
  let first = anchor + split.train + split.embargo;
  if (labels === undefined) first += split.purge;
  else while (first < days && endOfTraining(first) - anchor < split.train) first++;
  if (!(days > first))
    throw new RangeError(
      `no fold fits into ${days} days; needed are ${needed}: ` +
        `${anchor > 0 ? `${anchor} before the anchor, ` : ""}${split.train} to train on, ` +
        `${labels ? "the days that their labels look at" : split.purge + split.embargo} between, 1 to test`,
    );
  const folds: Fold[] = [];
  for (let start = first; start < days; start += split.test) {
    const end = endOfTraining(start);
    folds.push({
      index: folds.length,
      train: {start: split.kind === "rolling" ? end - split.train : anchor, end},
      gap: {start: end, end: start},
      test: {start, end: Math.min(start + split.test, days)},
    });
  }
  return folds;
}

/**
 * For a test window's first day: the end of the days whose labels end more than `embargo` days before it.
 * @throws RangeError if the labels' ends descend.
 */
export function trainingEnds(
  days: number,
  labels: number | LabelWindows,
  embargo: number,
): (testStart: number) => number {
  if (typeof labels === "number") return (start) => start - labels - embargo;
  const {end} = labelWindows(days, labels);
  for (let d = 1; d < days; d++)
    if (!(end[d] >= end[d - 1]))
      throw new RangeError(`invalid labels; the label of day ${d} ends before that of day ${d - 1}: use purgedKFold`);
  return (start) => {
    let last = start;
    while (last > 0 && end[last - 1] >= start - embargo) last--;
    return last;
  };
}

/** Fewest days into which one fold fits. */
export function daysNeeded(split: SplitOptions): number {
  return anchorOf(split) + split.train + split.purge + split.embargo + 1;
}

function anchorOf({kind, anchor = 0}: SplitOptions): number {
  if (kind !== "anchored") return 0;
  checkDays("anchor", anchor, 0);
  return anchor;
}

/**
 * The split of a study on a desk of that many days, where it counts in days. "auto": expanding, a third of the days (20 to 250) before the first
 * test window, test windows of a twelfth (5 to 21), an embargo of one day. Labels are next-day P&L: purge 0.
 */
export function resolveSplit(split: Study["split"], days: number): SplitOptions {
  if (split !== "auto") {
    const {kind, train, test, embargo} = split;
    return {kind, train, test, embargo, purge: 0};
  }
  const clamp = (x: number, low: number, high: number) => Math.max(low, Math.min(high, Math.floor(x)));
  return {kind: "expanding", train: clamp(days / 3, 20, 250), test: clamp(days / 12, 5, 21), purge: 0, embargo: 1};
}
