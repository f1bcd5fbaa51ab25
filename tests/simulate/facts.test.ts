import {sampleCorrelation, sampleKurtosis} from "simple-statistics";
import {describe, expect, test} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {
  addPair,
  autocorrelations,
  correlation,
  hillIndex,
  ksCritical,
  ksDistance,
  momentsOf,
  pairs,
} from "../../src/lib/simulate/facts.ts";

describe("Hill's tail index", () => {
  test.each([1.5, 3, 6])("of a Pareto sample with index %d", (alpha) => {
    const random = stream(1, "hill", alpha);
    const values = Float64Array.from({length: 40_000}, () => Math.exp(-Math.log(1 - random.uniform()) / alpha));
    // Standard error α / √k with k = 2000 order statistics.
    expect(Math.abs(hillIndex(values) - alpha)).toBeLessThan((4 * alpha) / Math.sqrt(2000));
  });

  test("by hand: ln(4/1), ln(4/1) ... of the five largest over the sixth", () => {
    const values = Float64Array.from({length: 100}, (_, k) => (k < 94 ? -1 : k === 94 ? 1 : 4));
    expect(hillIndex(values)).toBeCloseTo(1 / Math.log(4), 12);
  });

  test("is NaN where there is too little tail", () => {
    expect(hillIndex(new Float64Array(1000).fill(-1))).toBeNaN();
    expect(hillIndex(Float64Array.of(1, 2, 3))).toBeNaN();
  });
});

describe("Kolmogorov-Smirnov", () => {
  test("by hand", () => {
    expect(ksDistance(Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 4, 5, 6))).toBe(0.5);
    expect(ksDistance(Float64Array.of(1, 1, 2), Float64Array.of(1, 1, 2))).toBe(0);
    expect(ksDistance(Float64Array.of(1, 2), Float64Array.of(8, 9))).toBe(1);
  });

  test("exceeds its critical value in about 5 % of pairs of equal distribution", () => {
    const random = stream(2, "ks");
    const draw = (n: number) => Float64Array.from({length: n}, () => random.normal());
    let beyond = 0;
    for (let k = 0; k < 1000; k++) if (ksDistance(draw(150), draw(200)) > ksCritical(150, 200)) beyond++;
    expect(beyond).toBeGreaterThan(15);
    expect(beyond).toBeLessThan(75);
  });
});

test("moments and correlation agree with simple-statistics", () => {
  const random = stream(3, "moments");
  const x = Array.from({length: 500}, () => random.normal() ** 2);
  const y = x.map((v) => v + random.normal());
  const {mean, sd, skewness, kurtosis, n} = momentsOf(Float64Array.from(x));
  expect(mean).toBeCloseTo(x.reduce((a, b) => a + b, 0) / 500, 12);
  expect(sd).toBeCloseTo(Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / 500), 12);
  expect(skewness).toBeGreaterThan(1);
  // Sample excess kurtosis G₂ = (n − 1)/((n − 2)(n − 3)) · ((n + 1) g₂ + 6).
  const g2 = kurtosis - 3;
  expect(((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6)).toBeCloseTo(sampleKurtosis(x), 9);
  const p = pairs();
  x.forEach((v, i) => {
    addPair(p, v, y[i]);
  });
  expect(correlation(p)).toBeCloseTo(sampleCorrelation(x, y), 12);
});

test("autocorrelations of an AR(1) fall as its powers, and pairs across a gap do not count", () => {
  const random = stream(4, "acf");
  let last = 0;
  const x = Float64Array.from({length: 50_000}, () => {
    last = 0.6 * last + random.normal();
    return last;
  });
  const acf = autocorrelations([x], 3);
  [0.6, 0.36, 0.216].forEach((rho, k) => {
    expect(Math.abs(acf[k] - rho)).toBeLessThan(0.02);
  });
  const gaps = Float64Array.of(1, Number.NaN, 5, 1, Number.NaN, 2, 4, 9);
  const by = pairs();
  for (const [a, b] of [
    [5, 1],
    [2, 4],
    [4, 9],
  ])
    addPair(by, a, b);
  expect(autocorrelations([gaps], 1)[0]).toBeCloseTo(correlation(by), 12);
});
