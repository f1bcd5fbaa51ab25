import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {calendarFolds, planFolds, walkForwardFolds} from "../../../src/lib/evaluate/index.ts";
import {defineStudy, type StudyInput} from "../../../src/lib/study/index.ts";

/** Weekdays from 1 January 2024. */
const dates = Array.from({length: 400}, (_, k) => new Date(Date.UTC(2024, 0, 1 + k)))
  .filter((d) => d.getUTCDay() % 6 !== 0)
  .map((d) => d.toISOString().slice(0, 10));
const study = (more: Partial<StudyInput>) =>
  defineStudy({title: "t", source: {kind: "simulated", desk: "tiny"}, ...more});
const planned = (split: StudyInput["split"], on = dates) => planFolds(study({split}), on, 4);

describe("planFolds", () => {
  it("counts in days, from an anchor if there is one", () => {
    const split = {kind: "expanding", train: 60, test: 20, embargo: 2} as const;
    expect(planned(split).folds).toEqual(walkForwardFolds(dates.length, {...split, purge: 0}));
    const {folds} = planned({...split, kind: "anchored", anchor: "2024-03-02"}); // a Saturday: Monday 4 March
    expect(dates[folds[0].train.start]).toBe("2024-03-04");
    expect(folds.every(({train}) => train.start === folds[0].train.start)).toBe(true);
  });

  it("counts in months and quarters", () => {
    const {folds, split} = planned({unit: "month", train: 3, test: 1, embargo: 1});
    expect(split).toMatchObject({unit: "month", train: 3});
    expect(folds).toEqual(calendarFolds(dates, {unit: "month", kind: "expanding", train: 3, embargo: 1}));
    expect(dates[folds[0].test.start]).toBe("2024-04-01");
    const quarters = planned({unit: "quarter", kind: "rolling", train: 2, test: 1}).folds;
    expect(dates[quarters[1].train.start]).toBe("2024-04-01");
    const anchored = planned({unit: "month", kind: "anchored", anchor: "2024-02-15", train: 2, test: 2}).folds;
    expect(dates[anchored[0].train.start]).toBe("2024-02-15");
  });

  it("keeps every label of training before the test window and the embargo, whatever is declared", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("day", "month", "quarter"),
        fc.constantFrom("expanding", "rolling"),
        fc.integer({min: 1, max: 12}),
        fc.integer({min: 1, max: 3}),
        fc.integer({min: 0, max: 15}),
        (unit, kind, train, test, embargo) => {
          const {folds, short} = planned({unit, kind, train: unit === "day" ? 10 * train : train, test, embargo});
          expect(folds.length === 0).toBe(short !== null);
          for (const {train: t, test: x} of folds) expect(t.end + embargo).toBe(x.start);
        },
      ),
    );
  });

  it("says what a fold needs where the desk is too short", () => {
    expect(planned({train: 30, test: 5}, dates.slice(0, 20))).toMatchObject({
      folds: [],
      short: "one fold needs 32 (30 to train on, 1 between, 1 to test)",
    });
    expect(planned({unit: "month", train: 3, test: 1}, dates.slice(0, 40)).short).toBe(
      "one fold needs 3 months to train on and 1 to test; the desk has 2",
    );
    expect(planned({unit: "month", train: 1, test: 1, embargo: 30}, dates.slice(0, 60)).short).toContain(
      "an embargo of 30 days leaves none of the first 1 month",
    );
  });

  it("names an anchor after the data, an anchor without its kind, and more groups than traders", () => {
    expect(() => planned({kind: "anchored", anchor: "2031-01-01", train: 30, test: 5})).toThrow(
      "split.anchor: 2031-01-01 is after the desk's last day",
    );
    expect(() => study({split: {train: 30, test: 5, anchor: "2024-01-02"}})).toThrow("belong together");
    expect(() => study({split: {kind: "anchored", train: 30, test: 5}})).toThrow("belong together");
    expect(() => study({split: {train: 3, test: 5}})).toThrow("at least 10 trading days");
    expect(() => planFolds(study({newTraders: {groups: 5}}), dates, 4)).toThrow(
      "newTraders.groups: 5 groups need as many traders; the desk has 4",
    );
    expect(planFolds(study({newTraders: {groups: 2}}), dates, 4).folds.length % 2).toBe(0);
  });
});
