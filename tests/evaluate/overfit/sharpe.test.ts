import {describe, expect, it} from "vitest";
import {
  deflatedSharpe,
  deflateWinner,
  effectiveTrials,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  returnMoments,
  sharpeStandardError,
} from "../../../src/lib/evaluate/index.ts";
import {stream, tCdf} from "../../../src/lib/numeric/index.ts";
import {nullDesk, policyGains} from "../null-desk.ts";

const normal = {n: 250, sharpe: 0.1, skew: 0, kurtosis: 3};

describe("Sharpe ratios", () => {
  it("moments by hand", () => {
    const {n, mean, sharpe, skew, kurtosis} = returnMoments([1, 2, 3, 4, 10]);
    expect([n, mean]).toEqual([5, 4]);
    expect(sharpe).toBeCloseTo(4 / Math.sqrt(50 / 4), 14);
    expect(skew).toBeCloseTo((-27 - 8 - 1 + 216) / 5 / 10 ** 1.5, 12);
    expect(kurtosis).toBeCloseTo((81 + 16 + 1 + 1296) / 5 / 100, 12);
    expect(returnMoments([0.1, 0.1, 0.1])).toMatchObject({sharpe: 0, skew: 0, kurtosis: 3});
    expect(() => returnMoments([1])).toThrow("needs 2");
    expect(() => returnMoments([1, Number.NaN])).toThrow("invalid return of period 1: NaN");
  });

  it("the standard error is the spread of Sharpe ratios of skewed, fat-tailed returns", () => {
    // returns x² − c of a normal x: skew 2√2, kurtosis 15
    const random = stream(1, "sharpe");
    const n = 400;
    const found = Float64Array.from({length: 4000}, () => {
      const returns = Float64Array.from({length: n}, () => {
        const x = random.normal();
        return x * x - 1 + 0.2 * Math.SQRT2;
      });
      return returnMoments(returns).sharpe;
    });
    const mean = found.reduce((a, b) => a + b, 0) / found.length;
    const sd = Math.sqrt(found.reduce((s, v) => s + (v - mean) ** 2, 0) / found.length);
    const stated = sharpeStandardError({n, sharpe: 0.2, skew: 2 * Math.SQRT2, kurtosis: 15});
    expect(Math.abs(sd / stated - 1)).toBeLessThan(0.05);
  });

  it("the probabilistic one of normal returns is about the t-test, and the track record is where it reaches 95 %", () => {
    // t = SR·√n, and P(t_{n-1} < t)
    expect(probabilisticSharpe(normal)).toBeCloseTo(tCdf(0.1 * Math.sqrt(250), 249), 2);
    const n = minimumTrackRecord(normal);
    expect(probabilisticSharpe({...normal, n})).toBeCloseTo(0.95, 12);
    expect(minimumTrackRecord(normal, 0.05)).toBeGreaterThan(n);
    expect(minimumTrackRecord(normal, 0.1)).toBe(Number.POSITIVE_INFINITY);
    expect(() => minimumTrackRecord(normal, 0, 0.5)).toThrow("invalid confidence");
    expect(() => sharpeStandardError({n: 100, sharpe: 2, skew: 5, kurtosis: 3})).toThrow("do not go with");
    expect(() => sharpeStandardError({...normal, n: 1})).toThrow("invalid n");
  });

  it("the expected maximum is that of simulated trials, within 2 %", () => {
    const random = stream(2, "maximum");
    for (const trials of [10, 100]) {
      let sum = 0;
      for (let k = 0; k < 4000; k++) {
        let most = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < trials; i++) most = Math.max(most, random.normal());
        sum += most;
      }
      expect(Math.abs(expectedMaximumSharpe(trials, 1) / (sum / 4000) - 1)).toBeLessThan(0.025);
    }
    expect(expectedMaximumSharpe(1, 5)).toBe(0);
    expect(expectedMaximumSharpe(1.2, 1)).toBe(0);
    expect(() => expectedMaximumSharpe(0, 1)).toThrow("invalid trials");
    expect(() => expectedMaximumSharpe(3, -1)).toThrow("invalid variance");
  });

  it("deflation with one trial is none; the more trials, the less is left", () => {
    expect(deflatedSharpe(normal, 1, 0.01).probability).toBe(probabilisticSharpe(normal));
    const left = [2, 10, 100, 1000].map((trials) => deflatedSharpe(normal, trials, 0.003).probability);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(effectiveTrials(40, 0.5)).toBe(20.5);
    expect(effectiveTrials(40, -0.3)).toBe(40);
    expect(effectiveTrials(40, 1)).toBe(1);
    expect(() => effectiveTrials(40, 2)).toThrow("invalid correlation");
  });
});

describe("deflateWinner", () => {
  const trials = (count: number, n = 120, seed = 3) => {
    const random = stream(seed, "trials");
    return Array.from({length: count}, () => Float64Array.from({length: n}, () => random.normal()));
  };

  it("takes the best, deflates it by all, and knows how alike they are", () => {
    const list = trials(12);
    const found = deflateWinner(list, 50);
    const sharpes = list.map((x) => returnMoments(x).sharpe);
    expect(found.trial).toBe(sharpes.indexOf(Math.max(...sharpes)));
    expect(found.deflated.trials).toBe(50);
    expect(found.deflated.probability).toBeLessThan(found.probabilistic);
    expect(found.minimumTrackRecordDeflated).toBeGreaterThan(found.minimumTrackRecord);
    let sum = 0;
    for (let i = 0; i < 12; i++)
      for (let j = 0; j < i; j++) {
        const [a, b] = [list[i], list[j]].map((x) => x.map((v) => v - returnMoments(x).mean));
        const dot = (p: Float64Array, q: Float64Array) => p.reduce((s, v, t) => s + v * q[t], 0);
        sum += dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      }
    expect(found.averageCorrelation).toBeCloseTo(sum / 66, 12);
    const alike = deflateWinner(list.map((x) => x.map((v, t) => 0.05 * v + list[0][t])));
    expect(alike.deflatedByEffective.trials).toBeLessThan(2);
  });

  it("calls the best of ten without skill skilled in far fewer desks than its own Sharpe ratio does", () => {
    let [deflated, own] = [0, 0];
    for (let seed = 0; seed < 300; seed++) {
      const found = deflateWinner(policyGains(nullDesk({seed, traders: 4, days: 100, models: 10})));
      if (found.deflated.probability > 0.95) deflated++;
      if (found.probabilistic > 0.95) own++;
    }
    expect(deflated / 300).toBeLessThan(0.05);
    expect(own / 300).toBeGreaterThan(0.2);
  });

  it("counts policies that never act, which have no correlation", () => {
    const list = [...trials(3), new Float64Array(120), new Float64Array(120).fill(0.1)];
    expect(deflateWinner(list).deflated.trials).toBe(5);
    expect(deflateWinner(list).averageCorrelation).toBeCloseTo(deflateWinner(trials(3)).averageCorrelation, 12);
    expect(deflateWinner([list[0]]).deflated.expectedMaximum).toBe(0);
    expect(deflateWinner([list[3]]).probabilistic).toBe(0.5);
    expect(() => deflateWinner(list, 4)).toThrow("5 with returns, 4 in all");
    expect(() => deflateWinner([list[0], list[1].slice(1)])).toThrow("not of the same periods");
  });
});
