import {describe, expect, it} from "vitest";
import {
  clusterCrossFit,
  covariance,
  type Inference,
  inference,
  kernelWeight,
  medianOfRepeats,
  plrFromPredictions,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

describe("inference", () => {
  const influence = Float64Array.of(1, 2, -3, 4, -1, -3);
  const pairs = Int32Array.of(0, 0, 1, 1, 2, 2);
  const fit = {theta: 2, influence, labels: {pair: pairs}};

  it("by hand: rows apart, and in pairs", () => {
    expect(inference(fit).standardError).toBeCloseTo(Math.sqrt(40) / 6, 12);
    const clustered = inference(fit, {cluster: ["pair"], smallSample: "none"});
    expect(clustered.standardError).toBeCloseTo(Math.sqrt(9 + 1 + 16) / 6, 12);
    expect(clustered.degreesOfFreedom).toBe(Number.POSITIVE_INFINITY);
    const small = inference(fit, {cluster: [pairs]});
    expect(small.standardError).toBeCloseTo((Math.sqrt(26) / 6) * Math.sqrt(3 / 2), 12);
    expect(small).toMatchObject({degreesOfFreedom: 2, clusters: [3]});
    expect((small.interval[1] - 2) / small.standardError).toBeCloseTo(4.302652729911275, 6); // t(2), 97.5 %
  });

  it("two-way never falls below one-way, and says what it is", () => {
    const crossed = Int32Array.of(0, 1, 0, 1, 0, 1);
    const two = inference(fit, {cluster: ["pair", crossed]});
    const one = [pairs, crossed].map((c) => inference(fit, {cluster: [c]}).standardError);
    expect(two.standardError).toBeGreaterThanOrEqual(Math.max(...one));
    expect(two.method).toBe("clustered by pair and labelling 2, G/(G − 1)");
  });

  it("jackknife: each cluster left out in turn, the estimate solved again", () => {
    const random = stream(5, "jackknife");
    const column = () => Float64Array.from({length: 40}, () => random.normal());
    const [y, d] = [column(), column()];
    const cluster = Int32Array.from({length: 40}, (_, i) => Math.floor(Math.sqrt(i)));
    const zero = new Float64Array(40);
    const whole = plrFromPredictions(y, d, zero, zero, {cluster});
    const without = [...new Set(cluster)].map((g) => {
      const keep = (v: Float64Array) => v.filter((_, i) => cluster[i] !== g);
      return plrFromPredictions(keep(y), keep(d), keep(zero), keep(zero)).theta - whole.theta;
    });
    const count = without.length;
    const wanted = Math.sqrt(((count - 1) / count) * without.reduce((s, v) => s + v * v, 0));
    const found = inference(whole, {cluster: ["cluster"], smallSample: "jackknife"});
    expect(found.standardError).toBeCloseTo(wanted, 12);
    expect(found.method).toBe("clustered by cluster, jackknife");
    expect(() => inference(fit, {cluster: ["pair"], smallSample: "jackknife"})).toThrow(/linear score/);
    const lone = d.map((v, i) => (cluster[i] === 3 ? v : 0));
    const alone = plrFromPredictions(y, lone, zero, zero, {cluster});
    expect(() => inference(alone, {cluster: ["cluster"], smallSample: "jackknife"})).toThrow(/one alone has all/);
  });

  it("refuses too few clusters, too many labellings, names it does not keep, and wrong lengths", () => {
    expect(() => inference(fit, {cluster: [new Int32Array(6)]})).toThrow(/needs two or more, found 1/);
    expect(() => inference(fit, {cluster: [pairs, pairs, pairs]})).toThrow(/at most two/);
    expect(() => inference(fit, {cluster: ["day"]})).toThrow(/keeps no labels "day", it keeps: pair/);
    expect(() => inference(fit, {cluster: [pairs.subarray(1)]})).toThrow(/5 labels for 6 rows/);
    expect(() => inference(fit, {level: 95})).toThrow(/invalid level/);
    expect(() => inference(fit, {cluster: ["pair"], serial: {}})).toThrow(/both given/);
    expect(() => inference({theta: 0, influence: new Float64Array(6)})).toThrow(/does not vary/);
  });
});

describe("covariance, against sums over all pairs of rows", () => {
  const n = 60;
  const random = stream(2, "covariance");
  const columns = [0, 1].map(() => Float64Array.from({length: n}, () => random.normal()));
  const day = Int32Array.from({length: n}, (_, i) => 5 * Math.floor(i / 6) + 100);
  const trader = Int32Array.from({length: n}, (_, i) => (i * 7) % 9);
  const labels = {day, trader};
  const pairs = (weight: (i: number, j: number) => number) =>
    columns.map((a) =>
      columns.map((b) => {
        let sum = 0;
        for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += weight(i, j) * a[i] * b[j];
        return sum / n / n;
      }),
    );
  const agrees = (found: readonly Float64Array[], wanted: number[][]) =>
    found.forEach((row, j) => {
      row.forEach((v, k) => {
        expect(v).toBeCloseTo(wanted[j][k], 12);
      });
    });

  it("independent, clustered one way and two ways", () => {
    agrees(
      covariance(columns).matrix,
      pairs((i, j) => +(i === j)),
    );
    const none = {labels, smallSample: "none"} as const;
    agrees(
      covariance(columns, {cluster: ["day"]}, none).matrix,
      pairs((i, j) => +(day[i] === day[j])),
    );
    agrees(
      covariance(columns, {cluster: ["day", "trader"]}, none).matrix,
      pairs((i, j) => +(day[i] === day[j] || trader[i] === trader[j])),
    );
  });

  it.each([
    ["bartlett", (lag: number) => Math.max(0, 1 - lag / 4)],
    ["truncated", (lag: number) => +(lag <= 4)],
    [
      "parzen",
      (lag: number) =>
        lag <= 2
          ? 1 - (6 * lag * lag) / 16 + (6 * lag * lag * lag) / 64
          : lag <= 4
            ? 2 * (1 - lag / 4) * (1 - lag / 4) * (1 - lag / 4)
            : 0,
    ],
    ["tukey-hanning", (lag: number) => (lag <= 4 ? 0.5 + 0.5 * Math.cos((Math.PI * lag) / 4) : 0)],
    [
      "quadratic-spectral",
      (lag: number) => {
        const y = (6 * Math.PI * lag) / 4 / 5;
        return lag === 0 ? 1 : (3 / y / y) * (Math.sin(y) / y - Math.cos(y));
      },
    ],
  ] as const)("serial: %s, over rows and over days", (kernel, weight) => {
    const options = {kernel, bandwidth: 4};
    agrees(
      covariance(columns, {serial: options}).matrix,
      pairs((i, j) => weight(Math.abs(i - j))),
    );
    agrees(
      covariance(columns, {serial: {...options, time: "day"}}, {labels}).matrix,
      pairs((i, j) => weight(Math.abs(day[i] - day[j]) / 5)),
    );
    expect(kernelWeight(kernel, 0)).toBe(1);
  });

  it("lags are Bartlett's bandwidth less one; zero lags over days are clusters of days", () => {
    const of = (serial: Parameters<typeof covariance>[1]) =>
      covariance(columns, serial, {labels, smallSample: "none"}).matrix;
    expect(of({serial: {lags: 3}})).toEqual(of({serial: {bandwidth: 4}}));
    expect(of({serial: {time: "day", lags: 0}})).toEqual(of({cluster: ["day"]}));
    const chosen = covariance(columns, {serial: {time: "day"}}, {labels});
    expect(chosen.method).toMatch(/^Driscoll-Kraay over 10 times, bartlett kernel, bandwidth \d/);
    expect(Number.isInteger(Number(chosen.method.split(" ").at(-1)))).toBe(true);
    for (const kernel of ["parzen", "quadratic-spectral"] as const)
      expect(covariance(columns, {serial: {kernel}}).matrix[0][0]).toBeGreaterThan(0);
    expect(covariance(columns, {serial: {kernel: "tukey-hanning", bandwidth: "andrews"}}).matrix[0][0]).toBeGreaterThan(
      0,
    );
  });

  it("refuses bandwidths that cannot be", () => {
    const of = (serial: object) => () => covariance(columns, {serial});
    expect(of({lags: 2, bandwidth: 3})).toThrow(/both given/);
    expect(of({lags: 2, kernel: "parzen"})).toThrow(/Bartlett's kernel/);
    expect(of({lags: 1.5})).toThrow(/not a whole number/);
    expect(of({bandwidth: -1})).toThrow(/invalid bandwidth; not a number ≥ 0/);
    expect(of({kernel: "truncated", bandwidth: "newey-west"})).toThrow(/give none for the kernel truncated/);
    expect(() => covariance([Float64Array.of(1, 2)], {serial: {}})).toThrow(/three or more/);
  });
});

describe("clusterCrossFit", () => {
  const random = stream(4, "cluster");
  const n = 60;
  const d = Float64Array.from({length: n}, () => random.normal());
  const y = d.map((v) => v + random.normal());
  const zero = new Float64Array(n);
  const fit = plrFromPredictions(y, d, zero, zero);
  const own = Int32Array.from({length: n}, (_, i) => i);

  it("with every row its own cluster, in folds of equal size, is the plain estimate and standard error", () => {
    const found = clusterCrossFit({...fit, fold: own.map((i) => i % 3), clusters: [own]});
    expect(found.estimate).toBeCloseTo(fit.theta, 12);
    expect(found.standardError).toBeCloseTo(inference(fit).standardError, 12);
    expect(() => clusterCrossFit({...fit, fold: own, clusters: []})).toThrow(/one or two/);
  });
});

describe("medianOfRepeats", () => {
  const of = (estimate: number, standardError: number): Inference => ({
    estimate,
    standardError,
    statistic: estimate / standardError,
    p: 0.1,
    interval: [estimate - 2 * standardError, estimate + 2 * standardError],
    level: 0.95,
    degreesOfFreedom: 9,
    clusters: [10],
    method: "clustered by day",
  });
  const repeats = [of(1, 0.5), of(4, 0.6), of(2, 0.4), of(3, 0.9)];

  it("by hand", () => {
    const found = medianOfRepeats(repeats);
    expect(found.estimate).toBe(2.5);
    // s² + (θ − 2.5)²: 2.5, 2.61, 0.41, 1.06; the middle two are 1.06 and 2.5
    expect(found.standardError).toBeCloseTo(Math.sqrt(1.78), 12);
    expect(medianOfRepeats(repeats, {convention: "doubleml-0.9", n: 100}).standardError).toBeCloseTo(
      Math.sqrt((0.25 + 0.0225 + 0.36 + 0.0225) / 2),
      12,
    );
    // θ + 1.96 s: 1.98, 5.176, 2.784, 4.764
    expect(medianOfRepeats(repeats, {convention: "doubleml-0.10"}).standardError).toBeCloseTo(
      ((2.784 + 4.764) / 2 - 2.5) / 1.96,
      12,
    );
    expect(found.degreesOfFreedom).toBe(9);
    expect(found.method).toBe("clustered by day; median of 4 sample splits (chernozhukov-2018)");
    expect([...found.estimates]).toEqual([1, 4, 2, 3]);
  });

  it("needs repeats, and n where the convention divides by it", () => {
    expect(() => medianOfRepeats([])).toThrow(/there are none/);
    expect(() => medianOfRepeats(repeats, {convention: "doubleml-0.9"})).toThrow(/invalid n/);
  });
});
