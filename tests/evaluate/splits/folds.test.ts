import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  daysNeeded,
  horizonLabels,
  resolveSplit,
  type SplitOptions,
  walkForwardFolds,
} from "../../../src/lib/evaluate/index.ts";

const split = (more: Partial<SplitOptions> = {}): SplitOptions => ({
  kind: "expanding",
  train: 4,
  test: 2,
  purge: 0,
  embargo: 1,
  ...more,
});
const splits = fc.record({
  kind: fc.constantFrom("expanding" as const, "rolling" as const),
  train: fc.integer({min: 1, max: 30}),
  test: fc.integer({min: 1, max: 15}),
  purge: fc.integer({min: 0, max: 5}),
  embargo: fc.integer({min: 0, max: 5}),
});

describe("walkForwardFolds", () => {
  it("are the picture in its documentation", () => {
    const draw = (kind: SplitOptions["kind"], anchor = 0) =>
      walkForwardFolds(9, split({kind, anchor})).map(({train, gap, test}) =>
        Array.from({length: test.end}, (_, d) =>
          d >= test.start ? "X" : d >= gap.start ? "·" : d >= train.start ? "T" : ".",
        ).join(" "),
      );
    expect(draw("expanding")).toEqual(["T T T T · X X", "T T T T T T · X X"]);
    expect(draw("rolling")).toEqual(["T T T T · X X", ". . T T T T · X X"]);
    expect(draw("anchored", 1)).toEqual([". T T T T · X X", ". T T T T T T · X"]);
  });

  it("never let a training label reach the test window, nor the embargo before it", () => {
    fc.assert(
      fc.property(splits, fc.integer({min: 1, max: 200}), (s, extra) => {
        const days = daysNeeded(s) - 1 + extra;
        const folds = walkForwardFolds(days, s);
        for (const {train, test} of folds)
          for (let d = train.start; d < train.end; d++) expect(d + s.purge).toBeLessThan(test.start - s.embargo);
      }),
      {seed: 1, numRuns: 60},
    );
  });

  it("test each day after the first window once, in order", () => {
    fc.assert(
      fc.property(splits, fc.integer({min: 1, max: 200}), (s, extra) => {
        const days = daysNeeded(s) - 1 + extra;
        const folds = walkForwardFolds(days, s);
        const tested = folds.flatMap(({test}) => Array.from({length: test.end - test.start}, (_, k) => test.start + k));
        const from = s.train + s.purge + s.embargo;
        expect(tested).toEqual(Array.from({length: days - from}, (_, k) => from + k));
        folds.forEach(({index, train, gap, test}, k) => {
          expect([index, gap.start, gap.end]).toEqual([k, train.end, test.start]);
          expect(train.end - train.start).toBe(s.kind === "rolling" ? s.train : s.train + k * s.test);
          expect(test.end - test.start).toBeLessThanOrEqual(s.test);
        });
      }),
      {seed: 1},
    );
  });

  it("anchored ones stay as they are when older history is added; expanding ones do not", () => {
    const drop = (kind: SplitOptions["kind"], anchor: number, days: number) =>
      walkForwardFolds(days, split({kind, anchor})).map(({train, test}) => [train.start - anchor, test.start - anchor]);
    expect(drop("anchored", 7, 37)).toEqual(drop("anchored", 0, 30));
    expect(walkForwardFolds(37, split())[1].train.start).toBe(0);
    expect(walkForwardFolds(37, split({kind: "anchored", anchor: 7}))[1].train).toEqual({start: 7, end: 13});
    expect(() => walkForwardFolds(12, split({kind: "anchored", anchor: 7}))).toThrow(
      "no fold fits into 12 days; needed are 13: 7 before the anchor, 4 to train on, 1 between, 1 to test",
    );
  });

  it("with windows of labels that are a horizon, are the folds of that purge", () => {
    fc.assert(
      fc.property(splits, fc.integer({min: 1, max: 100}), (s, extra) => {
        const days = daysNeeded(s) - 1 + extra;
        expect(walkForwardFolds(days, {...s, purge: 0}, horizonLabels(days, s.purge))).toEqual(
          walkForwardFolds(days, s),
        );
      }),
      {seed: 1, numRuns: 50},
    );
  });

  it("with labels that differ from day to day, train on enough days and touch no test window", () => {
    const steps = fc.array(fc.integer({min: 0, max: 4}), {minLength: 60, maxLength: 60});
    fc.assert(
      fc.property(steps, fc.integer({min: 0, max: 3}), fc.integer({min: 1, max: 8}), (gaps, embargo, train) => {
        const end = Int32Array.from(gaps, (gap, d) => d + gap);
        for (let d = 1; d < 60; d++) end[d] = Math.max(end[d], end[d - 1]);
        const labels = {start: Int32Array.from(end.keys()), end};
        const folds = walkForwardFolds(60, split({train, embargo, purge: 0}), labels);
        const needed = folds[0].test.start;
        for (const {train: t, test} of folds) {
          expect(t.end - t.start).toBeGreaterThanOrEqual(train);
          for (let d = 0; d < test.start; d++) expect(end[d] < test.start - embargo).toBe(d < t.end);
        }
        // no earlier first test would do
        const before = end.subarray(0, needed - 1).filter((e) => e < needed - 1 - embargo).length;
        expect(before).toBeLessThan(train);
      }),
      {seed: 2, numRuns: 50},
    );
    const holes = {start: [0, 1, 2, 3], end: [3, 1, 2, 3]};
    expect(() => walkForwardFolds(4, split({train: 1, embargo: 0}), holes)).toThrow("ends before that of day 0");
  });

  it("says how many days are needed where none fits, and what is no length", () => {
    expect(() => walkForwardFolds(5, split())).toThrow(
      "no fold fits into 5 days; needed are 6: 4 to train on, 1 between, 1 to test",
    );
    expect(walkForwardFolds(6, split())).toHaveLength(1);
    expect(() => walkForwardFolds(Number.NaN, split())).toThrow("no fold fits");
    expect(() => walkForwardFolds(50, split({test: 0}))).toThrow(
      "invalid test; not a whole number of days, 1 or more: 0",
    );
    expect(() => walkForwardFolds(50, split({embargo: -1}))).toThrow("invalid embargo");
    expect(() => walkForwardFolds(50, split({train: 2.5}))).toThrow("invalid train");
  });
});

describe("resolveSplit", () => {
  it("takes a third of the days, within bounds, for auto", () => {
    const lengths = (days: number) => {
      const {train, test} = resolveSplit("auto", days);
      return [train, test];
    };
    expect(lengths(1)).toEqual([20, 5]);
    expect(lengths(105)).toEqual([35, 8]);
    expect(lengths(252)).toEqual([84, 21]);
    expect(lengths(2000)).toEqual([250, 21]);
    expect(resolveSplit("auto", 105)).toMatchObject({kind: "expanding", purge: 0, embargo: 1});
  });

  it("leaves a declared split as it is", () => {
    const declared = {kind: "rolling", train: 30, test: 5, embargo: 2} as const;
    expect(resolveSplit({...declared, unit: "day"}, 100)).toEqual({...declared, purge: 0});
  });
});
