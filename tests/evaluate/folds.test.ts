import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {daysNeeded, resolveSplit, type SplitOptions, walkForwardFolds} from "../../src/lib/evaluate/index.ts";

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
    const draw = (kind: SplitOptions["kind"]) =>
      walkForwardFolds(9, split({kind})).map(({train, gap, test}) =>
        Array.from({length: test.end}, (_, d) =>
          d >= test.start ? "X" : d >= gap.start ? "·" : d >= train.start ? "T" : ".",
        ).join(" "),
      );
    expect(draw("expanding")).toEqual(["T T T T · X X", "T T T T T T · X X"]);
    expect(draw("rolling")).toEqual(["T T T T · X X", ". . T T T T · X X"]);
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
    expect(resolveSplit(declared, 100)).toEqual({...declared, purge: 0});
  });
});
