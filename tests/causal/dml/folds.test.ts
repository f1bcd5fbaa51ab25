import {describe, expect, it} from "vitest";
import {
  checkFolds,
  clusterFolds,
  dayBlockFolds,
  foldsOf,
  randomFolds,
  repeatedDayBlocks,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const day = Int32Array.from({length: 60}, (_, i) => 3 * (i % 20)); // 20 distinct days, three rows each
const tested = (folds: ReturnType<typeof foldsOf>) => folds.flatMap((f) => [...f.test]).sort((a, b) => a - b);

describe("dayBlockFolds", () => {
  it.each([0, 1, 3, 19])(
    "tests each row once, keeps days whole and the gap on both sides, shifted by %d days",
    (shift) => {
      const folds = dayBlockFolds(day, 4, 2, shift);
      expect(tested(folds)).toEqual([...day.keys()]);
      for (const {train, test} of folds) {
        const [of, from] = [test, train].map((rows) => new Set([...rows].map((i) => day[i] / 3)));
        expect(of.size).toBe(5);
        for (const t of from) for (const s of of) expect(Math.abs(t - s)).toBeGreaterThan(2);
        // no more is left out than the gap: every day is tested, near a tested one, or trained on
        for (let t = 0; t < 20; t++) expect(from.has(t) || [...of].some((s) => Math.abs(s - t) <= 2)).toBe(true);
        for (const t of from) expect([...train].filter((i) => day[i] === 3 * t)).toHaveLength(3);
      }
    },
  );

  it("shifts by whole days, so that repeats cut elsewhere", () => {
    const repeats = repeatedDayBlocks(day, {folds: 4, gap: 1, repeats: 5});
    const starts = repeats.map(([first]) => Math.min(...[...first.test].map((i) => day[i] / 3)));
    expect(starts).toEqual([0, 1, 2, 3, 4]);
    expect(() => repeatedDayBlocks(day, {folds: 4, gap: 1, repeats: 6})).toThrow(/not in 1 … 5/);
  });

  it("refuses what cannot be", () => {
    expect(() => dayBlockFolds(day, 1, 0)).toThrow(/invalid folds/);
    expect(() => dayBlockFolds(day, 21, 0)).toThrow(/invalid folds/);
    expect(() => dayBlockFolds(day, 2, 15)).toThrow(/no day further than 15/);
    expect(() => dayBlockFolds(day, 2, -1)).toThrow(/invalid gap/);
    expect(() => dayBlockFolds(day, 2, 0, 20)).toThrow(/invalid shift/);
  });
});

describe("classic folds", () => {
  it("random: sizes differ by one at most, each row once, another draw another split", () => {
    const folds = randomFolds(103, 5, stream(1, "folds"));
    expect(folds.map((f) => f.test.length).sort()).toEqual([20, 20, 21, 21, 21]);
    expect(tested(folds)).toEqual(Array.from({length: 103}, (_, i) => i));
    for (const {train, test} of folds) expect(new Set([...train, ...test]).size).toBe(103);
    expect(randomFolds(103, 5, stream(1, "folds"))).toEqual(folds);
    expect(randomFolds(103, 5, stream(2, "folds"))).not.toEqual(folds);
    expect(() => randomFolds(3, 4, stream(1, "folds"))).toThrow(/invalid folds/);
  });

  it("of clusters: a cluster is never on both sides", () => {
    const cluster = Int32Array.from({length: 90}, (_, i) => 7 * (i % 13));
    const folds = clusterFolds(cluster, 4, stream(1, "folds"));
    expect(tested(folds)).toEqual([...cluster.keys()]);
    for (const {train, test} of folds) {
      const trained = new Set([...train].map((i) => cluster[i]));
      for (const i of test) expect(trained.has(cluster[i])).toBe(false);
    }
  });

  it("must test every row once", () => {
    const [first] = foldsOf(Int32Array.of(0, 1, 0, 1));
    expect(() => checkFolds([first], 4)).toThrow(/row 1 is tested 0 times/);
    expect(() => checkFolds([first, first], 4)).toThrow(/row 0 is tested 2 times/);
  });
});
