import type {DayRange} from "../types.ts";
import {checkDays, labelWindows} from "./labels.ts";
import type {LabelWindows, PurgeOptions, Split} from "./types.ts";

/**
 * The split that tests `test` and trains on all other days, but for those whose label's window touches that of a test row,
 * or comes within `embargo` days of it (López de Prado 2018, ch. 7.4). The window of a test range is from its first day to
 * the last day that a label of it looks at; test ranges that touch are one.
 *
 * López de Prado embargoes after the test window only; here the embargo is on both sides, as it is in walk-forward.
 * @throws RangeError if nothing is left to train on.
 */
export function purgedSplit(index: number, days: number, test: readonly DayRange[], options: PurgeOptions = {}): Split {
  const {embargo = 0} = options;
  checkDays("embargo", embargo, 0);
  const labels = labelWindows(days, options.labels);
  const merged = mergeRanges(test);
  const windows = merged.map((range) => testWindow(range, labels));
  const tested = new Uint8Array(days);
  for (const {start, end} of merged) tested.fill(1, start, end);
  const clear = (d: number) =>
    windows.every(({start, end}) => labels.end[d] < start - embargo || labels.start[d] >= end + embargo);
  const train = rangesWhere(days, (d) => tested[d] === 0 && clear(d));
  if (train.length === 0)
    throw new RangeError(
      `no day is left to train on in split ${index + 1}: labels and embargo reach from test to test`,
    );
  return {index, train, gap: rangesWhere(days, (d) => tested[d] === 0 && !clear(d)), test: merged};
}

/** From the range's first day to the end (exclusive) of what its labels look at. */
function testWindow({start, end}: DayRange, labels: LabelWindows): DayRange {
  let last = end - 1;
  for (let d = start; d < end; d++) last = Math.max(last, labels.end[d]);
  return {start, end: last + 1};
}

/** Maximal ranges of days where `keep` holds, ascending. */
export function rangesWhere(days: number, keep: (day: number) => boolean): DayRange[] {
  const ranges: DayRange[] = [];
  for (let d = 0; d < days; d++) {
    if (!keep(d)) continue;
    const start = d;
    while (d < days && keep(d)) d++;
    ranges.push({start, end: d});
  }
  return ranges;
}

function mergeRanges(ranges: readonly DayRange[]): DayRange[] {
  const last = ranges.reduce((most, {end}) => Math.max(most, end), 0);
  return rangesWhere(last, (d) => ranges.some(({start, end}) => d >= start && d < end));
}
