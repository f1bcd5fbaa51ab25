import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  combinations,
  combinatorialPurged,
  type LabelWindows,
  purgedKFold,
  purgedSplit,
  type Split,
} from "../../../src/lib/evaluate/index.ts";

/** Windows of any start and length, as fast-check likes them. */
const calendar = fc
  .array(fc.tuple(fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 6})), {minLength: 20, maxLength: 60})
  .map((windows): LabelWindows & {days: number} => ({
    days: windows.length,
    start: windows.map(([wait], d) => d + wait),
    end: windows.map(([wait, length], d) => d + wait + length),
  }));
const daysOf = (ranges: Split["train"]) =>
  ranges.flatMap(({start, end}) => Array.from({length: end - start}, (_, k) => start + k));

/** The rule of the documentation, day against day: slow, and of another form than the code. */
function expectClear(split: Split, labels: LabelWindows, embargo: number): void {
  const train = daysOf(split.train);
  for (const range of split.test) {
    const looksAt = daysOf([range]).flatMap((t) =>
      Array.from({length: labels.end[t] - range.start + 1}, (_, k) => range.start + k),
    );
    const near = new Set(looksAt.flatMap((t) => Array.from({length: 2 * embargo + 1}, (_, k) => t - embargo + k)));
    for (const d of train)
      for (let t = labels.start[d]; t <= labels.end[d]; t++) expect(near.has(t), `label of ${d} at ${t}`).toBe(false);
  }
}

/** Every day is trained on, left out or tested, once. */
function expectWhole(split: Split, days: number): void {
  const all = [...daysOf(split.train), ...daysOf(split.gap), ...daysOf(split.test)].sort((a, b) => a - b);
  expect(all).toEqual(Array.from({length: days}, (_, d) => d));
}

describe("purgedKFold", () => {
  it("is the picture in its documentation", () => {
    const draw = purgedKFold(9, {folds: 3, embargo: 1}).map((split) => {
      const row = new Array(9).fill("?");
      for (const d of daysOf(split.train)) row[d] = "T";
      for (const d of daysOf(split.gap)) row[d] = "·";
      for (const d of daysOf(split.test)) row[d] = "X";
      return row.join(" ");
    });
    expect(draw).toEqual(["X X X · T T T T T", "T T · X X X · T T", "T T T T T · X X X"]);
  });

  it("purges what a horizon reaches on both sides", () => {
    const [, middle] = purgedKFold(30, {folds: 3, labels: 2, embargo: 1});
    // before: label of day 6 ends on 8, one day clear of 10; after: the last test label ends on 21, then the embargo
    expect(middle.train).toEqual([
      {start: 0, end: 7},
      {start: 23, end: 30},
    ]);
    expect(middle.test).toEqual([{start: 10, end: 20}]);
  });

  it("no label window of a training day touches what test labels look at, for any windows; each day is tested once", () => {
    fc.assert(
      fc.property(calendar, fc.integer({min: 2, max: 4}), fc.integer({min: 0, max: 2}), (labels, folds, embargo) => {
        let splits: Split[];
        try {
          splits = purgedKFold(labels.days, {folds, labels, embargo});
        } catch (error) {
          expect((error as Error).message).toMatch(/no day is left to train on/);
          return;
        }
        for (const split of splits) {
          expectClear(split, labels, embargo);
          expectWhole(split, labels.days);
        }
        const tested = splits.flatMap((split) => daysOf(split.test));
        expect(tested).toEqual(Array.from({length: labels.days}, (_, d) => d));
      }),
      {seed: 1, numRuns: 80},
    );
  });

  it("leaves out no day that need not be", () => {
    const labels = {start: [0, 1, 2, 3, 4, 5], end: [0, 4, 2, 3, 4, 5]};
    expect(purgedSplit(0, 6, [{start: 3, end: 4}], {labels}).train).toEqual([
      {start: 0, end: 1},
      {start: 2, end: 3},
      {start: 4, end: 6},
    ]);
  });

  it("says what is wrong", () => {
    expect(() => purgedKFold(10, {folds: 1})).toThrow("invalid folds; not in 2 … 10 days: 1");
    expect(() => purgedKFold(10, {folds: 2, labels: 20})).toThrow("no day is left to train on in split 1");
    expect(() => purgedKFold(10, {folds: 2, labels: {start: [0], end: [0]}})).toThrow(
      "1 starts and 1 ends for 10 days",
    );
    expect(() => purgedKFold(2, {folds: 2, labels: {start: [0, 0], end: [0, 1]}})).toThrow("invalid label of day 1");
    expect(() => purgedKFold(10, {folds: 2, embargo: -1})).toThrow("invalid embargo");
  });
});

describe("combinatorialPurged", () => {
  it("has the splits and paths of López de Prado's example: 6 groups, 2 tested, 15 splits, 5 paths", () => {
    const {splits, paths} = combinatorialPurged(60, {groups: 6, testGroups: 2});
    expect(splits).toHaveLength(15);
    expect(paths).toHaveLength(5);
    // 2018, figure 12.2, counted from 0: path 1 takes splits S1 S1 S2 S3 S4 S5
    expect(paths[0].map(({split}) => split)).toEqual([0, 0, 1, 2, 3, 4]);
    expect(paths[1].map(({split}) => split)).toEqual([1, 5, 5, 6, 7, 8]);
  });

  it("each path covers every day once, from splits that test it; φ = k/N · C(N, k); nothing touches", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    fc.assert(
      fc.property(
        calendar,
        fc.integer({min: 3, max: 6}),
        fc.integer({min: 1, max: 2}),
        (labels, groups, testGroups) => {
          const {days} = labels;
          let found: ReturnType<typeof combinatorialPurged>;
          try {
            found = combinatorialPurged(days, {groups, testGroups, labels});
          } catch (error) {
            expect((error as Error).message).toMatch(/no day is left to train on/);
            return;
          }
          expect(found.splits).toHaveLength(choose(groups, testGroups));
          expect(found.paths).toHaveLength(Math.round((testGroups / groups) * choose(groups, testGroups)));
          for (const split of found.splits) {
            expectClear(split, labels, 0);
            expectWhole(split, days);
          }
          const used = new Set<string>();
          for (const path of found.paths) {
            const covered = path.flatMap((part) => daysOf([part.days]));
            expect(covered).toEqual(Array.from({length: days}, (_, d) => d));
            for (const part of path) {
              const tested = new Set(daysOf(found.splits[part.split].test));
              expect(daysOf([part.days]).every((d) => tested.has(d))).toBe(true);
              used.add(`${part.days.start} ${part.split}`);
            }
          }
          expect(used.size).toBe(found.paths.length * groups); // no prediction in two paths
        },
      ),
      {seed: 3, numRuns: 60},
    );
  });

  it("chooses in lexicographic order, and refuses what would be too many", () => {
    expect(combinations(4, 2)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(combinations(16, 8)).toHaveLength(12870);
    expect(() => combinations(20, 10)).toThrow("184756 combinations, at most 20000");
    expect(() => combinatorialPurged(60, {groups: 6, testGroups: 6})).toThrow("invalid testGroups; not in 1 … 5: 6");
  });
});
