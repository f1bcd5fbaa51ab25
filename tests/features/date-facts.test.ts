import {describe, expect, it} from "vitest";
import {dateFacts} from "../../src/lib/features/date-facts.ts";

describe("dateFacts", () => {
  it("agrees with the platform's calendar on every day of 1999 to 2032", () => {
    for (let time = Date.UTC(1999, 0, 1); time < Date.UTC(2033, 0, 1); time += 86_400_000) {
      const date = new Date(time);
      const iso = date.toISOString().slice(0, 10);
      const month = date.getUTCMonth();
      const later = Array.from({length: 7}, (_, k) => new Date(time + (k + 1) * 86_400_000));
      const more = later.some((d) => d.getUTCMonth() === month && d.getUTCDay() >= 1 && d.getUTCDay() <= 5);
      const facts = dateFacts(iso);
      if (
        facts.weekday !== (date.getUTCDay() || 7) ||
        facts.dayOfMonth !== date.getUTCDate() ||
        facts.lastOfMonth === more
      )
        expect.fail(`${iso}: ${JSON.stringify(facts)}`);
    }
    expect(dateFacts("2024-02-29")).toEqual({weekday: 4, dayOfMonth: 29, lastOfMonth: true});
    expect(dateFacts("2025-05-30").lastOfMonth).toBe(true); // a Friday; the 31st is a Saturday
  });

  it("refuses what is no date", () => {
    expect(() => dateFacts("2025-02-29")).toThrow("2025-02-29");
    expect(() => dateFacts("2025-1-2")).toThrow("2025-1-2");
    expect(() => dateFacts("2025-13-01")).toThrow("2025-13-01");
  });
});
