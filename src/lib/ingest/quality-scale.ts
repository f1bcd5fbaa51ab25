import {median} from "simple-statistics";
import type {Career} from "./careers.ts";
import type {Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {check} from "./quality-check.ts";

/** Days with P&L on either side of a date that are compared, at most and at least. */
const WINDOW = 20;
const LEAST = 10;
/** Ratio of their median sizes from which on the unit, not the trader, is likely to have changed (cents, thousands). */
const SUDDEN = 20;
/** Desk days within which changes of several traders count as one. */
const TOGETHER = 5;

/** A date from which on a trader's P&L is of another size altogether. */
export interface ScaleChange {
  /** Index into the values: the first of the new size. */
  readonly index: number;
  /** New over old median size. */
  readonly ratio: number;
}

/**
 * The most abrupt change of size in a series, if any is sudden enough: median |x| of up to 20 nonzero values after over those
 * before, a factor of 20 either way; its place is where the mean logarithm jumps most. Null: none.
 */
export function scaleChange(values: readonly number[]): ScaleChange | null {
  const at = values.flatMap((value, index) => (value === 0 ? [] : [index]));
  const sizes = at.map((index) => Math.abs(values[index]));
  const sums = [0];
  for (const size of sizes) sums.push(sums[sums.length - 1] + Math.log(size));
  let best: ScaleChange | null = null;
  let highest = 0;
  for (let k = LEAST; k <= sizes.length - LEAST; k++) {
    const [from, to] = [Math.max(0, k - WINDOW), Math.min(sizes.length, k + WINDOW)];
    const jump = Math.abs((sums[to] - sums[k]) / (to - k) - (sums[k] - sums[from]) / (k - from));
    if (!(jump > highest && jump > Math.log(SUDDEN) / 2)) continue;
    const ratio = median(sizes.slice(k, to)) / median(sizes.slice(from, k));
    if (ratio < SUDDEN && ratio > 1 / SUDDEN) continue;
    highest = jump;
    best = {index: at[k], ratio};
  }
  return best;
}

/** Whether a unit changed in the files: for one trader a warning, for half of the desk at once an error. */
export function scaleCheck(
  careers: readonly Career[],
  days: readonly string[],
  at: (row: Row) => string,
): QualityCheck {
  const place = new Map(days.map((date, k) => [date, k]));
  const found = careers.flatMap(({rows}) => {
    const change = scaleChange(rows.map((row) => row.values[0]));
    return change === null ? [] : [{row: rows[change.index], ratio: change.ratio}];
  });
  const when = found.map(({row}) => place.get(row.date)!);
  const most = when.reduce((n, d) => Math.max(n, when.filter((e) => e >= d && e <= d + TOGETHER).length), 0);
  const judged = careers.filter(({rows}) => rows.length >= 2 * LEAST).length;
  const together = most >= 2 && 2 * most >= judged;
  return check(
    "scale-change",
    "P&L that changes its size at once",
    together ? "error" : "warning",
    found.map(
      ({row, ratio}) =>
        `${at(row)}: from here on about ${ratio >= 1 ? Number(ratio.toPrecision(2)) : `1/${Number((1 / ratio).toPrecision(2))}`} times the size before`,
    ),
    together
      ? "Half of the traders or more change within a week: the unit of the file is likely to have changed (cents, thousands). Totals over both parts mean nothing."
      : "A factor of 20 or more from one day to the next: another unit, another account, or a trader who really trades that differently. The rows are used.",
  );
}
