import {describe, expect, it} from "vitest";
import {fitOls} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {wildCluster} from "../../src/lib/robustness/bootstrap/index.ts";

const random = stream(2, "wild cluster");
const clusters = Int32Array.from([3, 3, 3, 1, 1, 4, 4, 4, 4, 9, 9, 2, 2, 2, 7, 7, 7, 7]);
const n = clusters.length;
const ones = new Float64Array(n).fill(1);
const x = Float64Array.from(clusters, (g) => 0.3 * g + random.normal());
const z = Float64Array.from(clusters, () => random.normal());
const y = x.map((v, i) => 0.4 * v + 0.5 * z[i] + random.normal());
const data = {outcome: y, regressor: x, controls: [ones, z], clusters};
const labels = [...new Set(clusters)];

/** t of the first column by least squares and the sandwich, in full. */
function slowT(outcome: Float64Array, truth: number): number {
  const {coefficients, residuals, bread, columns} = fitOls({
    y: outcome,
    columns: [x, ones, z],
    names: ["x", "1", "z"],
    intercept: false,
  });
  const scores = labels.map((g) =>
    columns.map((column) => column.reduce((sum, v, i) => sum + (clusters[i] === g ? v * residuals[i] : 0), 0)),
  );
  let variance = 0;
  for (const score of scores) variance += score.reduce((sum, v, j) => sum + bread[0][j] * v, 0) ** 2;
  return (coefficients[0] - truth) / Math.sqrt(variance);
}

/** p-value over all sign patterns, every regression run again. */
function slowP(truth: number): number {
  const restricted = fitOls({
    y: y.map((v, i) => v - truth * x[i]),
    columns: [ones, z],
    names: ["1", "z"],
    intercept: false,
  });
  const observed = Math.abs(slowT(y, truth));
  let count = 0;
  for (let pattern = 0; pattern < 1 << labels.length; pattern++) {
    const drawn = y.map((v, i) => {
      const sign = (pattern >> labels.indexOf(clusters[i])) & 1 ? -1 : 1;
      return v - restricted.residuals[i] + sign * restricted.residuals[i];
    });
    if (Math.abs(slowT(drawn, truth)) >= observed * (1 - 1e-9)) count++;
  }
  return count / (1 << labels.length);
}

describe("wild cluster bootstrap", () => {
  const exact = wildCluster(data, {random, weights: "rademacher"});

  it("p-values are those of all sign patterns with every regression run again", () => {
    expect(exact).toMatchObject({exact: true, draws: 64, clusters: 6});
    for (const truth of [0, 0.2, 0.5, -0.6, 1.5]) {
      const found = exact.test(truth);
      expect(found.t).toBeCloseTo(slowT(y, truth), 10);
      expect(found.p).toBe(slowP(truth));
      expect(found.error).toBe(0);
    }
  });

  it("drawn patterns agree with listed ones within their Monte-Carlo error", () => {
    expect(wildCluster(data, {random: stream(0, "w"), weights: "rademacher", draws: 63}).exact).toBe(false);
    const p = exact.test(0.2).p;
    const shares = Array.from({length: 40}, (_, k) => {
      const drawn = wildCluster(data, {random: stream(k, "w"), weights: "rademacher", draws: 63});
      return drawn.test(0.2).p;
    });
    const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
    expect(Math.abs(mean - (63 * p + 1) / 64)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 63 / 40));
  });

  it("the interval holds what the test does not reject", () => {
    const [lower, upper] = exact.interval(0.8);
    expect(exact.test(lower).p).toBeGreaterThan(0.2);
    expect(exact.test(lower - 1e-6).p).toBeLessThanOrEqual(0.2);
    expect(exact.test(upper).p).toBeGreaterThan(0.2);
    expect(exact.test(upper + 1e-6).p).toBeLessThanOrEqual(0.2);
    // of six clusters' 64 patterns two give the data themselves or their mirror: no p-value is below 2 in 64
    expect(exact.interval(0.99)).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it("few clusters get Webb's weights, many Rademacher's", () => {
    expect(wildCluster(data, {random}).weights).toBe("webb");
    const many = Int32Array.from({length: n}, (_, i) => i);
    expect(wildCluster({...data, clusters: many}, {random, draws: 9})).toMatchObject({
      weights: "rademacher",
      exact: false,
      draws: 9,
    });
  });

  it.each(["webb", "normal"] as const)("%s weights keep the level under the null", (weights) => {
    let rejected = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      const r = stream(run, "level", weights);
      const effect = Array.from({length: 10}, () => r.normal());
      const of = Int32Array.from({length: 60}, (_, i) => i % 10);
      const regressor = Float64Array.from(of, () => r.normal());
      const outcome = Float64Array.from(of, (g) => effect[g] + r.normal());
      const controls = [new Float64Array(60).fill(1)];
      if (wildCluster({outcome, regressor, controls, clusters: of}, {random: r, weights, draws: 99}).test().p <= 0.1)
        rejected++;
    }
    expect(rejected / runs).toBeLessThan(0.1 + 3.5 * Math.sqrt(0.09 / runs));
    expect(rejected / runs).toBeGreaterThan(0.1 - 3.5 * Math.sqrt(0.09 / runs));
  });

  it("says what is wrong", () => {
    const options = {random};
    expect(() => wildCluster({...data, regressor: ones}, options)).toThrow(/combination of the controls/);
    expect(() => wildCluster({...data, clusters: new Int32Array(n)}, options)).toThrow(/needs two or more, found 1/);
    expect(() => wildCluster({...data, clusters: clusters.slice(1)}, options)).toThrow(/17 labels/);
    expect(() => wildCluster({...data, controls: [ones.slice(1)]}, options)).toThrow(/control 0 has 17 rows/);
    expect(() => wildCluster({...data, outcome: y.map(() => Number.NaN)}, options)).toThrow(
      /invalid outcome; not finite/,
    );
    expect(() => wildCluster({...data, outcome: new Float64Array(n)}, options)).toThrow(/zero in every cluster/);
    expect(() => wildCluster(data, {random, draws: 0})).toThrow(/invalid draws/);
    expect(() => exact.test(Number.NaN)).toThrow(/invalid truth/);
    expect(() => exact.interval(0)).toThrow(/invalid level/);
  });
});
