import {describe, expect, it} from "vitest";
import {dateFacts, monthFacts} from "../../src/lib/features/date-facts.ts";

describe("monthFacts", () => {
  it("agrees with the platform's calendar on every day of 1999 to 2032", () => {
    for (let time = Date.UTC(1999, 0, 1); time < Date.UTC(2033, 0, 1); time += 86_400_000) {
      const date = new Date(time);
      const iso = date.toISOString().slice(0, 10);
      const month = date.getUTCMonth();
      const isWeekday = (d: Date) => d.getUTCMonth() === month && d.getUTCDay() >= 1 && d.getUTCDay() <= 5;
      const beyond = (sign: number) =>
        Array.from({length: 7}, (_, k) => new Date(time + sign * (k + 1) * 86_400_000)).some(isWeekday);
      const fridays = Array.from(
        {length: 31},
        (_, k) => new Date(Date.UTC(date.getUTCFullYear(), month, k + 1)),
      ).filter((d) => d.getUTCMonth() === month && d.getUTCDay() === 5);
      const expected = {
        weekday: date.getUTCDay() || 7,
        dayOfMonth: date.getUTCDate(),
        month: month + 1,
        firstOfMonth: !beyond(-1),
        lastOfMonth: !beyond(1),
        daysToExpiry: fridays[2].getUTCDate() - date.getUTCDate(),
      };
      const facts = monthFacts(iso);
      if (JSON.stringify(facts) !== JSON.stringify(expected)) expect.fail(`${iso}: ${JSON.stringify(facts)}`);
    }
    expect(monthFacts("2025-05-30").lastOfMonth).toBe(true); // a Friday; the 31st is a Saturday
    expect(monthFacts("2025-03-21").daysToExpiry).toBe(0);
  });

  it("refuses what is no date", () => {
    expect(() => monthFacts("2025-02-29")).toThrow("2025-02-29");
    expect(() => monthFacts("2025-1-2")).toThrow("2025-1-2");
    expect(() => dateFacts(["2025-13-01"])).toThrow("2025-13-01");
  });
});

/** Every Monday to Friday of 2021 to 2024 but Christmas Day and the fourth Thursday of November. */
const days = Array.from({length: 4 * 365 + 1}, (_, k) => new Date(Date.UTC(2021, 0, 1) + k * 86_400_000))
  .filter((d) => d.getUTCDay() >= 1 && d.getUTCDay() <= 5)
  .map((d) => d.toISOString().slice(0, 10))
  .filter((d) => !d.endsWith("12-25") && !["2021-11-25", "2022-11-24", "2023-11-23", "2024-11-28"].includes(d));

describe("dateFacts", () => {
  const facts = new Map(dateFacts(days).map((f, t) => [days[t], f]));
  const where = (holds: (f: ReturnType<typeof dateFacts>[number]) => boolean) =>
    days.filter((d) => holds(facts.get(d)!));

  it("knows when the desk was closed", () => {
    expect(where((f) => f.closedBefore > 0)).toEqual([
      ...["2021-11-26", "2022-11-25", "2023-11-24", "2023-12-26", "2024-11-29", "2024-12-26"],
    ]);
  });

  it("learns holidays from years before: a date from one, a weekday of the month from two", () => {
    // By hand. Christmas of 2021 and 2022 fell on a weekend, so that only 2024 has one to learn from.
    expect(where((f) => f.closedNext)).toEqual([
      "2023-11-22", // before the third fourth Thursday of November
      "2024-11-22", // a Friday before the 25th, the date of 2021: wrong, and the price of learning from one year
      "2024-11-27",
      "2024-12-24",
    ]);
  });

  it("does not depend on the days that follow", () => {
    const whole = dateFacts(days);
    for (const end of [1, 230, 700]) expect(dateFacts(days.slice(0, end))).toEqual(whole.slice(0, end));
  });
});
