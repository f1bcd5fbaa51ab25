import {describe, expect, it} from "vitest";
import {daysFromEpoch, isDate, isoWeekday} from "../../../src/lib/view/slice/index.ts";

describe("calendar arithmetic", () => {
  it("agrees with the platform's UTC calendar on every day of two centuries", () => {
    for (let day = -25567; day < 47482; day++) {
      const date = new Date(day * 86_400_000);
      const iso = date.toISOString().slice(0, 10);
      const weekday = date.getUTCDay() || 7;
      if (daysFromEpoch(iso) !== day || isoWeekday(iso) !== weekday || !isDate(iso)) expect.fail(iso);
    }
  });

  it.each(["2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-1-01", "0000-01-01", "x", ""])(
    "refuses %j",
    (text) => {
      expect(isDate(text)).toBe(false);
      expect(() => isoWeekday(text)).toThrow(/invalid date; not an existing day written YYYY-MM-DD/);
    },
  );

  it("knows leap days", () => {
    expect(["2024-02-29", "2000-02-29"].map(isDate)).toEqual([true, true]);
  });
});
