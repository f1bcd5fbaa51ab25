import {describe, expect, it} from "vitest";
import {baselinesOn, type Plan, predictionRows, type Signal} from "../../src/lib/evaluate/index.ts";
import {table} from "../../src/lib/numeric/index.ts";

const daily = table({
  trader: Int32Array.of(0, 0, 0, 1, 1, 1),
  day: Int32Array.of(0, 1, 2, 0, 1, 2),
  net: Float64Array.of(10, -20, 30, 1, 2, -3),
});
const signal = (name: string, change: Partial<Signal> = {}): Signal => ({
  name,
  label: name,
  kind: "net",
  level: null,
  outcome: null,
  source: "trained",
  ...change,
});
const plan = (signals: Signal[]): Plan => ({
  signals,
  primary: signals[0].name,
  split: {kind: "expanding", train: 1, test: 1, purge: 0, embargo: 0},
  folds: [
    {index: 0, train: {start: 0, end: 1}, gap: {start: 1, end: 1}, test: {start: 1, end: 2}},
    {index: 1, train: {start: 0, end: 2}, gap: {start: 2, end: 2}, test: {start: 2, end: 3}},
  ],
  limits: [],
});
const given = table({
  trader: Int32Array.of(1, 0, 0),
  day: Int32Array.of(2, 2, 1),
  fold: new Float64Array(3),
  p: Float64Array.of(0.3, 0.2, Number.NaN),
  bad: Float64Array.of(1, 0, 1),
});
const trained = new Map([
  [
    "ridge",
    table({
      trader: Int32Array.of(1, 0),
      day: Int32Array.of(1, 2),
      fold: Int32Array.of(0, 1),
      value: Float64Array.of(5, 6),
    }),
  ],
]);

describe("predictionRows", () => {
  it("puts what was made here and elsewhere under each other, with what happened", () => {
    const rows = predictionRows(
      plan([signal("p", {kind: "probability", source: "given", outcome: "bad"}), signal("ridge")]),
      {
        daily,
        given,
        trained,
      },
    );
    const {scale, ...columns} = rows.columns;
    expect(columns).toEqual({
      signal: ["p", "p", "ridge", "ridge"],
      trader: Int32Array.of(0, 1, 0, 1), // the row without a prediction is left out
      day: Int32Array.of(2, 2, 2, 1),
      fold: Int32Array.of(1, 1, 1, 0),
      value: Float64Array.of(0.2, 0.3, 6, 5),
      net: Float64Array.of(30, -3, 30, 2),
      outcome: Float64Array.of(0, 1, 30, 2),
    });
    // fewer than five days of their own: the desk's, √(π/2) × the median over traders of the mean |net| before
    [8.25, 8.25, 8.25, 5.5].forEach((mean, r) => {
      expect(scale[r]).toBeCloseTo(Math.sqrt(Math.PI / 2) * mean, 12);
    });
  });

  it("takes a loss as the event where no outcome is named, and −1 as the fold of a day that none tests", () => {
    const early = table({trader: Int32Array.of(0, 0), day: Int32Array.of(0, 1), p: Float64Array.of(0.5, 0.5)});
    const rows = predictionRows(plan([signal("p", {kind: "probability", source: "given"})]), {
      daily,
      given: early,
      trained,
    });
    expect(rows.columns.outcome).toEqual(Float64Array.of(0, 1));
    expect(rows.columns.fold).toEqual(Int32Array.of(-1, 0));
  });

  it("refuses a prediction of a day that did not happen, and a signal that nobody made", () => {
    const stray = table({trader: Int32Array.of(1), day: Int32Array.of(9), p: Float64Array.of(0.5)});
    const p = plan([signal("p", {source: "given"})]);
    expect(() => predictionRows(p, {daily, given: stray, trained})).toThrow("no daily row: trader 1, day 9");
    expect(() => predictionRows(plan([signal("forest")]), {daily, given: null, trained})).toThrow(
      "nothing predicted it",
    );
  });
});

describe("baselinesOn", () => {
  const long = 30;
  const days = Array.from({length: long}, (_, d) => d);
  const desk = table({
    trader: new Int32Array(long),
    day: Int32Array.from(days),
    net: Float64Array.from(days, (d) => d),
  });
  const rows = (from: number) => ({
    trader: new Int32Array(long - from),
    day: Int32Array.from(days.slice(from)),
    fold: new Int32Array(long - from),
    value: new Float64Array(long - from),
    net: Float64Array.from(days.slice(from)),
  });

  it("lets a rule about net learn from days before the signal began", () => {
    const mean = baselinesOn({signal: signal("ridge"), rows: rows(25), daily: desk}).find((b) => b.name === "mean")!;
    // the mean of 0 … d − 1 is (d − 1) / 2
    expect(Array.from(mean.values)).toEqual([12, 12.5, 13, 13.5, 14]);
  });

  it("knows an event only where the signal has rows", () => {
    const on = rows(0);
    const base = baselinesOn({signal: signal("p", {kind: "probability"}), rows: on, daily: desk})[0];
    expect(base.values[25]).toBe(0); // no day was a loss
    expect(base.values[0]).toBeNaN();
  });
});
