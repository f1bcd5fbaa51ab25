import {describe, expect, it} from "vitest";
import {backtestOverfitting, midranks, returnMoments} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const noise = (count: number, n: number, seed = 1) => {
  const random = stream(seed, "trials");
  return Array.from({length: count}, () => Float64Array.from({length: n}, () => random.normal()));
};

describe("backtestOverfitting", () => {
  it("is the procedure written out: days picked, Sharpe ratios, ranks (lengths that do not divide)", () => {
    const trials = noise(7, 53);
    const found = backtestOverfitting(trials, {blocks: 4});
    expect(found.splits).toHaveLength(6);
    for (const split of found.splits) {
      const block = (t: number) => [0, 1, 2, 3].find((s) => t < Math.floor(((s + 1) * 53) / 4))!;
      const days = (inside: boolean) =>
        [...trials[0].keys()].filter((t) => split.inSample.includes(block(t)) === inside);
      const sharpe = (inside: boolean) => trials.map((x) => returnMoments(days(inside).map((t) => x[t])).sharpe);
      const [within, outside] = [sharpe(true), sharpe(false)];
      expect(split.best).toBe(within.indexOf(Math.max(...within)));
      expect(split.performanceIn).toBeCloseTo(within[split.best], 11);
      expect(split.performanceOut).toBeCloseTo(outside[split.best], 11);
      expect(split.rank).toBe(midranks(outside)[split.best]);
      expect(split.logit).toBeCloseTo(Math.log(split.rank / 8 / (1 - split.rank / 8)), 12);
    }
    expect(found.probability).toBe(found.splits.filter((s) => s.rank <= 4).length / 6);
  });

  it("is low where one trial has skill, and the default has 12,870 splits", () => {
    const skilled = noise(20, 320);
    skilled[4] = skilled[4].map((v) => v + 0.4);
    const found = backtestOverfitting(skilled);
    expect(found.splits).toHaveLength(12870);
    expect(found.probability).toBeLessThan(0.02);
    expect(found.probabilityOfLoss).toBeLessThan(0.02);
  });

  it("is about one half on noise, over many desks", () => {
    let sum = 0;
    for (let seed = 0; seed < 100; seed++) sum += backtestOverfitting(noise(10, 64, seed), {blocks: 6}).probability;
    expect(Math.abs(sum / 100 - 0.5)).toBeLessThan(0.1);
  });

  it("by means; trials that never vary count as 0; ties share ranks", () => {
    const flat = [new Float64Array(24), new Float64Array(24), new Float64Array(24).fill(-1)];
    const found = backtestOverfitting(flat, {blocks: 4, performance: "mean"});
    expect(found.splits[0]).toMatchObject({best: 0, performanceIn: 0, rank: 2.5});
    expect(found.degradation).toBeNull();
    expect(backtestOverfitting(flat, {blocks: 4}).splits[0].performanceIn).toBe(0);
  });

  it("says what is wrong", () => {
    expect(() => backtestOverfitting(noise(1, 50))).toThrow("needed are 2 or more: 1");
    expect(() => backtestOverfitting(noise(3, 50), {blocks: 5})).toThrow("not an even number");
    expect(() => backtestOverfitting(noise(3, 20))).toThrow("16 of 2 days each do not fit into 20 days");
    expect(() => backtestOverfitting([new Float64Array(40), new Float64Array(41)])).toThrow(
      "number 1 has 41 of 40 days",
    );
    expect(() => backtestOverfitting([new Float64Array(40), new Float64Array(40).fill(Number.NaN)])).toThrow(
      "invalid return of trial 1, day 0",
    );
  });
});
