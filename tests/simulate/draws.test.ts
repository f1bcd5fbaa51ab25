import {expect, test} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {cents, heavyTailed, logistic} from "../../src/lib/simulate/draws.ts";

test("heavyTailed has mean 0, variance 1 and the tails of a t with 5 degrees of freedom", () => {
  const random = stream(1, "test");
  const n = 200_000;
  const draws = Float64Array.from({length: n}, () => heavyTailed(random));
  const mean = draws.reduce((a, b) => a + b, 0) / n;
  const variance = draws.reduce((a, b) => a + b * b, 0) / n;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
  // Var(x²) = E x⁴ − 1 = 9 − 1 for this t (kurtosis 3 + 6/(ν − 4) = 9).
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(8 / n));
  // P(|t₅| > 4.0321) = 0.01 (table of the t distribution); scaled to variance 1: 4.0321 · √(3/5).
  const beyond = draws.filter((x) => Math.abs(x) > 4.0321 * Math.sqrt(3 / 5)).length / n;
  expect(Math.abs(beyond - 0.01)).toBeLessThan(4 * Math.sqrt(0.01 / n));
});

test("logistic inverts the logit", () => {
  for (const p of [0.01, 0.3, 0.5, 0.99]) expect(logistic(Math.log(p / (1 - p)))).toBeCloseTo(p, 14);
});

test("cents rounds, and has no negative zero", () => {
  expect([cents(1.006), cents(-2.349), cents(12)]).toEqual([1.01, -2.35, 12]);
  expect(Object.is(cents(-0.001), 0)).toBe(true);
});
