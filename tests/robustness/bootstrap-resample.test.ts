import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {
  basicInterval,
  bcaInterval,
  clusterBootstrap,
  jackknife,
  multiplierBootstrap,
  normalInterval,
  pairsBootstrap,
  percentileInterval,
  studentisedInterval,
} from "../../src/lib/robustness/bootstrap/index.ts";

const n = 40;
const source = stream(9, "bootstrap");
const x = Float64Array.from({length: n}, () => source.normal());
const labels = Int32Array.from({length: n}, (_, i) => 5 - Math.floor(i / 10));
const mean = (rows: Int32Array) => rows.reduce((sum, i) => sum + x[i], 0) / rows.length;
const estimate = mean(Int32Array.from(x.keys()));
const variance = (values: Float64Array | readonly number[]) => {
  const v = Array.from(values);
  const centre = v.reduce((a, b) => a + b, 0) / v.length;
  return v.reduce((a, b) => a + (b - centre) ** 2, 0) / v.length;
};
const options = (name: string, draws = 4000) => ({random: stream(1, name), draws});
const clusterMeans = [5, 4, 3, 2].map((g) => mean(Int32Array.from(x.keys()).filter((i) => labels[i] === g)));

/** A variance of 4,000 draws is within 10 % of the truth: more than 4 standard errors. */
const near = (found: number, wanted: number) => expect(Math.abs(found / wanted - 1)).toBeLessThan(0.1);

describe("resampling", () => {
  it("pairs: the variance of a mean is the sample's over n", () => {
    near(variance(pairsBootstrap(n, mean, options("pairs"))), variance(x) / n);
  });

  it("clusters of equal size: the variance is that of clusters' means over their number", () => {
    const draws = clusterBootstrap(labels, mean, options("clusters"));
    near(variance(draws), variance(clusterMeans) / 4);
  });

  it("clusters are drawn whole", () => {
    clusterBootstrap(
      labels,
      (rows) => {
        expect(rows.length).toBe(40);
        for (let i = 0; i < 40; i += 10) expect(rows[i + 9]).toBe(rows[i] + 9);
        return 0;
      },
      options("whole", 20),
    );
  });

  it.each(["normal", "rademacher", "webb"] as const)("multiplier, %s weights: variance Σψ²/n²", (weights) => {
    const influence = x.map((v) => v - estimate);
    const draws = multiplierBootstrap(estimate, influence, {...options(weights), weights});
    near(variance(draws), variance(x) / n);
    const clustered = multiplierBootstrap(estimate, influence, {
      ...options(`${weights} by cluster`),
      weights,
      clusters: labels,
    });
    near(variance(clustered), variance(clusterMeans) / 4);
  });

  it("is the same whatever ran before", () => {
    expect(pairsBootstrap(n, mean, options("a", 5))).toEqual(pairsBootstrap(n, mean, options("a", 5)));
  });

  it("jackknife leaves out rows or clusters", () => {
    const rows = jackknife(n, mean);
    expect(rows[3]).toBeCloseTo((estimate * n - x[3]) / (n - 1), 12);
    const clusters = jackknife(n, mean, labels);
    expect(clusters.length).toBe(4);
    expect(clusters[0]).toBeCloseTo((estimate * 4 - clusterMeans[0]) / 3, 12);
  });
});

describe("intervals", () => {
  const draws = pairsBootstrap(n, mean, options("intervals", 500));

  it("a jackknife that does not vary leaves the bias correction alone", () => {
    expect(bcaInterval(estimate, draws, new Float64Array(n).fill(2))).toEqual(bcaInterval(estimate, draws));
  });

  it("draws of equal standard error: studentised is basic", () => {
    const found = studentisedInterval(
      estimate,
      draws,
      draws.map(() => 3),
      {se: 3},
    );
    const wanted = basicInterval(estimate, draws);
    expect(found[0]).toBeCloseTo(wanted[0], 12);
    expect(found[1]).toBeCloseTo(wanted[1], 12);
  });

  it("says what is wrong", () => {
    expect(() => percentileInterval(draws, 0)).toThrow(/invalid level/);
    expect(() => percentileInterval(new Float64Array(1))).toThrow(/needs 2 or more/);
    expect(() => normalInterval(0, new Float64Array([1, Number.NaN]))).toThrow(/invalid draw 1/);
    expect(() => bcaInterval(99, draws)).toThrow(/500 of 500 are below/);
    expect(() => bcaInterval(estimate, draws, new Float64Array([1]))).toThrow(/invalid jackknife/);
    const outlier = Float64Array.from({length: 200}, (_, i) => (i === 0 ? -99 : 0));
    expect(() => bcaInterval(estimate, draws, outlier, 1 - 1e-12)).toThrow(/too large for level/);
    expect(() => studentisedInterval(0, draws, new Float64Array(2))).toThrow(/2 for 500 draws/);
    expect(() => studentisedInterval(0, draws, new Float64Array(500))).toThrow(/of draw 0; not above 0/);
    expect(() =>
      studentisedInterval(
        0,
        draws,
        draws.map(() => 1),
        {se: Number.NaN},
      ),
    ).toThrow(/invalid standard error/);
    expect(() => pairsBootstrap(1, mean, options("x"))).toThrow(/invalid rows/);
    expect(() => pairsBootstrap(n, mean, options("x", 0.5))).toThrow(/invalid draws/);
    expect(() => jackknife(n, mean, labels.slice(1))).toThrow(/39 labels/);
    expect(() => jackknife(1, mean)).toThrow(/invalid rows/);
    expect(() => multiplierBootstrap(0, x.slice(0, 1), options("x"))).toThrow(/invalid rows/);
    expect(() => multiplierBootstrap(0, x, {...options("x"), clusters: labels.slice(1)})).toThrow(/39 labels/);
    expect(() => multiplierBootstrap(0, new Float64Array([1, Number.NaN]), options("x"))).toThrow(/row 1/);
  });
});
