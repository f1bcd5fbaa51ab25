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
} from "../../src/lib/evaluate/index.ts";
import {buildPanel} from "../../src/lib/features/index.ts";
import {float64, int32, type Table} from "../../src/lib/numeric/index.ts";
import {directDesk, simulate} from "../../src/lib/simulate/index.ts";
import {knownSignalDesk} from "../evaluate/known-signal-desk.ts";

/** Rows of a walk-forward, with the past mean and, where it is known, what could be expected. */
async function walk(
  learner: string,
  desk: Parameters<typeof buildPanel>[0],
  {train, test, seed}: {train: number; test: number; seed: number},
): Promise<{panel: Table; rows: ReturnType<typeof rowsOf>; folds: ReturnType<typeof walkForwardFolds>}> {
  const folds = walkForwardFolds(desk.days.length, {kind: "expanding", train, test, purge: 0, embargo: 1});
  const {panel} = buildPanel(desk, "core");
  const results = [];
  for (const item of foldItems({learner, seed, folds, panel})) results.push(await fitFold(item));
  return {panel, folds, rows: rowsOf(assembleWalkForward(results).predictions, desk.daily, desk.days.length)};
}

function rowsOf(predictions: Table, daily: Table, days: number) {
  const [trader, day] = [int32(daily, "trader"), int32(daily, "day")];
  const at = new Map(Array.from(trader, (i, r) => [i * days + day[r], r]));
  const own = {trader: int32(predictions, "trader"), day: int32(predictions, "day"), fold: int32(predictions, "fold")};
  const row = own.trader.map((i, k) => at.get(i * days + own.day[k])!);
  return {
    ...own,
    row,
    value: float64(predictions, "value"),
    net: Float64Array.from(row, (r) => float64(daily, "net")[r]),
  };
}

const signal = (name: string): Signal => ({
  ...{name, label: name, kind: "net", level: null, outcome: null, source: "trained"},
});

describe("a desk whose signal is known", () => {
  it("the walk-forward's R² is within 10 % of the attainable one (raw rows to features to ridge, 20 desks)", async () => {
    const desks = 20;
    const ratios: number[] = [];
    const reached: number[] = [];
    for (let seed = 0; seed < desks; seed++) {
      const {desk, expected} = knownSignalDesk({seed, traders: 10, days: 1000});
      const {rows} = await walk("ridge", desk, {train: 400, test: 60, seed});
      const mean = baselinesOn({signal: signal("ridge"), rows, daily: desk.daily}).find((b) => b.name === "mean")!;
      const best = Float64Array.from(rows.row, (r) => expected[r]);
      const r2 = (f: Float64Array) => r2OutOfSample(rows.net, f, mean.values);
      ratios.push(r2(rows.value) / r2(best));
      const found = attainableR2({
        day: rows.day,
        target: rows.net,
        pastMean: mean.values,
        expected: best,
        value: rows.value,
      });
      reached.push(found.reached!.value);
    }
    const average = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;
    const error = (x: readonly number[]) =>
      Math.sqrt(x.reduce((sum, v) => sum + (v - average(x)) ** 2, 0) / (x.length - 1) / x.length);
    console.log(
      `R² over attainable R²: mean ${average(ratios).toFixed(3)} (se ${error(ratios).toFixed(3)}), ` +
        `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}; luck out: ${average(reached).toFixed(3)}, at least ${Math.min(...reached).toFixed(3)}`,
    );
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    for (const share of reached) expect(share).toBeGreaterThan(0.9);
    // an honest model earns less than could be had, on every desk
    for (const share of reached) expect(share).toBeLessThan(1);
  });
});

describe("desks on which nothing can be foretold", () => {
  it.each([
    ["ridge", 500],
    ["forest", 500],
  ])("%s is called skilled no more often than the level (%i desks)", async (learner, desks) => {
    const level = 0.05;
    let skilled = 0;
    let tested = 0;
    for (let seed = 0; seed < desks; seed++) {
      const desk = directDesk(simulate({desk: "null", seed, traders: 8, days: 160}));
      const {rows, folds} = await walk(learner, desk, {train: 60, test: 25, seed});
      const {test} = assessSignal({
        signal: signal(learner),
        rows,
        baselines: baselinesOn({signal: signal(learner), rows, daily: desk.daily}),
        days: desk.days,
        folds,
        level: 1 - level,
      });
      if (test === null) continue;
      tested++;
      // as the verdict's gate asks: better than the best naive rule, and not by luck
      if (test.difference > 0 && test.p <= level) skilled++;
    }
    const margin = 3 * Math.sqrt((level * (1 - level)) / desks);
    console.log(
      `${learner}: called skilled on ${skilled} of ${tested} desks (level ${level}, Monte-Carlo margin ${margin.toFixed(3)})`,
    );
    expect(tested).toBe(desks);
    expect(skilled / tested).toBeLessThan(level + margin);
  });
});
