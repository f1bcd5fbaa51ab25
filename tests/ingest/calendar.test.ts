import fc from "fast-check";
import {expect, test} from "vitest";
import {epochDay, fromIso, isDay, isoDate, weekday} from "../../src/lib/ingest/calendar.ts";

/** The platform's own calendar, in UTC, as the oracle. */
const oracle = (epoch: number) => new Date(epoch * 86_400_000);

test("agrees with the platform's calendar on every day from 1900 to 2200", () => {
  for (let epoch = -25567; epoch <= 84006; epoch += 1) {
    const date = oracle(epoch);
    if (isoDate(epoch) !== date.toISOString().slice(0, 10)) expect.fail(`day ${epoch}: ${isoDate(epoch)}`);
    const {0: y, 1: m, 2: d} = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (epochDay(y, m, d) !== epoch) expect.fail(`${isoDate(epoch)}: ${epochDay(y, m, d)}`);
  }
});

test("weekday is ISO: Monday 1 to Sunday 7", () => {
  fc.assert(
    fc.property(fc.integer({min: -25567, max: 84006}), (epoch) => {
      expect(weekday(isoDate(epoch))).toBe(oracle(epoch).getUTCDay() || 7);
    }),
  );
});

test.each(["2025-02-30", "2023-02-29", "2025-13-01", "2025-1-01", "x"])("fromIso refuses %s", (date) => {
  expect(() => fromIso(date)).toThrow(`invalid date; not YYYY-MM-DD: ${date}`);
});

test("knows leap years", () => {
  expect([1900, 2000, 2023, 2024, 2100].map((y) => isDay(y, 2, 29))).toEqual([false, true, false, true, false]);
});
