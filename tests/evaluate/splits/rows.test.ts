import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {pooledRows, printSplits, purgedKFold, rowsByTrader, walkForwardFolds} from "../../../src/lib/evaluate/index.ts";

const walk = {kind: "expanding", train: 5, test: 3, purge: 0, embargo: 0} as const;

/** A desk where trader 1 comes late and misses days. */
const desk = () => {
  const trader: number[] = [];
  const day: number[] = [];
  for (let d = 0; d < 20; d++) {
    trader.push(0);
    day.push(d);
    if (d >= 6 && d % 2 === 0) {
      trader.push(1);
      day.push(d);
    }
  }
  return {trader: Int32Array.from(trader), day: Int32Array.from(day)};
};

describe("pooledRows", () => {
  it("takes the rows of a split's days, and purges by each row's own label", () => {
    const rows = desk();
    const folds = walkForwardFolds(20, walk);
    const [first] = pooledRows(rows, folds);
    expect(Array.from(first.train, (i) => rows.day[i])).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(first.test, (i) => [rows.trader[i], rows.day[i]])).toEqual([
      [0, 5],
      [0, 6],
      [1, 6],
      [0, 7],
    ]);
    expect(first.purged).toHaveLength(0);
    // the label of trader 1 is that of its next row, two days later
    const labels = {start: rows.day, end: rows.day.map((d, i) => d + 2 * rows.trader[i])};
    const [, second, third] = pooledRows(rows, folds, {labels});
    expect(Array.from(second.purged, (i) => [rows.trader[i], rows.day[i]])).toEqual([[1, 6]]);
    expect(Array.from(third.purged, (i) => [rows.trader[i], rows.day[i]])).toEqual([[1, 10]]);
    expect(second.train.length + second.purged.length).toBe(rows.day.filter((d) => d < 8).length);
  });

  it("no label of a training row touches a test row's, for any windows and folds; each row is tested once", () => {
    const cells = fc.array(
      fc.tuple(fc.integer({min: 0, max: 29}), fc.integer({min: 0, max: 2}), fc.integer({min: 0, max: 5})),
      {
        minLength: 40,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(cells, fc.integer({min: 0, max: 2}), (list, embargo) => {
        const rows = {trader: Int32Array.from(list, (c) => c[1]), day: Int32Array.from(list, (c) => c[0])};
        const labels = {start: rows.day, end: rows.day.map((d, i) => d + list[i][2])};
        const splits = pooledRows(rows, purgedKFold(30, {folds: 3}), {labels, embargo});
        for (const {train, test} of splits)
          for (const i of train)
            for (const j of test) {
              const before = labels.end[i] + embargo < labels.start[j];
              const after = labels.start[i] > labels.end[j] + embargo;
              expect(
                before || after,
                `${labels.start[i]}-${labels.end[i]} at ${labels.start[j]}-${labels.end[j]}`,
              ).toBe(true);
            }
        expect(splits.reduce((n, {test}) => n + test.length, 0)).toBe(list.length);
      }),
      {seed: 5, numRuns: 40},
    );
    expect(() =>
      pooledRows(desk(), walkForwardFolds(20, walk), {labels: {start: new Int32Array(27), end: new Int32Array(27)}}),
    ).toThrow(/invalid label of row/);
  });
});

describe("rowsByTrader", () => {
  it("walks each trader over its own days; a trader with too few has none", () => {
    const rows = desk();
    const own = rowsByTrader(rows, (days) => (days > 5 ? walkForwardFolds(days, walk) : []));
    expect(own.map(({trader}) => trader)).toEqual([0, 0, 0, 0, 0, 1]);
    const late = own[5];
    expect(Array.from(late.train, (i) => rows.day[i])).toEqual([6, 8, 10, 12, 14]);
    expect(Array.from(late.test, (i) => rows.day[i])).toEqual([16, 18]);
    expect(late.split.test).toEqual([{start: 16, end: 19}]);
    for (const {trader, train, test} of own) for (const i of [...train, ...test]) expect(rows.trader[i]).toBe(trader);
    expect(rowsByTrader(rows, () => [])).toEqual([]);
  });
});

describe("printing and drawing", () => {
  const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09", "2024-01-10"];

  it("prints what each split does", () => {
    expect(printSplits(walkForwardFolds(7, {...walk, train: 4, test: 2, embargo: 1}), dates)).toBe(
      [
        "split  train                    days  gap days  test                     days",
        "    1  2024-01-02 … 2024-01-05     4         1  2024-01-09 … 2024-01-10     2",
        "",
      ].join("\n"),
    );
    expect(printSplits(purgedKFold(7, {folds: 3}), dates).split("\n")[2]).toBe(
      "    2  2024-01-02 … 2024-01-03 + 2024-01-08 … 2024-01-10     5         0  2024-01-04 … 2024-01-05     2",
    );
  });
});
