import {describe, expect, it} from "vitest";
import {
  assembleWalkForward,
  assessSignal,
  attainableR2,
  baselinesOn,
  fitFold,
  foldItems,
  r2OutOfSample,
  type Signal,
  walkForwardFolds,
} from "../../../src/lib/evaluate/index.ts";
import {buildPanel} from "../../../src/lib/features/index.ts";
import {float64, int32} from "../../../src/lib/numeric/index.ts";
import {directDesk, simulate} from "../../../src/lib/simulate/index.ts";
import {knownSignalDesk} from "../known-signal-desk.ts";

const ridge: Signal = {name: "ridge", label: "Ridge", kind: "net", level: null, outcome: null, source: "trained"};

async function walk(learner: string, desk: Parameters<typeof buildPanel>[0], train: number, test: number) {
  const days = desk.days.length;
  const folds = walkForwardFolds(days, {kind: "expanding", train, test, purge: 0, embargo: 1});
  const {panel} = buildPanel(desk, "core");
  const results = [];
  for (const item of foldItems({learner, seed: 1, folds, panel})) results.push(await fitFold(item));
  const {predictions} = assembleWalkForward(results);
  const [trader, day] = [int32(predictions, "trader"), int32(predictions, "day")];
  const at = new Map(Array.from(int32(desk.daily, "trader"), (i, r) => [i * days + int32(desk.daily, "day")[r], r]));
  const row = trader.map((i, k) => at.get(i * days + day[k])!);
  const net = Float64Array.from(row, (r) => float64(desk.daily, "net")[r]);
  const rows = {trader, day, fold: int32(predictions, "fold"), value: float64(predictions, "value"), net};
  return {row, rows, folds, baselines: baselinesOn({signal: ridge, rows, daily: desk.daily})};
}

/** The small version of tests/long/attainable-r2.test.ts, which runs it on 20 desks, and the null on 500. */
describe("a desk whose attainable R² is φ² by algebra", () => {
  it("ridge reaches it within 10 %, from raw rows through features", async () => {
    const {desk, expected} = knownSignalDesk({seed: 1, traders: 8, days: 600});
    const {row, rows, baselines} = await walk("ridge", desk, 300, 100);
    const mean = baselines.find((b) => b.name === "mean")!.values;
    const best = Float64Array.from(row, (r) => expected[r]);
    const attainable = r2OutOfSample(rows.net, best, mean);
    expect(Math.abs(attainable - 0.25)).toBeLessThan(0.05); // the sample's own luck
    expect(Math.abs(r2OutOfSample(rows.net, rows.value, mean) / attainable - 1)).toBeLessThan(0.1);
    const found = attainableR2({day: rows.day, target: rows.net, pastMean: mean, expected: best, value: rows.value});
    expect(found.reached!.value).toBeGreaterThan(0.9);
    expect(found.reached!.value).toBeLessThan(1);
  });
});

describe("desks on which nothing can be foretold", () => {
  it("ridge is called skilled no more often than the level", async () => {
    const desks = 24;
    let skilled = 0;
    for (let seed = 0; seed < desks; seed++) {
      const desk = directDesk(simulate({desk: "null", seed, traders: 4, days: 110}));
      const {rows, folds, baselines} = await walk("ridge", desk, 60, 25);
      const {test} = assessSignal({signal: ridge, rows, baselines, days: desk.days, folds, level: 0.95});
      if (test !== null && test.difference > 0 && test.p <= 0.05) skilled++;
    }
    expect(skilled / desks).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / desks));
  });
});
