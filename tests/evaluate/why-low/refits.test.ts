import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  assembleWalkForward,
  type FoldResult,
  familyRefits,
  fitFold,
  foldItems,
  learningReport,
  mergeFolds,
  type Refit,
  valuesOn,
  walkForwardFolds,
  windowRefits,
} from "../../../src/lib/evaluate/index.ts";
import {float64, int32, stream, table} from "../../../src/lib/numeric/index.ts";

const split = {kind: "expanding", train: 100, test: 20, purge: 0, embargo: 1} as const;

/** 5 traders whose P&L follows a feature "known" of family "good"; "noise" and "more" say nothing. */
function panelOf(seed: number, days = 240, traders = 5) {
  const random = stream(seed, "refits");
  const n = traders * days;
  const number = () => Float64Array.from({length: n}, () => random.normal());
  const [known, noise, more] = [number(), number(), number()];
  return table({
    trader: Int32Array.from({length: n}, (_, i) => Math.floor(i / days)),
    day: Int32Array.from({length: n}, (_, i) => i % days),
    net: known.map((v) => v + random.normal()),
    ...{known, noise, more},
  });
}

const familyOf = new Map([
  ["known", "good"],
  ["noise", "bad"],
  ["more", "bad"],
]);
const families = [
  {name: "good", label: "Good"},
  {name: "bad", label: "Bad"},
  {name: "absent", label: "Absent"},
];

async function run(refit: Refit) {
  const results: FoldResult[] = [];
  for (const item of refit.items) results.push(await fitFold(item));
  const {items: _, ...rest} = refit;
  return {...rest, results};
}

describe("mergeFolds", () => {
  it("tests the same days, each fold from the first one's training window", () => {
    const folds = walkForwardFolds(240, split);
    const merged = mergeFolds(folds, 3);
    expect(folds).toHaveLength(7);
    expect(merged.map(({index, train, test}) => [index, train.end, test.start, test.end])).toEqual([
      [0, 100, 101, 141],
      [1, 140, 141, 181],
      [2, 180, 181, 240],
    ]);
    expect(mergeFolds([], 3)).toEqual([]);
    expect(() => mergeFolds(folds, 0)).toThrow("invalid most");
  });

  it("never tests a day that it was trained on, however many are merged", () => {
    fc.assert(
      fc.property(fc.integer({min: 60, max: 400}), fc.integer({min: 1, max: 40}), (days, most) => {
        const folds = walkForwardFolds(days, {...split, train: 30, test: 7});
        const merged = mergeFolds(folds, most);
        const daysOf = (list: typeof folds) =>
          list.flatMap(({test}) => Array.from({length: test.end - test.start}, (_, k) => test.start + k));
        expect(merged.length).toBe(Math.min(most, folds.length));
        expect(daysOf(merged)).toEqual(daysOf(folds));
        for (const {train, gap, test} of merged) {
          expect(train.end).toBe(gap.start);
          expect(gap.end).toBe(test.start);
        }
      }),
    );
  });
});

describe("windowRefits", () => {
  it("cut each window to its last quarter, half, three quarters; too short ones are left out", () => {
    const folds = mergeFolds(walkForwardFolds(240, split), 2);
    const items = foldItems({learner: "ridge", seed: 1, folds, panel: panelOf(1)});
    const found = windowRefits(items);
    expect(found.map((r) => r.id)).toEqual(["1", "2", "3", "4"]);
    expect(found.map((r) => r.items.map(({fold}) => [fold.train.start, fold.train.end]))).toEqual(
      [0.25, 0.5, 0.75, 1].map((share) =>
        folds.map(({train}) => [train.end - Math.round(share * train.end), train.end]),
      ),
    );
    expect(found[3].size).toBe((folds[0].train.end + folds[1].train.end) / 2);
    const short = walkForwardFolds(60, {...split, train: 36, test: 12});
    const few = windowRefits(foldItems({learner: "ridge", seed: 1, folds: short, panel: panelOf(1, 60)}));
    expect(few.map((r) => r.id)).toEqual(["3", "4"]);
    expect(windowRefits([])).toEqual([]);
  });
});

describe("familyRefits and learningReport", () => {
  const panel = panelOf(2);
  const folds = mergeFolds(walkForwardFolds(240, split), 2);
  const items = foldItems({learner: "ridge", seed: 1, folds, panel});

  it("give each run the columns of its families, and leave the items' own rows alone", () => {
    const found = familyRefits(items, familyOf, families)!;
    expect(found.all.size).toBe(3);
    expect(found.without.map((r) => [r.id, r.items[0].names])).toEqual([
      ["good", ["noise", "more"]],
      ["bad", ["known"]],
    ]);
    expect(found.only.map((r) => [r.label, r.size])).toEqual([
      ["Good", 1],
      ["Bad", 2],
    ]);
    expect(found.only[0].items[1].columns[0]).toBe(items[1].columns[0]);
    expect(familyRefits(items, new Map([["known", "good"]]), families)!.without).toEqual([]);
    expect(familyRefits([], familyOf, families)).toBeNull();
  });

  it("find the family that carries the signal, and that more days help while days are few", async () => {
    const {all, without, only} = familyRefits(items, familyOf, families)!;
    const each = (list: readonly Refit[]) => Promise.all(list.map(run));
    const report = learningReport({
      daily: panel,
      folds: folds.length,
      windows: [{learner: "ridge", label: "Ridge", runs: await each(windowRefits(items))}],
      families: {
        learner: "ridge",
        label: "Ridge",
        all: await run(all),
        without: await each(without),
        only: await each(only),
      },
      level: 0.95,
      limits: [],
    });
    const [good, bad] = report.families!.families;
    expect(good.alone.interval![0]).toBeGreaterThan(0.4); // half of the variance is the signal's
    expect(good.alone.interval![1]).toBeLessThan(0.6);
    expect(good.lost.interval![0]).toBeGreaterThan(0.4);
    expect(bad.alone.interval![1]).toBeLessThan(0.05);
    expect(bad.lost.interval![0]).toBeLessThan(0);
    expect(report.families!.all.value).toBeCloseTo(report.curves[0].points[3].r2.value, 12);
    expect(report.curves[0].points.map((p) => p.id)).toEqual(["1", "2", "3", "4"]);
    expect(report.curves[0].points[0].gain).toBeNull();
    expect(report).toMatchObject({folds: 2, days: 139, rows: 695});
  });

  it("say nothing where nothing was fitted", () => {
    const nothing = {daily: panel, folds: 0, level: 0.95, limits: [{what: "All", why: "too short"}]};
    const report = learningReport({
      ...nothing,
      windows: [{learner: "ridge", label: "Ridge", runs: []}],
      families: null,
    });
    expect(report).toMatchObject({curves: [], families: null, rows: 0, limits: [{what: "All", why: "too short"}]});
  });

  it("valuesOn puts predictions on the rows they are for, and NaN on the others", async () => {
    const {results} = await run({id: "all", label: "All", size: 3, items});
    const {predictions} = assembleWalkForward(results);
    const keys = {trader: int32(panel, "trader"), day: int32(panel, "day")};
    const values = valuesOn(keys, results);
    const [trader, day, value] = [
      int32(predictions, "trader"),
      int32(predictions, "day"),
      float64(predictions, "value"),
    ];
    expect(values.filter((v) => Number.isFinite(v))).toHaveLength(predictions.rows);
    for (let k = 0; k < predictions.rows; k += 97) expect(values[trader[k] * 240 + day[k]]).toBe(value[k]);
    expect(valuesOn({trader: Int32Array.of(0), day: Int32Array.of(5)}, results)).toEqual(Float64Array.of(Number.NaN));
  });
});
