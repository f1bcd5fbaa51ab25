import {describe, expect, it} from "vitest";
import {pastScale} from "../../src/lib/features/index.ts";
import {float64, int32, table} from "../../src/lib/numeric/index.ts";
import {smallDesk} from "./small-desk.ts";

/** The definition, word for word and slowly. */
function literal(trader: ArrayLike<number>, day: ArrayLike<number>, net: ArrayLike<number>): number[] {
  const rows = Array.from({length: net.length}, (_, r) => r);
  const own = (i: number, t: number) => rows.filter((r) => trader[r] === i && day[r] < t && net[r] !== 0).slice(-60);
  const size = (list: number[]) =>
    (Math.sqrt(Math.PI / 2) * list.reduce((s, r) => s + Math.abs(net[r]), 0)) / list.length;
  return rows.map((r) => {
    const all = [...new Set(Array.from(trader))].map((i) => own(i, day[r])).filter((list) => list.length > 0);
    const sizes = all.map(size).sort((a, b) => a - b);
    const middle = sizes.length / 2;
    const desk = sizes.length % 2 ? sizes[Math.floor(middle)] : (sizes[middle - 1] + sizes[middle]) / 2;
    const mine = own(trader[r], day[r]);
    return mine.length >= 5 ? Math.max(size(mine), 0.001 * desk) : desk;
  });
}

describe("pastScale", () => {
  it("is its definition on every row", () => {
    const {daily, days} = smallDesk({traders: 5, days: 90});
    const [trader, day, net] = [int32(daily, "trader"), int32(daily, "day"), float64(daily, "net")];
    const scale = pastScale(daily, days.length);
    literal(trader, day, net).forEach((expected, r) => {
      if (Number.isNaN(expected)) expect(scale[r]).toBeNaN();
      else expect(scale[r] / expected).toBeCloseTo(1, 12);
    });
    expect(scale.filter((s) => Number.isNaN(s)).length).toBe(Array.from(day).filter((d) => d === 0).length);
  });

  it("is the standard deviation of a normal trader", () => {
    const {daily} = smallDesk({traders: 1, days: 400, absent: 0});
    const scale = pastScale(daily, 400);
    expect(scale.slice(100).reduce((a, b) => a + b) / 300).toBeCloseTo(10, 0);
  });

  it("has a floor for a trader who has only ever paid fees, and none before the desk's first P&L", () => {
    const rows = [0, 1].flatMap((trader) => Array.from({length: 8}, (_, day) => ({trader, day})));
    const daily = table({
      trader: Int32Array.from(rows, (r) => r.trader),
      day: Int32Array.from(rows, (r) => r.day),
      net: Float64Array.from(rows, ({trader, day}) => (day === 0 ? 0 : trader === 0 ? -0.01 : 1000)),
    });
    const scale = pastScale(daily, 8);
    expect(scale[1]).toBeNaN(); // day 1: only zeros before
    const root = Math.sqrt(Math.PI / 2);
    expect(scale[7]).toBeCloseTo(0.001 * root * ((0.01 + 1000) / 2), 10);
    expect(scale[15]).toBeCloseTo(root * 1000, 8);
  });
});
