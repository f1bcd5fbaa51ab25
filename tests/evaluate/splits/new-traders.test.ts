import {describe, expect, it} from "vitest";
import {
  byTraderGroup,
  fitFold,
  foldItems,
  mergeFolds,
  prepareFold,
  sidesOf,
  testsTrader,
  trainsOn,
  walkForwardFolds,
  windowsOf,
} from "../../../src/lib/evaluate/index.ts";
import {buildPanel, features} from "../../../src/lib/features/index.ts";
import {float64, int32, type Table, table} from "../../../src/lib/numeric/index.ts";
import {applyPolicy} from "../../../src/lib/policy/index.ts";
import {smallDesk} from "../../features/small-desk.ts";

const desk = smallDesk({traders: 7, days: 90});
const windows = walkForwardFolds(90, {kind: "expanding", train: 30, test: 10, purge: 0, embargo: 1});
const folds = byTraderGroup(windows, 3);
const {panel} = buildPanel(desk, ["net_lag1", "net_mean_5", "net_sd_20"], features);
const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];

describe("byTraderGroup", () => {
  it("tests each trader-day of a window once, by a fold that trains on nobody it tests", () => {
    const tested = new Map<number, number>();
    for (const fold of folds) {
      const {train, test} = sidesOf({trader, day}, fold);
      for (const r of test) tested.set(r, (tested.get(r) ?? 0) + 1);
      const known = new Set(Array.from(train, (r) => trader[r]));
      for (const r of test) expect(known.has(trader[r])).toBe(false);
    }
    const wanted = Array.from(day.keys()).filter((r) =>
      windows.some(({test}) => day[r] >= test.start && day[r] < test.end),
    );
    expect([...tested.keys()].sort((a, b) => a - b)).toEqual(wanted);
    expect(new Set(tested.values())).toEqual(new Set([1]));
  });

  it("numbers folds anew, and windowsOf takes them back", () => {
    expect(folds.map(({index}) => index)).toEqual(Array.from({length: 3 * windows.length}, (_, k) => k));
    expect(windowsOf(folds)).toEqual(windows);
    expect(windowsOf(windows)).toEqual(windows);
    expect(mergeFolds(folds, 2)).toEqual(mergeFolds(windows, 2));
    expect(trainsOn(windows[0], 5) && testsTrader(windows[0], 5)).toBe(true);
    expect(() => byTraderGroup(windows, 1)).toThrow("invalid groups; not 2 or more: 1");
  });
});

/** The panel with other P&L and features for some traders, from the third week on: before, their size is not known, and the desk's stands for it. */
function withOther(of: (trader: number) => boolean): Table {
  const change = (name: string) => float64(panel, name).map((v, r) => (of(trader[r]) && day[r] > 15 ? 3 * v + 100 : v));
  const columns = Object.fromEntries(Object.keys(panel.columns).map((name) => [name, panel.columns[name]]));
  for (const name of ["net", "net_lag1", "net_mean_5"]) columns[name] = change(name);
  return table(columns);
}

describe("a walk-forward by groups of traders", () => {
  const selection = {maxMissing: 0.5, maxCorrelation: 0.95, informationLevel: 0.5};
  const fitted = async (of: Table) => {
    const [item] = foldItems({learner: "ridge", seed: 1, folds: [folds[0]], panel: of, selection, keepLast: true});
    return {item, result: await fitFold(item), prepared: await prepareFold(item)};
  };

  it("fits nothing on the traders that it tests: selection and weights stay when their rows are others", async () => {
    const before = await fitted(panel);
    const other = await fitted(withOther((t) => t % 3 === 0));
    expect(other.result.state).toEqual(before.result.state);
    expect(other.prepared.selection).toEqual(before.prepared.selection);
    expect(new Set(before.result.trader)).toEqual(new Set([0, 3, 6]));
    const own = await fitted(withOther((t) => t === 1)); // and it is not deaf: trader 1 is among those it learns from
    expect(own.result.state).not.toEqual(before.result.state);
  });

  it("fits cut-offs on the other traders", () => {
    const rows = {trader, day, value: float64(panel, "net_lag1"), net: float64(panel, "net")};
    const signal = {name: "x", label: "x", kind: "net", level: null, outcome: null, source: "given"} as const;
    const spec = {kind: "fitted", avoid: 0, reduce: 0.5, amplify: null} as const;
    const cuts = (net: Float64Array) =>
      applyPolicy({
        signal,
        rows: {...rows, net, fold: day, outcome: net},
        spec,
        folds,
        days: desk.days,
        gap: 1,
      }).multiplier.filter((_, r) => trader[r] % 3 === 0);
    const hurt = (of: (t: number) => boolean) =>
      rows.net.map((v, r) => (of(trader[r]) ? Math.sign(rows.value[r]) * Math.abs(5 * v) : v));
    const before = cuts(rows.net);
    expect(cuts(hurt((t) => t % 3 === 0))).toEqual(before);
    expect(cuts(hurt((t) => t % 3 !== 0))).not.toEqual(before);
  });
});
