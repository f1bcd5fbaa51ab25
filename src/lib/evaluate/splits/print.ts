import type {DayRange, Fold} from "../types.ts";
import {asSplit, type Split} from "./types.ts";

/**
 * The splits as a table in text, one a line: what each trains on, leaves out and tests, with the number of days. Ranges are
 * joined by " + ".
 *
 *     split  train                    days  gap days  test                     days
 *         1  2024-01-02 … 2024-01-05     4         1  2024-01-09 … 2024-01-10     2
 */
export function printSplits(splits: readonly (Fold | Split)[], dates: readonly string[]): string {
  const spans = (ranges: readonly DayRange[]) =>
    ranges
      .map(({start, end}) => (end - start === 1 ? dates[start] : `${dates[start]} … ${dates[end - 1]}`))
      .join(" + ");
  const count = (ranges: readonly DayRange[]) => String(ranges.reduce((sum, {start, end}) => sum + end - start, 0));
  const head = ["split", "train", "days", "gap days", "test", "days"];
  const lines = splits.map(asSplit).map(({index, train, gap, test}) => {
    return [String(index + 1), spans(train), count(train), count(gap), spans(test), count(test)];
  });
  const widths = head.map((name, c) => Math.max(name.length, ...lines.map((cells) => cells[c].length)));
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, c) => (c === 1 || c === 4 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join("  ")
      .trimEnd();
  return `${[head, ...lines].map(row).join("\n")}\n`;
}
