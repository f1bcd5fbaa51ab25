import {describe, expect, it} from "vitest";
import {type Table, table} from "../../../src/lib/numeric/index.ts";
import {publishedTable} from "../../../src/lib/view/slice/published.ts";

const desk = {accounts: ["A", "B"], days: ["2025-01-03", "2025-01-06", "2025-01-11"]};
const policy = (trader: number[], day: number[]): Table =>
  table({
    signal: trader.map(() => "ridge"),
    trader: Int32Array.from(trader),
    day: Int32Array.from(day),
    fold: Int32Array.from(trader, (_, i) => i),
    value: Float64Array.from(trader, () => Number.NaN),
    multiplier: Float64Array.from(trader, () => 0.5),
    net: Float64Array.from(trader, (_, i) => -i),
  });

describe("publishedTable", () => {
  it("writes names, dates and weekdays beside what the policy has", () => {
    const {rows, columns} = publishedTable(policy([1, 0, 0], [2, 0, 1]), desk);
    expect(rows).toBe(3);
    expect(Object.keys(columns)).toEqual([
      "account",
      "date",
      "day",
      "weekday",
      "signal",
      "fold",
      "value",
      "multiplier",
      "net",
    ]);
    expect(columns.account).toEqual(["B", "A", "A"]);
    expect(columns.date).toEqual(["2025-01-11", "2025-01-03", "2025-01-06"]);
    expect(columns.weekday).toEqual(Int32Array.of(6, 5, 1)); // Saturday, Friday, Monday
    expect(columns.day).toEqual(Int32Array.of(2, 0, 1));
    expect(columns.fold).toEqual(Int32Array.of(0, 1, 2));
    expect(columns.net).toEqual(Float64Array.of(-0, -1, -2));
  });

  it("says which row names a trader or day that the desk does not have", () => {
    expect(() => publishedTable(policy([0, 2], [0, 0]), desk)).toThrow("policy row 1: the desk has no trader 2");
    expect(() => publishedTable(policy([0, 1], [0, 9]), desk)).toThrow(/policy row 1.*no day 9/);
  });

  it("has the same columns and no rows where there was no policy", () => {
    const empty = publishedTable(null, desk);
    expect(empty.rows).toBe(0);
    expect(Object.keys(empty.columns)).toEqual(Object.keys(publishedTable(policy([0], [0]), desk).columns));
  });
});
