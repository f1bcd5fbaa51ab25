import {sampleRankCorrelation} from "simple-statistics";
import {describe, expect, it} from "vitest";
import {assessSignal, type Fold, type Signal, type SignalRows} from "../../src/lib/evaluate/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const days = Array.from({length: 60}, (_, t) => `day ${String(t).padStart(2, "0")}`);
const range = (start: number, end: number) => ({start, end});
const folds: Fold[] = [
  {index: 0, train: range(0, 20), gap: range(20, 20), test: range(20, 40)},
  {index: 1, train: range(0, 40), gap: range(40, 40), test: range(40, 60)},
];
const signalOf = (kind: Signal["kind"], level: number | null = null): Signal => ({
  name: "s",
  label: "S",
  kind,
  level,
  outcome: null,
  source: "given",
});

/** Four traders on days 20 to 59; the prediction knows a share of tomorrow. */
function desk(knows: number, seed = 1): SignalRows & {value: Float64Array; net: Float64Array} {
  const random = stream(seed, "skill");
  const n = 4 * 40;
  const rows = {
    trader: new Int32Array(n),
    day: new Int32Array(n),
    fold: new Int32Array(n),
    value: new Float64Array(n),
    net: new Float64Array(n),
  };
  for (let i = 0; i < n; i++) {
    rows.trader[i] = i % 4;
    rows.day[i] = 20 + Math.floor(i / 4);
    rows.fold[i] = rows.day[i] < 40 ? 0 : 1;
    const known = random.normal();
    rows.value[i] = 100 * knows * known;
    rows.net[i] = random.uniform() < 0.2 ? 0 : 100 * (knows * known + random.normal());
  }
  return rows;
}

const zero = (n: number) => ({name: "zero", label: "Always zero", values: new Float64Array(n)});
const mean = (n: number) => ({name: "mean", label: "Mean so far", values: new Float64Array(n).fill(5)});

describe("assessSignal, net", () => {
  const rows = desk(2);
  const n = rows.net.length;
  const assess = (r: SignalRows = rows) =>
    assessSignal({signal: signalOf("net"), rows: r, baselines: [zero(n), mean(n)], days, folds, level: 0.95});

  it("finds skill where there is some, against the best baseline, and says how much", () => {
    const skill = assess();
    const squares = (f: (i: number) => number) => rows.net.reduce((s, y, i) => s + (y - f(i)) ** 2, 0) / n;
    expect(skill.n).toBe(n);
    expect(skill.days).toBe(40);
    expect(skill.loss.value).toBeCloseTo(
      squares((i) => rows.value[i]),
      6,
    );
    expect(skill.baselines.map((b) => b.loss)).toEqual([
      expect.closeTo(
        squares(() => 0),
        6,
      ),
      expect.closeTo(
        squares(() => 5),
        6,
      ),
    ]);
    const best = Math.min(...skill.baselines.map((b) => b.loss));
    expect(skill.test!.versus).toBe(skill.baselines.find((b) => b.loss === best)!.name);
    // four rows every day: the mean of daily means is the mean of rows
    expect(skill.test!.difference).toBeCloseTo(best - skill.loss.value!, 6);
    expect(skill.test!.p).toBeLessThan(0.05);
    expect(skill.test!.interval[0]).toBeGreaterThan(0);
    expect(skill.metrics.r2).toBeCloseTo(1 - skill.loss.value! / squares(() => 5), 10);
    expect(skill.metrics.spearman).toBeCloseTo(sampleRankCorrelation([...rows.net], [...rows.value]), 10);
    expect(skill.metrics.hit_rows).toBe(rows.net.filter((y) => y !== 0).length);
  });

  it("splits the loss by fold", () => {
    const {byFold, n: all, loss} = assess();
    expect(byFold.map(({fold, from, to, n}) => ({fold, from, to, n}))).toEqual([
      {fold: 0, from: "day 20", to: "day 39", n: 80},
      {fold: 1, from: "day 40", to: "day 59", n: 80},
    ]);
    expect(byFold.reduce((s, f) => s + f.n * f.loss, 0) / all).toBeCloseTo(loss.value!, 8);
  });

  it("does not depend on the order of rows, to the bit", () => {
    const order = Array.from({length: n}, (_, i) => i).sort((a, b) => rows.net[a] - rows.net[b] || a - b);
    const shuffled = {
      trader: Int32Array.from(order, (i) => rows.trader[i]),
      day: Int32Array.from(order, (i) => rows.day[i]),
      fold: Int32Array.from(order, (i) => rows.fold[i]),
      value: Float64Array.from(order, (i) => rows.value[i]),
      net: Float64Array.from(order, (i) => rows.net[i]),
    };
    expect(assess(shuffled)).toEqual(assess());
  });

  it("compares on the rows that the signal and every baseline have, and says how many it left", () => {
    const gap = mean(n);
    gap.values[7] = Number.NaN;
    const value = rows.value.slice();
    value[3] = Number.NaN;
    const outcome = rows.net.slice();
    outcome[11] = Number.NaN; // P&L of several days that reaches beyond the last one
    const skill = assessSignal({
      signal: signalOf("net"),
      rows: {...rows, value, outcome},
      baselines: [zero(n), gap],
      days,
      folds,
      level: 0.95,
    });
    expect(skill.n).toBe(n - 3);
    expect(skill.notes[0]).toContain(`3 of ${n} rows`);
  });

  it("has no test, and says why, for one day, for constant differences, for no baseline, for no rows", () => {
    const one = assess({...rows, day: new Int32Array(n).fill(20)});
    expect(one.test).toBeNull();
    expect(one.notes.join()).toContain("there is 1");
    const constant = assess({...rows, net: new Float64Array(n), value: new Float64Array(n).fill(2)});
    expect(constant.test).toBeNull();
    expect(constant.notes.join()).toContain("the same amount every day");
    expect(constant.metrics.hit_rate).toBeNull();
    const alone = assessSignal({signal: signalOf("net"), rows, baselines: [], days, folds, level: 0.95});
    expect(alone.test).toBeNull();
    expect(alone.metrics.r2).toBeNull();
    const none = assess({...rows, value: new Float64Array(n).fill(Number.NaN)});
    expect(none).toMatchObject({n: 0, days: 0, test: null, loss: {value: null}, byFold: []});
    expect(none.notes.join()).toContain("nothing can be compared");
  });

  it("rarely finds skill where there is none", () => {
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      const noise = desk(0, 100 + seed);
      const random = stream(seed, "noise");
      const value = noise.value.map(() => 10 * random.normal());
      const skill = assessSignal({
        signal: signalOf("net"),
        rows: {...noise, value},
        baselines: [zero(n), mean(n)],
        days,
        folds,
        level: 0.95,
      });
      if (skill.test!.p <= 0.05 && skill.test!.difference > 0) found++;
    }
    expect(found / 200).toBeLessThan(0.06);
  });
});

describe("assessSignal, probability", () => {
  const base = desk(2);
  const n = base.net.length;
  // a fifth of the rows has no P&L, whatever was known
  const value = base.value.map((v) => 0.8 / (1 + Math.exp(v / 60)));
  const rate = {name: "base-rate", label: "Base rate", values: new Float64Array(n).fill(0.4)};
  const assess = (rows: SignalRows) =>
    assessSignal({signal: signalOf("probability"), rows, baselines: [rate], days, folds, level: 0.95});

  it("takes net below zero as the outcome unless one is given", () => {
    const given = base.net.map((y) => (y < 0 ? 1 : 0));
    expect(assess({...base, value, outcome: given})).toEqual(assess({...base, value}));
    const skill = assess({...base, value});
    expect(skill.metrics.events).toBe(given.reduce((a, b) => a + b, 0));
    expect(skill.metrics.base_brier).toBeCloseTo(skill.baselines[0].loss, 12);
    expect(skill.metrics.auc).toBeGreaterThan(0.6);
    expect(skill.test!.p).toBeLessThan(0.05);
    expect(skill.calibration).toHaveLength(10);
  });

  it("refuses what is no probability and what is no outcome, and says what to change", () => {
    expect(() => assess(base)).toThrow(/a probability lies in \[0, 1\].*kind: "net"/);
    expect(() => assess({...base, value, outcome: base.net})).toThrow(/should be 0 or 1/);
  });
});

describe("assessSignal, quantile", () => {
  const base = desk(0);
  const n = base.net.length;
  const past = {name: "past-quantile", label: "Past quantile", values: new Float64Array(n).fill(-150)};
  const assess = (value: number, level: number | null = 0.05) =>
    assessSignal({
      signal: signalOf("quantile", level),
      rows: {...base, value: new Float64Array(n).fill(value)},
      baselines: [past],
      days,
      folds,
      level: 0.95,
    });

  it("counts rows below, in all and by fold, and tests their share", () => {
    const skill = assess(-160);
    const below = base.net.filter((y) => y < -160).length;
    expect(skill.metrics.exceedances).toBe(below);
    expect(skill.metrics.coverage).toBe(below / n);
    expect(skill.metrics.expected_exceedances).toBeCloseTo(0.05 * n, 12);
    expect(skill.metrics.pinball).toBeCloseTo(skill.loss.value!, 12);
    expect(skill.calibration.map((c) => c.n)).toEqual([80, 80]);
    expect(skill.calibration.reduce((s, c) => s + c.n * c.observed, 0)).toBeCloseTo(below, 10);
  });

  it("suspects a value at risk written as a positive loss, and needs a level", () => {
    expect(assess(160).notes.join()).toContain("positive loss");
    expect(() => assess(-160, null)).toThrow(/needs a level/);
  });
});
