import {describe, expect, test} from "vitest";
import {normalCdf, stream} from "../../../src/lib/numeric/index.ts";
import {addPair, autocorrelations, correlation, pairs} from "../../../src/lib/simulate/facts.ts";
import {autoregressions, levinsonDurbin} from "../../../src/lib/simulate/twin/autoregression.ts";
import {clusteringOf, mixtureCdf, mixtureTable} from "../../../src/lib/simulate/twin/clustering.ts";
import {conditionalMean, expectationAt} from "../../../src/lib/simulate/twin/conditional-mean.ts";
import {correlationRoot, crossCorrelations} from "../../../src/lib/simulate/twin/cross-correlation.ts";
import {marginalOf, quantileOf} from "../../../src/lib/simulate/twin/marginal.ts";

describe("marginal", () => {
  test("passes through the order statistics at (k − ½)/n, and between them by straight lines", () => {
    const m = marginalOf(Float64Array.of(4, -2, 1, 10));
    expect([0.125, 0.375, 0.625, 0.875].map((u) => quantileOf(m, u))).toEqual([-2, 1, 4, 10]);
    expect(quantileOf(m, 0.5)).toBeCloseTo(2.5, 12);
  });

  test("goes beyond the sample by a Pareto tail, no further than twice", () => {
    const m = {...marginalOf(Float64Array.of(-8, 1, 2, 8)), lower: 3, upper: 3};
    // Where half of the outermost half step is left: 2^(1/3) times further.
    expect(quantileOf(m, 1 - 0.0625)).toBeCloseTo(8 * Math.cbrt(2), 9);
    expect(quantileOf(m, 0.0625)).toBeCloseTo(-8 * Math.cbrt(2), 9);
    expect(quantileOf(m, 1 - 1e-9)).toBe(16);
    // A tail does not reach across 0.
    expect(quantileOf(marginalOf(Float64Array.of(1, 2, 3)), 0.001)).toBe(1);
  });
});

test("Levinson and Durbin solve the Yule-Walker equations", () => {
  // AR(2): ρ₁ = φ₁ / (1 − φ₂), ρ₂ = φ₁ ρ₁ + φ₂, ρ₃ = φ₁ ρ₂ + φ₂ ρ₁.
  const [a, b] = [0.5, -0.3];
  const r1 = a / (1 - b);
  const r2 = a * r1 + b;
  const {coefficients, innovation} = levinsonDurbin([r1, r2, a * r2 + b * r1]);
  expect(coefficients[0]).toBeCloseTo(a, 12);
  expect(coefficients[1]).toBeCloseTo(b, 12);
  expect(coefficients[2]).toBeCloseTo(0, 12);
  expect(innovation ** 2).toBeCloseTo(1 - a * r1 - b * r2, 12);
  expect(levinsonDurbin([0.999]).coefficients).toEqual([0.9]);
});

test("autoregressions differ between traders only as far as they truly do", () => {
  const series = (i: number, phi: number) => {
    const random = stream(i, "ar");
    let last = 0;
    return Float64Array.from({length: 400}, () => {
      last = phi * last + Math.sqrt(1 - phi * phi) * random.normal();
      return last;
    });
  };
  const first = (x: readonly {coefficients: readonly number[]}[]) => x.map((a) => a.coefficients[0]);
  const same = first(autoregressions(Array.from({length: 30}, (_, i) => series(i, 0.2))));
  expect(Math.max(...same) - Math.min(...same)).toBeLessThan(0.15); // raw: about ±0.1
  const mixed = first(autoregressions(Array.from({length: 30}, (_, i) => series(i, i < 15 ? 0.5 : -0.3))));
  expect(Math.min(...mixed.slice(0, 15))).toBeGreaterThan(0.25);
  expect(Math.max(...mixed.slice(15))).toBeLessThan(-0.1);
  expect(autoregressions([new Float64Array(5)])[0].coefficients).toEqual([0, 0, 0]);
});

describe("cross-correlation", () => {
  test("noise is shrunk to its mean, structure is kept, the root squares to the matrix", () => {
    const random = stream(1, "cross");
    const days = 300;
    const common = Float64Array.from({length: days}, () => random.normal());
    const scores = Array.from({length: 10}, (_, i) =>
      common.map((c) => (i < 5 ? Math.sqrt(0.5) * c + Math.sqrt(0.5) * random.normal() : random.normal())),
    );
    const {correlations, shrinkage} = crossCorrelations(scores);
    expect(correlations[0][1]).toBeGreaterThan(0.35);
    expect(Math.abs(correlations[8][9])).toBeLessThan(0.15);
    expect(shrinkage).toBeLessThan(0.2);
    const root = correlationRoot(correlations);
    for (let i = 0; i < 10; i++)
      for (let j = 0; j < 10; j++)
        expect(root[i].reduce((sum, x, k) => sum + x * root[j][k], 0)).toBeCloseTo(correlations[i][j], 8);
    const noise = crossCorrelations(
      Array.from({length: 12}, () => Float64Array.from({length: 80}, () => random.normal())),
    );
    expect(noise.shrinkage).toBeGreaterThan(0.6);
    // One trader: a matrix of one.
    expect(correlationRoot(crossCorrelations([common]).correlations)[0][0] ** 2).toBeCloseTo(1, 12);
  });
});

describe("clustering", () => {
  test("recovers a stochastic volatility model and how much of it is common", () => {
    const random = stream(2, "clusters");
    const days = 3000;
    const spread = 0.8;
    const walk = () => {
      let h = random.normal();
      return Float64Array.from({length: days}, () => {
        h = 0.95 * h + Math.sqrt(1 - 0.95 * 0.95) * random.normal();
        return h;
      });
    };
    const shared = walk();
    const scores = Array.from({length: 8}, () => {
      const own = walk();
      return shared.map(
        (h, t) => Math.exp((spread / 2) * (Math.sqrt(0.5) * h + Math.sqrt(0.5) * own[t])) * random.normal(),
      );
    });
    const {variance, persistence, common} = clusteringOf(scores);
    expect(Math.abs(variance - spread * spread)).toBeLessThan(0.2);
    expect(Math.abs(persistence - 0.95)).toBeLessThan(0.04);
    expect(Math.abs(common - 0.5)).toBeLessThan(0.2);
    const calm = clusteringOf([Float64Array.from({length: days}, () => random.normal())]);
    expect(calm.variance).toBeLessThan(0.15);
    expect(clusteringOf([new Float64Array(5).fill(Number.NaN)])).toEqual({variance: 0, persistence: 0, common: 0});
  });

  test("the mixture's distribution is the normal without clusters, and that of draws with them", () => {
    const plain = mixtureTable(0);
    for (const z of [-3, -1.234, 0, 0.5, 2]) expect(mixtureCdf(plain, z)).toBeCloseTo(normalCdf(z), 4);
    const table = mixtureTable(0.5);
    const random = stream(3, "mixture");
    const draws = Float64Array.from(
      {length: 100_000},
      () => Math.exp((Math.sqrt(0.5) / 2) * random.normal()) * random.normal(),
    );
    for (const z of [-2.5, -1, 0.3, 2])
      expect(Math.abs(mixtureCdf(table, z) - draws.filter((x) => x <= z).length / 1e5)).toBeLessThan(0.006);
    expect([mixtureCdf(table, 1e9), mixtureCdf(table, -1e9)]).toEqual([1 - 1e-7, 1e-7]);
  });
});

test("the conditional mean is that of a simulation", () => {
  const random = stream(4, "conditional");
  const marginal = marginalOf(Float64Array.from({length: 300}, () => Math.exp(random.normal()) - 2));
  const clusters = {variance: 0.4, persistence: 0.9, common: 0};
  const ar = levinsonDurbin([0.6, 0.36, 0.216]);
  const table = mixtureTable(clusters.variance);
  const tabulated = conditionalMean(marginal, ar, clusters, table);
  for (const [mean, h] of [
    [0, 0],
    [1.1, 0.4],
    [-0.7, -0.8],
  ]) {
    let [sum, squares] = [0, 0];
    for (let k = 0; k < 20_000; k++) {
      const log = 0.9 * h + Math.sqrt(0.4 * 0.19) * random.normal();
      const x = quantileOf(marginal, mixtureCdf(table, Math.exp(log / 2) * (mean + ar.innovation * random.normal())));
      sum += x;
      squares += x * x;
    }
    const found = sum / 20_000;
    const error = Math.sqrt((squares / 20_000 - found ** 2) / 20_000);
    expect(Math.abs(expectationAt(tabulated, mean, h) - found)).toBeLessThan(4 * error + 0.02);
  }
});

test("normal scores of independent draws show no autocorrelation", () => {
  const random = stream(5, "plain");
  const x = Float64Array.from({length: 2000}, () => random.normal());
  expect(Math.abs(autocorrelations([x], 1)[0])).toBeLessThan(4 / Math.sqrt(2000));
  expect(correlation(Object.assign(pairs(), {n: 1}))).toBeNaN();
  const constant = pairs();
  for (let k = 0; k < 5; k++) addPair(constant, 1, k);
  expect(correlation(constant)).toBeNaN();
});
