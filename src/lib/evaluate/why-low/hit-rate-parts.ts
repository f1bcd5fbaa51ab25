import {hitRate} from "../metrics.ts";
import {type DayEstimate, dayRatio} from "./day-ratio.ts";

/** rate = 0.5 + imbalance + timing. */
export interface HitRateParts {
  /** Rows with P&L; the others have no direction. */
  readonly rows: number;
  readonly rate: DayEstimate;
  /** Share of the more frequent direction: what saying it every day would have got. */
  readonly majority: number;
  /** rate − majority: what is left of the hit rate beside the constant answer. */
  readonly aboveMajority: DayEstimate;
  /**
   * P* − 0.5: what unrelated predictions that say "up" and "down" as often get above a coin, only because one direction is
   * the more frequent on both sides (Pesaran and Timmermann 1992); predictions of 0, which name none, take from it.
   */
  readonly imbalance: number;
  /** rate − P*: the part that knows when. */
  readonly timing: DayEstimate;
}

/**
 * How much of a hit rate is the majority class? Intervals take days as the observations. A prediction of 0 names no
 * direction: a miss, as in `hitRate`.
 * @returns null if no row has P&L.
 */
export function hitRateParts(
  day: Int32Array,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  {level = 0.95}: {level?: number} = {},
): HitRateParts | null {
  const found = hitRate(actual, predicted);
  if (found === null) return null;
  const rows = Int32Array.from(day.keys()).filter((i) => actual[i] !== 0);
  const days = rows.map((i) => day[i]);
  const one = new Float64Array(rows.length).fill(1);
  const hit = Float64Array.from(rows, (i) => (Math.sign(actual[i]) === Math.sign(predicted[i]) ? 1 : 0));
  const up = Float64Array.from(rows, (i) => (actual[i] > 0 ? 1 : 0));
  const saysUp = Float64Array.from(rows, (i) => (predicted[i] > 0 ? 1 : 0));
  const saysDown = Float64Array.from(rows, (i) => (predicted[i] < 0 ? 1 : 0));
  const mean = (x: Float64Array) => x.reduce((s, v) => s + v, 0) / x.length;
  const [py, pu, pd] = [mean(up), mean(saysUp), mean(saysDown)];
  const imbalance = pu * py + pd * (1 - py) - 0.5;
  const most = py >= 0.5 ? 1 : 0;
  const ratio = (over: Float64Array) => dayRatio(days, over, one, {level});
  // hit − P* by row, less what its estimated shares add: ∂P*/∂p_y, ∂P*/∂p_up and ∂P*/∂p_down times their errors
  const timing = hit.map(
    (h, k) => h - 0.5 - imbalance - (pu - pd) * (up[k] - py) - py * (saysUp[k] - pu) - (1 - py) * (saysDown[k] - pd),
  );
  return {
    rows: rows.length,
    rate: ratio(hit),
    majority: found.majority,
    aboveMajority: ratio(hit.map((h, k) => h - (up[k] === most ? 1 : 0))),
    imbalance,
    timing: ratio(timing),
  };
}
