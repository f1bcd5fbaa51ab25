import {dot} from "../../numeric/index.ts";
import {daySums} from "./daily-losses.ts";
import {dieboldMariano} from "./diebold-mariano.ts";
import {type DirectionTest, directions} from "./directions.ts";
import {defaultLags} from "./long-run.ts";

/**
 * The same question for a panel: P̂ − P̂* is twice the covariance of the two indicators, tested through its sums by day with
 * a Bartlett variance over days and Harvey, Leybourne and Newbold's correction (as Driscoll and Kraay 1998 do for a
 * regression): rows of a day may be related, and days in a row too.
 * @param day of each row, in any order. @param within a group of each row, its trader for instance, inside which shares of
 * "up" are taken: then knowing who mostly wins is no skill. Default: one group.
 * @returns null where nothing varies.
 */
export function directionByDay(
  day: Int32Array,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  {within}: {within?: Int32Array} = {},
): DirectionTest | null {
  const found = directions(actual, predicted);
  if (found === null) return null;
  const {rows, up, foretold, hitRate} = found;
  const group = rows.map((i) => within?.[i] ?? 0);
  const [y, x] = [centred(up, group), centred(foretold, group)];
  const {sums} = daySums(
    rows.map((i) => day[i]),
    [Float64Array.from(y, (v, k) => v * x[k])],
  );
  const test = dieboldMariano(sums[0], {horizon: 1 + defaultLags(sums[0].length), variance: "bartlett"});
  if (test === null) return null;
  const above = (2 * dot(y, x)) / rows.length;
  return {n: rows.length, hitRate, expected: hitRate - above, statistic: test.statistic, p: test.pGreater};
}

/** The values less their group's mean. */
function centred(x: Float64Array, group: Int32Array): Float64Array {
  const sums = new Map<number, [number, number]>();
  x.forEach((v, k) => {
    const [sum, n] = sums.get(group[k]) ?? [0, 0];
    sums.set(group[k], [sum + v, n + 1]);
  });
  return x.map((v, k) => {
    const [sum, n] = sums.get(group[k])!;
    return v - sum / n;
  });
}
