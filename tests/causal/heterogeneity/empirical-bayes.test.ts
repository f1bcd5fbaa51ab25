import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {betweenVariance, empiricalBayes} from "../../../src/lib/causal/index.ts";

/** Thirteen trials of the BCG vaccine (Colditz et al. 1994): cases and others, vaccinated and not. */
const bcg = [
  [4, 119, 11, 128],
  [6, 300, 29, 274],
  [3, 228, 11, 209],
  [62, 13536, 248, 12619],
  [33, 5036, 47, 5761],
  [180, 1361, 372, 1079],
  [8, 2537, 10, 619],
  [505, 87886, 499, 87892],
  [29, 7470, 45, 7232],
  [17, 1699, 65, 1600],
  [186, 50448, 141, 27197],
  [5, 2493, 3, 2338],
  [27, 16886, 29, 17825],
];
const logRatios = Float64Array.from(bcg, ([a, b, c, d]) => Math.log(a / (a + b) / (c / (c + d))));
const variances = Float64Array.from(bcg, ([a, b, c, d]) => 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d));

/** Batting averages of 18 players, 45 times at bat (Efron and Morris 1975, 1977). */
const batting = Float64Array.of(
  0.4,
  0.378,
  0.356,
  0.333,
  0.311,
  0.311,
  0.289,
  0.267,
  0.244,
  0.244,
  0.222,
  0.222,
  0.222,
  0.222,
  0.222,
  0.2,
  0.178,
  0.156,
);

describe("variance between units", () => {
  it("of the BCG trials, as Viechtbauer (2010, Journal of Statistical Software 36(3)) prints it", () => {
    expect(betweenVariance(logRatios, variances, "reml").tau2).toBeCloseTo(0.3132, 4);
    expect(betweenVariance(logRatios, variances, "dersimonian-laird").tau2).toBeCloseTo(0.3088, 4);
    const found = empiricalBayes(logRatios, variances.map(Math.sqrt));
    expect(found.mean).toBeCloseTo(-0.7145, 4);
    expect(found.meanStandardError).toBeCloseTo(0.1798, 4);
    expect(found.q).toBeCloseTo(152.233, 3);
  });

  it("Paule and Mandel: the generalised Q equals its degrees of freedom", () => {
    const {tau2} = betweenVariance(logRatios, variances, "paule-mandel");
    const w = variances.map((v) => 1 / (v + tau2));
    const total = w.reduce((s, v) => s + v, 0);
    const mean = logRatios.reduce((s, y, i) => s + w[i] * y, 0) / total;
    expect(logRatios.reduce((s, y, i) => s + w[i] * (y - mean) ** 2, 0)).toBeCloseTo(12, 9);
  });

  it("REML: no neighbour has a higher restricted likelihood", () => {
    const likelihood = (tau2: number) => {
      const w = variances.map((v) => 1 / (v + tau2));
      const total = w.reduce((s, v) => s + v, 0);
      const mean = logRatios.reduce((s, y, i) => s + w[i] * y, 0) / total;
      return (
        -0.5 *
        (w.reduce((s, v) => s - Math.log(v), 0) +
          Math.log(total) +
          logRatios.reduce((s, y, i) => s + w[i] * (y - mean) ** 2, 0))
      );
    };
    const {tau2} = betweenVariance(logRatios, variances, "reml");
    for (const step of [0.99, 0.999, 1.001, 1.01]) expect(likelihood(tau2)).toBeGreaterThan(likelihood(step * tau2));
  });

  it("is zero where estimates differ less than their noise", () => {
    const alike = Float64Array.of(1, 1.1, 0.9, 1.05, 0.95);
    for (const method of ["reml", "paule-mandel", "dersimonian-laird"] as const)
      expect(betweenVariance(alike, new Float64Array(5).fill(1), method).tau2).toBe(0);
  });
});

describe("empiricalBayes", () => {
  it("shrinks batting averages as Efron and Morris did: by 1 − 0.212 towards the mean", () => {
    const sd = Math.sqrt((0.265 * 0.735) / 45);
    const {effects, mean} = empiricalBayes(batting, new Float64Array(18).fill(sd));
    expect(mean).toBeCloseTo(0.265, 3);
    for (const {weightOfDesk} of effects) expect(1 - weightOfDesk).toBeCloseTo(0.212, 2);
    expect(effects[0].shrunk).toBeCloseTo(0.294, 3); // Clemente
  });

  it("Morris's posterior variance (1983), written out for one trader", () => {
    const {effects, mean, tau} = empiricalBayes(logRatios, variances.map(Math.sqrt));
    const [k, i] = [13, 3];
    const w = variances.map((v) => 1 / (v + tau * tau));
    const total = w.reduce((s, v) => s + v, 0);
    const B = (((k - 3) / (k - 1)) * variances[i]) / (variances[i] + tau * tau);
    const typical = w.reduce((s, v, j) => s + v * variances[j], 0) / total;
    const v = ((2 / (k - 3)) * B * B * (typical + tau * tau)) / (variances[i] + tau * tau);
    const wanted = variances[i] * (1 - ((k - (k * w[i]) / total) / k) * B) + v * (logRatios[i] - mean) ** 2;
    expect(effects[i].posteriorSd).toBeCloseTo(Math.sqrt(wanted), 12);
    expect(effects[i].shrunk).toBeCloseTo(mean + (1 - B) * (logRatios[i] - mean), 12);
  });

  it("a trader with more data borrows less; units and order mean nothing", () => {
    const se = variances.map(Math.sqrt);
    const plain = empiricalBayes(logRatios, se);
    const order = [...se.keys()].sort((a, b) => se[a] - se[b]);
    for (let r = 1; r < order.length; r++)
      expect(plain.effects[order[r]].weightOfDesk).toBeGreaterThan(plain.effects[order[r - 1]].weightOfDesk);
    fc.assert(
      fc.property(
        fc.double({min: 0.01, max: 1000, noNaN: true}),
        fc.double({min: -100, max: 100, noNaN: true}),
        (k, m) => {
          const moved = empiricalBayes(
            Float64Array.from(order, (i) => k * logRatios[i] + m),
            Float64Array.from(order, (i) => k * se[i]),
          );
          order.forEach((i, r) => {
            expect((moved.effects[r].shrunk - m) / k).toBeCloseTo(plain.effects[i].shrunk, 6);
            expect(moved.effects[r].posteriorSd / k).toBeCloseTo(plain.effects[i].posteriorSd, 6);
          });
        },
      ),
      {seed: 1, numRuns: 20},
    );
  });

  it("refuses too few traders and standard errors of 0", () => {
    const [three, four] = [Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3, 4)];
    expect(() => empiricalBayes(three, three)).toThrow(/needs 4 or more, found 3/);
    expect(() => empiricalBayes(four, Float64Array.of(1, 0, 1, 1))).toThrow(/estimate 1: 0/);
    expect(() => empiricalBayes(Float64Array.of(1, Number.NaN, 1, 1), four)).toThrow(/not finite for estimate 1/);
    expect(() => empiricalBayes(four, three)).toThrow(/invalid lengths/);
    expect(() => empiricalBayes(four, four, {level: 95})).toThrow(/invalid level/);
  });
});
