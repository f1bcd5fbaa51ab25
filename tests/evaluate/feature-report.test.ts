import {describe, expect, it} from "vitest";
import {
  type FoldItem,
  type FoldModel,
  featureReport,
  fitFold,
  foldItems,
  walkForwardFolds,
} from "../../src/lib/evaluate/index.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";

const days = 120;
const traders = 4;
const random = stream(1, "feature-report");
const rows = Array.from({length: traders * days}, (_, i) => ({trader: Math.floor(i / days), day: i % days}));
const signal = Float64Array.from(rows, () => random.normal());
const panel = table({
  trader: Int32Array.from(rows, (r) => r.trader),
  day: Int32Array.from(rows, (r) => r.day),
  net: Float64Array.from(signal, (s) => 100 * (0.5 * s + random.normal())),
  useful: signal,
  copy: signal.map((s) => 2 * s), // correlates 1 with useful
  mostly_missing: Float64Array.from(rows, (_, i) => (i % 10 === 0 ? 1 : Number.NaN)),
});
const folds = walkForwardFolds(days, {kind: "expanding", train: 60, test: 30, purge: 0, embargo: 1});
const selection = {maxMissing: 0.5, maxCorrelation: 0.95, informationLevel: null};
const fitted = (change: Partial<FoldItem>) =>
  Promise.all(foldItems({learner: "ridge", seed: 1, folds, panel}).map((item) => fitFold({...item, ...change})));

describe("selection inside a training window", () => {
  it("drops what is mostly missing and what says the same twice, and says so", async () => {
    for (const {selection: log, model} of await fitted({selection})) {
      const kept = log!.filter((entry) => entry.kept).map((entry) => entry.name);
      expect(kept).toHaveLength(1);
      expect(["useful", "copy"]).toContain(kept[0]);
      expect(log!.find((entry) => entry.name === "mostly_missing")).toMatchObject({kept: false, step: "missing"});
      expect(Object.keys(model.weights)).toEqual(kept);
    }
  });

  it("uses all features where none is asked for, or where none would be left", async () => {
    expect((await fitted({selection: null}))[0].selection).toBeUndefined();
    const none = await fitted({
      selection: {...selection, maxMissing: 0.0001},
      names: ["mostly_missing"],
      columns: [panel.columns.mostly_missing as Float64Array],
    });
    expect(none[0].selection!.every((entry) => !entry.kept)).toBe(true);
  });

  it("does not look at the test window", async () => {
    const [item] = foldItems({learner: "ridge", seed: 1, folds, panel});
    const changed = {
      ...item,
      net: item.net.map((y, i) => (item.day[i] >= item.fold.test.start ? -1e6 * y : y)),
      columns: item.columns.map((c) => c.map((v, i) => (item.day[i] >= item.fold.test.start ? 0 : v))),
    };
    const before = await fitFold({...item, selection});
    const after = await fitFold({...changed, selection});
    expect(after.selection).toEqual(before.selection);
  });
});

describe("featureReport", () => {
  const model = (fold: number, kept: string[]): FoldModel => ({
    fold,
    rowsUsed: 1,
    chosen: {},
    weights: {},
    trials: 1,
    selection: ["a", "b", "c"].map((name) => ({name, kept: kept.includes(name), step: null, value: null, reason: ""})),
  });
  const cards = ["useful", "copy"].map((name) => ({name, lookBack: 1, reads: ["net"]}));

  it("gives an index of 1 to folds that agree, and each feature's share", () => {
    const report = featureReport(panel, cards, new Map([["ridge", [model(0, ["a"]), model(1, ["a"])]]]), 0.95);
    expect(report.selections[0]).toMatchObject({learner: "ridge", folds: 2, index: 1, shares: {a: 1, b: 0, c: 0}});
    expect(report.features.map((f) => f.name)).toEqual(["useful", "copy"]);
    expect(report.features[0].sameSign).toBe(1);
  });

  it("has no index where there is one fold, and nothing to say of a desk of ten days", () => {
    const one = featureReport(panel, cards, new Map([["ridge", [model(0, ["a"])]]]), 0.95);
    expect(one.selections[0]).toMatchObject({index: null, interval: null});
    const short = table({
      trader: new Int32Array(10),
      day: Int32Array.from({length: 10}, (_, d) => d),
      net: new Float64Array(10),
    });
    expect(featureReport(short, [], new Map(), 0.95)).toEqual({features: [], selections: []});
  });
});
