import {describe, expect, it} from "vitest";
import type {Fold, Signal, SignalRows} from "../../src/lib/evaluate/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {applyPolicy, fitThresholds, multiplierFor, type TrainingRows} from "../../src/lib/policy/index.ts";

const days = Array.from({length: 120}, (_, t) => `day ${t}`);
const range = (start: number, end: number) => ({start, end});
const folds: Fold[] = [0, 1, 2].map((index) => ({
  index,
  train: range(0, 29 + 30 * index),
  gap: range(29 + 30 * index, 30 + 30 * index),
  test: range(30 + 30 * index, 60 + 30 * index),
}));
const signal: Signal = {name: "p", label: "P", kind: "probability", level: null, outcome: null, source: "trained"};
const fitted = {kind: "fitted", avoid: 0, reduce: 0.5, amplify: null} as const;

/** Five traders on days 30 to 119: badness is uniform, P&L falls by `effect` where it is above 0.9, and is lower by `drift`. */
function desk(effect: number, seed: number, drift = 0): SignalRows & {value: Float64Array; net: Float64Array} {
  const random = stream(seed, "policy");
  const n = 5 * 90;
  const at = (f: (i: number) => number) => Int32Array.from({length: n}, (_, i) => f(i));
  const value = Float64Array.from({length: n}, () => random.uniform());
  return {
    trader: at((i) => i % 5),
    day: at((i) => 30 + Math.floor(i / 5)),
    fold: at((i) => Math.floor(i / 150)),
    value,
    net: value.map((v) => 100 * (random.normal() - drift - (v > 0.9 ? effect : 0))),
  };
}
const apply = (rows: SignalRows, spec: Parameters<typeof applyPolicy>[0]["spec"] = fitted, gap = 1) =>
  applyPolicy({signal, rows, spec, folds, days, gap});

describe("fixed policy", () => {
  const rows = {...desk(0, 1)};
  it("acts strictly beyond the cut, leaves a missing signal alone, and counts rows with signal and P&L", () => {
    rows.value.set([0.15, 0.150001, Number.NaN, 0.2]);
    rows.net[3] = Number.NaN;
    const {multiplier, evaluated, report} = apply(rows, {kind: "fixed", signal: "p", above: 0.15, multiplier: 0.5});
    expect([...multiplier.slice(0, 4)]).toEqual([1, 0.5, 1, 0.5]);
    expect([...evaluated.slice(0, 4)]).toEqual([1, 1, 0, 0]);
    expect(report).toMatchObject({
      kind: "fixed",
      tried: 0,
      description: "Multiplier 0.5 where p is above 0.15, else 1",
    });
    expect(report.folds).toHaveLength(3);
    expect(report.folds[0]).toMatchObject({from: "day 30", to: "day 59", fittedOnDays: 0, reduceAbove: 0.15});
  });

  it("states its cut on the scale of badness", () => {
    const net: Signal = {...signal, kind: "net"};
    const cut = (spec: {above?: number; below?: number; multiplier: number}, s = net) =>
      applyPolicy({signal: s, rows, spec: {kind: "fixed", signal: "p", ...spec}, folds: [], days, gap: 0}).report.folds;
    expect(cut({below: -20, multiplier: 0})).toMatchObject([
      {avoidAbove: 20, reduceAbove: null, from: "day 30", to: "day 119"},
    ]);
    expect(cut({above: 50, multiplier: 1.5})).toMatchObject([{amplifyBelow: -50, reduceAbove: null}]);
    expect(cut({below: 0.1, multiplier: 1.5}, signal)).toMatchObject([{amplifyBelow: 0.1}]);
  });

  it("is not applied to another signal", () => {
    expect(() => apply(rows, {kind: "fixed", signal: "q", above: 1, multiplier: 0})).toThrow(/acts on "q"/);
  });
});

describe("fitted policy", () => {
  it("finds a strong effect in later folds, and has none in the first, which is a warm-up", () => {
    const rows = desk(3, 2);
    const {multiplier, evaluated, report} = apply(rows);
    expect(report.folds[0]).toMatchObject({fittedOnDays: 0, avoidAbove: null, reduceAbove: null});
    expect(report.folds[1].fittedOnDays).toBe(29); // days 30 to 58; day 59 is the gap
    expect(report.folds[2].fittedOnDays).toBe(59);
    for (const fold of report.folds.slice(1)) {
      expect(fold.avoidAbove).toBeGreaterThan(0.7);
      expect(fold.amplifyBelow).toBeNull();
    }
    expect(report.tried).toBeGreaterThan(20);
    rows.day.forEach((day, i) => {
      expect(evaluated[i]).toBe(day >= 60 ? 1 : 0);
      if (day < 60) expect(multiplier[i]).toBe(1);
    });
    const cut = multiplier.reduce((s, m) => s + (m < 1 ? 1 : 0), 0);
    expect(cut / 300).toBeGreaterThan(0.07);
  });

  it("no multiplier moves when P&L of its own or a later fold, or of the gap, is rewritten", () => {
    const rows = desk(3, 3);
    const before = apply(rows);
    for (const fold of folds.slice(1)) {
      const net = rows.net.map((y, i) => (rows.day[i] >= fold.test.start - 1 ? -7 * y + 1e4 : y));
      const after = apply({...rows, net});
      rows.day.forEach((day, i) => {
        if (day < fold.test.end) expect(after.multiplier[i]).toBe(before.multiplier[i]);
      });
      expect(after.report.folds.slice(0, fold.index + 1)).toEqual(before.report.folds.slice(0, fold.index + 1));
    }
    const early = rows.net.map((y, i) => (rows.day[i] < 50 ? -y : y));
    expect(apply({...rows, net: early}).report.folds[1]).not.toEqual(before.report.folds[1]); // the test can see
  });

  it("does not take losing traders for skill: acts on few desks with no timing, all of which lose", () => {
    const desks = 60;
    let acted = 0;
    for (let seed = 0; seed < desks; seed++) {
      const {report} = apply(desk(0, 1000 + seed, 2));
      if (report.folds[2].avoidAbove !== null || report.folds[2].reduceAbove !== null) acted++;
    }
    expect(acted / desks).toBeLessThan(0.75); // choosing by the whole effect would cut on every one of them
  });

  it("amplifies the good end only where told to", () => {
    const rows = desk(0, 5);
    const good = {...rows, net: rows.net.map((y, i) => y + (rows.value[i] < 0.1 ? 400 : 0))};
    const {report, multiplier} = apply(good, {...fitted, amplify: 1.5});
    expect(report.folds[2].amplifyBelow).toBeGreaterThan(0.03);
    expect(multiplier.some((m) => m === 1.5)).toBe(true);
    expect(apply(good).multiplier.some((m) => m > 1)).toBe(false);
    expect(() => apply(good, fitted, -1)).toThrow(/invalid gap/);
  });

  it("leaves a missing signal alone", () => {
    const rows = desk(3, 6);
    rows.value[440] = Number.NaN;
    const {multiplier, evaluated} = apply(rows);
    expect([multiplier[440], evaluated[440]]).toEqual([1, 0]);
  });
});

describe("fitThresholds", () => {
  const training = (seed: number): TrainingRows => {
    const {trader, day, value, net} = desk(1, seed);
    return {trader, day, badness: value, net};
  };

  it("takes the candidate with the largest timing of all, found by brute force", () => {
    const rows = training(7);
    const found = fitThresholds(rows, fitted);
    const timing = (cuts: {avoidAbove: number | null; reduceAbove: number | null}) => {
      const m = rows.badness.map((b) => multiplierFor(b, {...cuts, amplifyBelow: null}, fitted));
      let sum = 0;
      for (let trader = 0; trader < 5; trader++) {
        const mine = [...m.keys()].filter((i) => rows.trader[i] === trader);
        const mean = mine.reduce((s, i) => s + m[i], 0) / mine.length;
        for (const i of mine) sum += (m[i] - mean) * rows.net[i];
      }
      return sum;
    };
    const sorted = [...rows.badness].sort((a, b) => a - b);
    const cut = (share: number) => {
      const h = (sorted.length - 1) * (1 - share);
      const low = Math.floor(h);
      return share === 0
        ? null
        : sorted[low] + (h - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
    };
    let best = 0;
    for (const avoid of [0, 0.02, 0.05, 0.1, 0.2])
      for (const reduce of [0, 0.05, 0.1, 0.2, 0.3, 0.4])
        if (reduce === 0 || avoid < reduce)
          best = Math.max(best, timing({avoidAbove: cut(avoid), reduceAbove: cut(reduce)}));
    expect(timing(found)).toBeCloseTo(best, 6);
  });

  it("does nothing with fewer than 20 days, and says that it could not choose", () => {
    const rows = training(8);
    const few = {
      ...rows,
      day: rows.day.map((d) => 30 + ((d - 30) % 18)),
      trader: rows.trader.map((t, i) => t + 5 * Math.floor(i / 90)),
    };
    expect(fitThresholds(few, fitted)).toMatchObject({usable: false, days: 18, tried: 0, avoidAbove: null});
  });

  it("does nothing when every row is equally bad", () => {
    const rows = training(9);
    const flat = {...rows, badness: new Float64Array(rows.badness.length).fill(0.3)};
    expect(fitThresholds(flat, fitted)).toMatchObject({usable: true, avoidAbove: null, reduceAbove: null});
  });
});
