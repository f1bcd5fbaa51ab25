import {describe, expect, it} from "vitest";
import {dayMeans, powerCurve, powerInR2, signalDecay, skillPower} from "../../../src/lib/evaluate/index.ts";
import {normalQuantile, stream} from "../../../src/lib/numeric/index.ts";

describe("powerCurve", () => {
  it("is the level without skill, and the power asked for at the days needed", () => {
    const random = stream(1, "curve");
    const found = skillPower(Float64Array.from({length: 500}, () => 0.1 + random.normal()))!;
    expect(powerCurve(found, [10, 1000], 0).map((p) => p.power)).toEqual([
      expect.closeTo(0.05, 12),
      expect.closeTo(0.05, 12),
    ]);
    const [before, at] = powerCurve(found, [found.daysNeeded! - 1, found.daysNeeded!]);
    expect(before.power).toBeLessThan(0.8);
    expect(at.power).toBeGreaterThanOrEqual(0.8);
    expect(powerCurve(found, [found.days])[0].power).toBeCloseTo(found.powerNow, 12);
    expect(() => powerCurve(found, [0])).toThrow("invalid days");
  });

  it("of a test of standard size: 0.1 standard deviations on 785 days are seen in 80 % (Cohen 1988)", () => {
    expect(powerCurve({difference: 0.1, deviation: 1, size: 0.05}, [785])[0].power).toBeCloseTo(0.8, 3);
  });
});

describe("powerInR2", () => {
  const random = stream(2, "power");
  const [days, traders] = [400, 4];
  const n = days * traders;
  const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
  const signal = Float64Array.from(day, () => random.normal());
  const target = signal.map((s) => s + 3 * random.normal());
  const pastMean = new Float64Array(n);
  const options = {size: 0.05, power: 0.8};

  it("is skillPower in units of the mean's daily loss", () => {
    const value = signal.map((s) => 0.5 * s);
    const found = powerInR2({day, target, pastMean, value}, {r2: 0.1, deviation: 0.4}, options)!;
    const {means} = dayMeans(day, [target.map((y) => y * y), target.map((y, i) => (y - value[i]) ** 2)]);
    const unit = means[0].reduce((a, b) => a + b, 0) / days;
    const plain = skillPower(means[0].map((m, d) => m - means[1][d]))!;
    expect(found.seen.r2).toBeCloseTo(plain.difference / unit, 12);
    expect(found.detectable).toBeCloseTo(plain.detectable / unit, 12);
    expect(found.seen).toMatchObject({daysNeeded: plain.daysNeeded, moreDays: plain.moreDays});
    const z = normalQuantile(0.975) + normalQuantile(0.8);
    expect(found.attainable!.daysNeeded).toBe(Math.ceil((4 * plain.margin * z) ** 2));
    expect(found.curve[0].days).toBe(20);
    expect(found.curve.at(-1)!.days).toBe(5040);
    for (const line of ["seen", "attainable"] as const)
      for (let k = 1; k < found.curve.length; k++)
        expect(found.curve[k][line]!).toBeGreaterThanOrEqual(found.curve[k - 1][line]!);
  });

  it("asks for no days where the model is worse, and has no infinity in it", () => {
    const worse = powerInR2({day, target, pastMean, value: signal.map((s) => -s)}, null, options)!;
    expect(worse.seen).toMatchObject({daysNeeded: null, moreDays: null, daysNeededInterval: null});
    expect(worse.curve.every(({seen, attainable}) => seen === null && attainable === null)).toBe(true);
    const faint = powerInR2({day, target, pastMean, value: signal.map((s) => 0.002 * s)}, null, options)!;
    expect(faint.seen.daysNeeded).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(faint))).toEqual(faint);
    expect(powerInR2({day, target, pastMean, value: pastMean}, null, options)).toBeNull();
    expect(powerInR2({day, target: pastMean, pastMean, value: signal}, null, options)).toBeNull();
  });
});

describe("signalDecay with a bootstrap", () => {
  it("agrees with the linearised error where ranks are fixed and days are independent", () => {
    const random = stream(3, "decay");
    const [days, traders] = [300, 5];
    const n = days * traders;
    const trader = Int32Array.from({length: n}, (_, i) => i % traders);
    const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
    const value = Float64Array.from({length: n}, () => random.normal());
    const target = value.map((v) => 0.3 * v + random.normal());
    const options = {trader, day, value, target, horizons: [0, 1], correlation: "pearson"} as const;
    const plain = signalDecay(options);
    const drawn = signalDecay({...options, bootstrap: {random: stream(4, "draws"), draws: 1000}});
    expect(drawn.map((p) => p.value)).toEqual(plain.map((p) => p.value));
    for (const k of [0, 1]) expect(Math.abs(drawn[k].standardError! / plain[k].standardError! - 1)).toBeLessThan(0.2);
    expect(drawn[0].interval![0]).toBeGreaterThan(0);
    expect(drawn[1].interval![0]).toBeLessThan(0);
    expect(signalDecay({...options, bootstrap: {random: stream(4, "draws"), draws: 1000}})).toEqual(drawn);
  });

  it("holds a correlation of 0 in about 95 % of desks whose days move together", () => {
    const desks = 150;
    let held = 0;
    for (let seed = 0; seed < desks; seed++) {
      const random = stream(seed, "together");
      const [days, traders] = [120, 6];
      const n = days * traders;
      const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
      const common = (weight: number) => {
        let state = 0;
        const factor = Float64Array.from({length: days}, () => {
          state = weight * state + random.normal();
          return state;
        });
        return Float64Array.from(day, (d) => factor[d] + random.normal());
      };
      const [point] = signalDecay({
        trader: Int32Array.from({length: n}, (_, i) => i % traders),
        day,
        value: common(0.5),
        target: common(0),
        horizons: [0],
        bootstrap: {random, draws: 300},
      });
      if (point.interval![0] <= 0 && 0 <= point.interval![1]) held++;
    }
    expect(held / desks).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / desks));
  });

  it("gives no interval of few days", () => {
    const n = 15;
    const x = Float64Array.from({length: n}, (_, i) => Math.sin(i));
    const [point] = signalDecay({
      trader: new Int32Array(n),
      day: Int32Array.from({length: n}, (_, i) => i),
      value: x,
      target: x.map((v, i) => v + Math.cos(3 * i)),
      horizons: [0],
      bootstrap: {random: stream(1, "few"), draws: 100},
    });
    expect(point).toMatchObject({standardError: null, interval: null});
  });
});
