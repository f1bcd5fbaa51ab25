import {expect, test} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {cents, clamp, exponential, logistic, logit, shuffle, studentT} from "../../src/lib/simulate/draws.ts";

const n = 200_000;

test("studentT has mean 0, variance 1 and the tails of a t with 5 degrees of freedom", () => {
  const random = stream(1, "test");
  const draws = Float64Array.from({length: n}, () => studentT(random, 5));
  const mean = draws.reduce((a, b) => a + b, 0) / n;
  const variance = draws.reduce((a, b) => a + b * b, 0) / n;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
  // Var(x²) = E x⁴ − 1 = 9 − 1 for this t (kurtosis 3 + 6/(ν − 4) = 9).
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(8 / n));
  // P(|t₅| > 4.0321) = 0.01 and P(|t₅| > 2.0150) = 0.1 (table of the t distribution); scaled to variance 1: · √(3/5).
  for (const [quantile, p] of [
    [4.0321, 0.01],
    [2.015, 0.1],
  ]) {
    const beyond = draws.filter((x) => Math.abs(x) > quantile * Math.sqrt(3 / 5)).length / n;
    expect(Math.abs(beyond - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
  }
});

test("exponential has its mean, and P(x > mean) = 1/e", () => {
  const random = stream(2, "test");
  const draws = Float64Array.from({length: n}, () => exponential(random, 3));
  expect(Math.abs(draws.reduce((a, b) => a + b, 0) / n - 3)).toBeLessThan((4 * 3) / Math.sqrt(n));
  expect(Math.abs(draws.filter((x) => x > 3).length / n - Math.exp(-1))).toBeLessThan(4 * Math.sqrt(0.24 / n));
});

test("logistic inverts the logit", () => {
  for (const p of [0.01, 0.3, 0.5, 0.99]) expect(logistic(logit(p))).toBeCloseTo(p, 14);
  expect(logistic(Number.NEGATIVE_INFINITY)).toBe(0);
});

test("cents rounds, and has no negative zero; clamp keeps within", () => {
  expect([cents(1.006), cents(-2.349), cents(12)]).toEqual([1.01, -2.35, 12]);
  expect(Object.is(cents(-0.001), 0)).toBe(true);
  expect([clamp(3, 2), clamp(-3, 2), clamp(1, 2)]).toEqual([2, -2, 1]);
});

test("shuffle makes every order equally likely", () => {
  const random = stream(3, "test");
  const counts = new Map<string, number>();
  for (let k = 0; k < 6000; k++) {
    const order = shuffle(random, ["a", "b", "c"]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt((6000 * 5) / 36));
});
