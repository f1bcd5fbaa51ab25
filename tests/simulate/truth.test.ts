import {expect, test} from "vitest";
import {float64, int32} from "../../src/lib/numeric/index.ts";
import {directDesk, simulate, truthOf} from "../../src/lib/simulate/index.ts";

const simulation = simulate({desk: "demo", seed: 11});
const truth = truthOf(simulation);
const desk = directDesk(simulation);

test("tables match the desk's rows, traders and days", () => {
  expect(int32(truth.rows, "trader")).toEqual(int32(desk.daily, "trader"));
  expect(int32(truth.rows, "day")).toEqual(int32(desk.daily, "day"));
  expect(truth.traders.columns.account).toEqual(desk.accounts);
  expect(truth.days.columns.date).toEqual(desk.days);
  expect(new Set(truth.days.columns.regime as string[])).toEqual(new Set(["calm", "trend up", "trend down", "stress"]));
});

test("totals are the sums of the rows, by a plain loop", () => {
  const [effect, limited] = [float64(truth.rows, "effect"), int32(truth.rows, "limited")];
  const [free, cut] = [float64(truth.rows, "net_free"), float64(truth.rows, "net_limited")];
  const [net, expected, expectedFree] = [
    float64(desk.daily, "net"),
    float64(truth.rows, "expected"),
    float64(truth.rows, "expected_free"),
  ];
  const treated = Array.from(limited.keys()).filter((r) => limited[r] === 1);
  const others = Array.from(limited.keys()).filter((r) => limited[r] === 0);
  const sum = (rows: readonly number[], values: Float64Array) => rows.reduce((total, r) => total + values[r], 0);
  expect(truth.total.effect).toBeCloseTo(sum(treated, effect), 6);
  expect(truth.total.effectPerLimitedDay).toBeCloseTo(sum(treated, effect) / treated.length, 8);
  expect(truth.total.selectionBias).toBeCloseTo(
    sum(treated, expectedFree) / treated.length - sum(others, expectedFree) / others.length,
    8,
  );
  const weight = float64(truth.rows, "propensity").map((p) => p * (1 - p));
  expect(truth.total.overlapEffect).toBeCloseTo(
    weight.reduce((a, w, r) => a + w * effect[r], 0) / weight.reduce((a, w) => a + w, 0),
    8,
  );
  expect(desk.truth).toEqual({
    effectPerTreatedDay: truth.total.effectPerLimitedDay,
    attainableR2: truth.total.attainableR2,
  });
  const mean = net.reduce((a, b) => a + b, 0) / net.length;
  const around = net.reduce((a, b) => a + (b - mean) ** 2, 0);
  expect(truth.total.attainableR2).toBeCloseTo(1 - net.reduce((a, b, r) => a + (b - expected[r]) ** 2, 0) / around, 10);
  expect(net.every((x, r) => x === (limited[r] === 1 ? cut[r] : free[r]))).toBe(true);
  // Traders' effects sum to the desk's.
  expect(float64(truth.traders, "effect").reduce((a, b) => a + b, 0)).toBeCloseTo(truth.total.effect, 6);
  expect(int32(truth.traders, "adoption").filter((d) => d < 0)).toHaveLength(3);
});
