import {describe, expect, it} from "vitest";
import {attainableR2, mergeFolds, thinDesk, walkForwardFolds, walkTwin} from "../../../src/lib/evaluate/index.ts";
import {float64, int32} from "../../../src/lib/numeric/index.ts";
import {directDesk, drawTwin, fitTwin, simulate} from "../../../src/lib/simulate/index.ts";

const desk = directDesk(simulate({desk: "demo", seed: 3, traders: 6, days: 160}));
const folds = mergeFolds(walkForwardFolds(160, {kind: "expanding", train: 60, test: 20, purge: 0, embargo: 1}), 2);

describe("walkTwin", () => {
  const item = {model: fitTwin(desk), seed: 5, features: "core", folds, learner: "ridge"} as const;

  it("gives test rows only, with what the twin's generator expected of each", async () => {
    const found = await walkTwin(item);
    const twin = drawTwin(item.model, {seed: 5, effect: 0});
    const [trader, day, net] = [
      int32(twin.desk.daily, "trader"),
      int32(twin.desk.daily, "day"),
      float64(twin.desk.daily, "net"),
    ];
    const rows = Int32Array.from(trader.keys()).filter((r) => day[r] >= folds[0].test.start);
    expect(found.day).toEqual(rows.map((r) => day[r]));
    expect(found.target).toEqual(Float64Array.from(rows, (r) => net[r]));
    expect(found.expected).toEqual(Float64Array.from(rows, (r) => float64(twin.truth, "expected")[r]));
    // the past mean, literally
    for (const k of [0, 100, found.day.length - 1]) {
      const before = net.filter((_, r) => day[r] < found.day[k]);
      expect(found.pastMean[k]).toBeCloseTo(before.reduce((a, b) => a + b, 0) / before.length, 8);
    }
    expect(found.value.every(Number.isFinite)).toBe(true);
    expect(await walkTwin(item)).toEqual(found);
    expect((await walkTwin({...item, seed: 6})).target).not.toEqual(found.target);
  });

  it("cannot reach more than its generator could", async () => {
    const {attainable, earned} = attainableR2(await walkTwin(item));
    expect(attainable.value).toBeGreaterThan(0);
    expect(earned.value).toBeLessThan(attainable.value);
  });
});

describe("thinDesk", () => {
  it("keeps every k-th trader, with their rows and limits", () => {
    expect(thinDesk(desk, desk.daily.rows)).toBe(desk);
    const thin = thinDesk(desk, desk.daily.rows / 2);
    expect(thin.accounts).toEqual([desk.accounts[0], desk.accounts[2], desk.accounts[4]]);
    const of = (trader: number) =>
      float64(desk.daily, "net").filter((_, r) => int32(desk.daily, "trader")[r] === trader);
    const mine = int32(thin.daily, "trader");
    for (const k of [0, 1, 2]) expect(float64(thin.daily, "net").filter((_, r) => mine[r] === k)).toEqual(of(2 * k));
    const limits = int32(desk.interventions!, "trader").filter((i) => i % 2 === 0);
    expect(int32(thin.interventions!, "trader")).toEqual(limits.map((i) => i / 2));
    expect(thinDesk(desk, 1).accounts).toEqual([desk.accounts[0]]);
  });
});
