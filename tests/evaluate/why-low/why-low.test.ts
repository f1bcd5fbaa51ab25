import {describe, expect, it} from "vitest";
import {
  dayRatio,
  dieboldMariano,
  hitRate,
  hitRateParts,
  learningCurve,
  midranks,
  r2OutOfSample,
  signalDecay,
  skillPower,
} from "../../../src/lib/evaluate/index.ts";
import {normalQuantile, stream} from "../../../src/lib/numeric/index.ts";

describe("skillPower", () => {
  it("by the formula for independent days: 0.1 standard deviations need 785 days", () => {
    // (1.96 + 0.84)² / 0.1² = 784.9 (Cohen 1988, table 2.4.1 of a one-sample test gives 785)
    const base = Float64Array.from({length: 400}, (_, t) => (t % 2 ? 1 : -1));
    const random = stream(1, "power");
    for (let i = 399; i > 0; i--) {
      const j = random.integer(i + 1);
      [base[i], base[j]] = [base[j], base[i]];
    }
    const found = skillPower(base.map((v) => v + 0.1))!;
    const z = normalQuantile(0.975) + normalQuantile(0.8);
    expect(found.daysNeeded).toBe(Math.ceil(((found.deviation * z) / found.difference) ** 2));
    expect(Math.abs(found.daysNeeded! / (785 * found.deviation ** 2) - 1)).toBeLessThan(0.01);
    expect(found.moreDays).toBe(found.daysNeeded! - 400);
    expect(found.detectable).toBeCloseTo((z * found.deviation) / 20, 12);
    expect(found.daysNeededInterval![0]).toBeLessThan(found.daysNeeded!);
  });

  it("that many days do show it with the power asked for, autocorrelated or not", () => {
    const random = stream(2, "needed");
    const series = (n: number, mean: number) => {
      let state = 0;
      return Float64Array.from({length: n}, () => {
        state = 0.3 * state + random.normal();
        return mean + state;
      });
    };
    const mean = 0.2;
    const long = skillPower(series(60_000, mean))!;
    let shown = 0;
    for (let k = 0; k < 400; k++) {
      const n = long.daysNeeded!;
      const test = dieboldMariano(series(n, mean), {horizon: 1 + Math.floor(Math.cbrt(n)), variance: "bartlett"})!;
      if (test.p <= 0.05) shown++;
    }
    expect(Math.abs(shown / 400 - 0.8)).toBeLessThan(0.08);
  });

  it("needs no days where the model is worse, and infinitely many where it may be", () => {
    const d = Float64Array.from({length: 100}, (_, t) => Math.sin(t) + 0.05);
    expect(skillPower(d)!.daysNeededInterval![1]).toBe(Number.POSITIVE_INFINITY);
    expect(skillPower(d.map((v) => v - 1))).toMatchObject({daysNeeded: null, moreDays: null, daysNeededInterval: null});
    expect(skillPower(new Float64Array(50).fill(1))).toBeNull();
    expect(skillPower(d.slice(0, 9))).toBeNull();
    expect(() => skillPower(d, {size: 5})).toThrow("invalid size");
    expect(() => skillPower(d, {power: 0.01})).toThrow("invalid power");
  });
});

describe("hitRateParts", () => {
  const random = stream(3, "hits");
  const day = Int32Array.from({length: 800}, (_, i) => Math.floor(i / 4));
  const mostlyUp = () => Float64Array.from(day, () => (random.uniform() < 0.05 ? 0 : random.normal() + 0.6));

  it("add up: a coin, the imbalance, and knowing when", () => {
    const [actual, predicted] = [mostlyUp(), mostlyUp()];
    const found = hitRateParts(day, actual, predicted)!;
    const plain = hitRate(actual, predicted)!;
    expect(found.rate.value).toBeCloseTo(plain.rate, 12);
    expect(found.majority).toBe(plain.majority);
    expect(found.aboveMajority.value).toBeCloseTo(plain.rate - plain.majority, 12);
    expect(0.5 + found.imbalance + found.timing.value).toBeCloseTo(plain.rate, 12);
    expect(found.imbalance).toBeGreaterThan(0.05);
    expect(found.timing.interval![0]).toBeLessThan(0);
    expect(found.timing.interval![1]).toBeGreaterThan(0);
    expect(found.rows).toBe(plain.rows);
  });

  it("timing's interval holds 0 in about 95 % of desks without skill, which the hit rate's does not hold 0.5", () => {
    let [timing, coin] = [0, 0];
    for (let k = 0; k < 200; k++) {
      const found = hitRateParts(day, mostlyUp(), mostlyUp())!;
      if (found.timing.interval![0] <= 0 && found.timing.interval![1] >= 0) timing++;
      if (found.rate.interval![0] <= 0.5 && found.rate.interval![1] >= 0.5) coin++;
    }
    expect(timing / 200).toBeGreaterThan(0.9);
    expect(coin / 200).toBeLessThan(0.1);
  });

  it("sees timing, and has nothing to say of days without P&L", () => {
    const actual = mostlyUp();
    const found = hitRateParts(
      day,
      actual,
      actual.map((v) => v + random.normal()),
    )!;
    expect(found.timing.interval![0]).toBeGreaterThan(0);
    expect(hitRateParts(day, new Float64Array(800), actual)).toBeNull();
    expect(hitRateParts(Int32Array.of(1, 2), [1, -1], [1, 1])!.rate).toEqual({
      value: 0.5,
      standardError: null,
      interval: null,
    });
  });
});

describe("dayRatio", () => {
  it("of one row a day is the mean with the Diebold-Mariano interval", () => {
    const random = stream(4, "ratio");
    const x = Float64Array.from({length: 60}, () => random.normal());
    const found = dayRatio(Int32Array.from(x.keys()), x, new Float64Array(60).fill(1));
    const test = dieboldMariano(x, {horizon: 4, variance: "bartlett"})!;
    expect(found.value).toBeCloseTo(test.difference, 14);
    expect(found.interval![0]).toBeCloseTo(test.interval[0], 12);
    expect(found.standardError).toBeCloseTo(test.difference / test.statistic, 12);
  });
});

describe("signalDecay", () => {
  const random = stream(5, "decay");
  const [traders, days] = [6, 300];
  const n = traders * days;
  const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
  const trader = Int32Array.from({length: n}, (_, i) => i % traders);
  const target = Float64Array.from({length: n}, () => random.normal());
  /** Knows what happens two days after the day it is made for, and half as well the day after that. */
  const value = Float64Array.from({length: n}, (_, i) => {
    const ahead = (h: number) => target[i + h * traders] ?? 0;
    return ahead(2) + 0.5 * ahead(3) + random.normal();
  });

  it("finds the day that a prediction knows about, and nothing elsewhere", () => {
    const points = signalDecay({trader, day, value, target, correlation: "pearson", horizons: [0, 1, 2, 3, 4]});
    expect(points.map(({horizon}) => horizon)).toEqual([0, 1, 2, 3, 4]);
    const truth = [0, 0, 1 / 1.5, 0.5 / 1.5, 0];
    points.forEach(({value: r, interval, pairs, days: count}, h) => {
      expect(Math.abs(r - truth[h])).toBeLessThan(0.07);
      expect(interval![0] <= truth[h] && truth[h] <= interval![1], `horizon ${h}`).toBe(true);
      expect([pairs, count]).toEqual([n - h * traders, days - h]);
    });
  });

  it("Spearman is that of ranks; days without a row later have no pair", () => {
    const [first] = signalDecay({trader, day, value, target, horizons: [2]});
    const pairs = [...day.keys()].filter((i) => i + 2 * traders < n);
    const [x, y] = [midranks(pairs.map((i) => value[i])), midranks(pairs.map((i) => target[i + 2 * traders]))];
    const mean = (x.length + 1) / 2;
    const c = (a: Float64Array, b: Float64Array) => a.reduce((s, v, k) => s + (v - mean) * (b[k] - mean), 0);
    expect(first.value).toBeCloseTo(c(x, y) / Math.sqrt(c(x, x) * c(y, y)), 12);
    const holes = target.map((v, i) => (trader[i] === 0 ? Number.NaN : v));
    expect(signalDecay({trader, day, value, target: holes, horizons: [0]})[0].pairs).toBe(n - days);
    expect(signalDecay({trader, day, value, target, horizons: [299]})).toEqual([]);
    expect(signalDecay({trader, day, value: new Float64Array(n), target})).toEqual([]);
    expect(() => signalDecay({trader, day, value, target, horizons: [1.5]})).toThrow("invalid horizon");
  });
});

describe("learning curves", () => {
  it("R² by run on the rows that all predict, and whether the last step helped", () => {
    const random = stream(6, "curve");
    const n = 800;
    const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / 4));
    const known = Float64Array.from({length: n}, () => random.normal());
    const target = known.map((v) => v + random.normal());
    const pastMean = new Float64Array(n);
    const run = (size: number, share: number) => ({size, label: `${size} days`, value: known.map((v) => share * v)});
    const [first, second, third] = [run(50, 0.2), run(100, 0.6), run(200, 0.601)];
    first.value[0] = Number.NaN;
    const points = learningCurve({day, target, pastMean}, [first, second, third]);
    const r2 = (r: typeof first) => r2OutOfSample(target.slice(1), r.value.slice(1), pastMean.slice(1));
    expect(points.map((p) => p.r2.value)).toEqual([first, second, third].map((r) => expect.closeTo(r2(r), 12)));
    expect(points[0].gain).toBeNull();
    expect(points[1].gain!.r2).toBeCloseTo(r2(second) - r2(first), 12);
    expect(points[1].gain!.p!).toBeLessThan(1e-6);
    expect(points[1].r2.interval![0]).toBeGreaterThan(points[0].r2.interval![1]);
    const none = {...first, value: new Float64Array(n).fill(Number.NaN)};
    expect(() => learningCurve({day, target, pastMean}, [none])).toThrow("no row that all 1 runs predict");
  });
});
