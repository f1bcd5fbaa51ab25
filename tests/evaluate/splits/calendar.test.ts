import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {calendarFolds, calendarPeriods} from "../../../src/lib/evaluate/index.ts";

/** ISO dates of days since 1970-01-01. */
const iso = (day: number) => new Date(86_400_000 * day).toISOString().slice(0, 10);
/** Any calendar: from some day on, with steps of 1 to 9 days between trading days. */
const calendars = fc
  .tuple(
    fc.integer({min: 10_000, max: 20_000}),
    fc.array(fc.integer({min: 1, max: 9}), {minLength: 60, maxLength: 200}),
  )
  .map(([first, steps]) => {
    let day = first;
    return steps.map((step) => {
      day += step;
      return iso(day);
    });
  });
const year = Array.from({length: 366}, (_, d) => iso(19_723 + d)).filter((_, d) => d % 7 < 5); // 2024, five days a week

describe("calendarFolds", () => {
  it("test whole months, trained on what comes before", () => {
    const folds = calendarFolds(year, {unit: "month", kind: "expanding", train: 3, embargo: 1});
    expect(folds).toHaveLength(9);
    expect(folds.map(({test}) => [year[test.start], year[test.end - 1]])[0]).toEqual(["2024-04-01", "2024-04-30"]);
    expect(folds[8].train.start).toBe(0);
    expect(folds[0].gap.end - folds[0].gap.start).toBe(1);
    const rolling = calendarFolds(year, {unit: "month", kind: "rolling", train: 3});
    expect(rolling.map(({train}) => year[train.start].slice(0, 7)).slice(0, 3)).toEqual([
      "2024-01",
      "2024-02",
      "2024-03",
    ]);
    const anchored = calendarFolds(year, {unit: "month", kind: "anchored", train: 3, anchor: "2024-02-10"});
    expect(year[anchored[0].train.start]).toBe("2024-02-12");
    expect(year[anchored[0].test.start]).toBe("2024-05-01");
    const quarters = calendarFolds(year, {unit: "quarter", kind: "expanding", train: 1, test: 2});
    expect(quarters.map(({test}) => [year[test.start], year[test.end - 1]])).toEqual([
      ["2024-04-01", "2024-09-30"],
      ["2024-10-01", "2024-12-31"],
    ]);
  });

  it("for any calendar and horizon: windows are of their month, days after the first are tested once, no label touches", () => {
    const options = fc.record({
      unit: fc.constantFrom("month" as const, "quarter" as const),
      kind: fc.constantFrom("expanding" as const, "rolling" as const),
      train: fc.integer({min: 1, max: 3}),
      labels: fc.integer({min: 0, max: 4}),
      embargo: fc.integer({min: 0, max: 3}),
    });
    let found = 0;
    fc.assert(
      fc.property(calendars, options, (dates, o) => {
        let folds: ReturnType<typeof calendarFolds>;
        try {
          folds = calendarFolds(dates, o);
        } catch (error) {
          expect((error as Error).message).toMatch(/no fold fits|no day is left to train on/);
          return;
        }
        found++;
        const period = (d: number) =>
          o.unit === "month"
            ? dates[d].slice(0, 7)
            : `${dates[d].slice(0, 4)} ${Math.floor((+dates[d].slice(5, 7) - 1) / 3)}`;
        let next = folds[0].test.start;
        for (const {train, gap, test} of folds) {
          expect(test.start).toBe(next);
          next = test.end;
          expect(new Set(Array.from({length: test.end - test.start}, (_, k) => period(test.start + k))).size).toBe(1);
          if (test.start > 0) expect(period(test.start - 1)).not.toBe(period(test.start));
          expect([train.end, gap.end]).toEqual([gap.start, test.start]);
          expect(train.end - 1 + o.labels).toBeLessThan(test.start - o.embargo);
        }
        expect(next).toBe(dates.length);
      }),
      {seed: 4, numRuns: 150},
    );
    expect(found).toBeGreaterThan(50);
  });

  it("says what is wrong", () => {
    const options = {unit: "month", kind: "expanding", train: 3} as const;
    expect(() => calendarFolds(year.slice(0, 60), options)).toThrow(
      "no fold fits; needed are 3 months to train on and 1 to test, there are 3",
    );
    expect(() => calendarFolds(["2024-01-02", "2024-01-01"], options)).toThrow(
      "invalid dates; not ascending: 2024-01-01 after 2024-01-02",
    );
    expect(() => calendarFolds(["2/1/2024"], options)).toThrow('invalid date of day 0; not YYYY-MM-DD: "2/1/2024"');
    expect(() => calendarFolds(year, {...options, train: 0})).toThrow("invalid train; not 1 or more months: 0");
    expect(() => calendarFolds(year, {...options, train: 1, labels: 40})).toThrow("no day is left to train on before");
    expect(() => calendarFolds(year, {...options, kind: "anchored"})).toThrow("need an anchor");
    expect(() => calendarFolds(year, {...options, kind: "anchored", anchor: "2025-01-01"})).toThrow("invalid anchor");
  });

  it("periods are ranges of days", () => {
    expect(calendarPeriods(["2024-01-30", "2024-01-31", "2024-02-01", "2024-04-01"], "month")).toEqual([
      {start: 0, end: 2},
      {start: 2, end: 3},
      {start: 3, end: 4},
    ]);
  });
});
