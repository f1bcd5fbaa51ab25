import {expect, test} from "vitest";
import {weekday} from "../../src/lib/ingest/index.ts";
import {isHalfDay, tradingDays} from "../../src/lib/simulate/trading-days.ts";

test("Monday to Friday, without holidays", () => {
  // 2024-12-25 is a Wednesday, 2025-01-01 a Wednesday.
  expect(tradingDays("2024-12-20", 8)).toEqual([
    "2024-12-20",
    "2024-12-23",
    "2024-12-24",
    "2024-12-27",
    "2024-12-30",
    "2024-12-31",
    "2025-01-03",
    "2025-01-06",
  ]);
});

test("ascending, unique, as many as asked", () => {
  const days = tradingDays("2023-01-03", 500);
  expect(days).toHaveLength(500);
  expect(days[0]).toBe("2023-01-03");
  expect([...new Set(days)].sort()).toEqual(days);
  expect(days.every((date) => weekday(date) <= 5)).toBe(true);
});

test.each([0, -1, 1.5, Number.NaN])("refuses a count of %d", (count) => {
  expect(() => tradingDays("2023-01-03", count)).toThrow("invalid count");
});

test("does not run on for ever", () => {
  expect(() => tradingDays("2100-12-01", 100)).toThrow("past the year 2100");
});

test("closes early on the eve of holidays", () => {
  // The fourth Thursday of November 2024 is the 28th.
  expect(["2024-07-03", "2024-12-24", "2024-11-29"].map(isHalfDay)).toEqual([true, true, true]);
  expect(["2024-07-02", "2024-11-22", "2024-11-28", "2024-12-23"].map(isHalfDay)).toEqual([false, false, false, false]);
  const year = tradingDays("2024-01-02", 254);
  expect(year.filter(isHalfDay)).toEqual(["2024-07-03", "2024-11-29", "2024-12-24"]);
});
