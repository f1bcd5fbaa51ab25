import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  contrast,
  iivmFromPredictions,
  inference,
  irmFromPredictions,
  type LinearScoreFit,
  multiValuedFromPredictions,
  plivFromPredictions,
  plrFromPredictions,
  plrIvTypeFromPredictions,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const n = 80;
const random = stream(3, "scores");
const normal = () => Float64Array.from({length: n}, () => random.normal());
const share = () => Float64Array.from({length: n}, () => 0.2 + 0.6 * random.uniform());
const binary = () => Float64Array.from({length: n}, (_, i) => (i < 2 ? i : +(random.uniform() < 0.5)));
const [y, a, b, c, e] = [normal(), normal(), normal(), normal(), normal()];
const [p, q, r] = [share(), share(), share()];
const [d, z] = [binary(), binary()];
const level = Int32Array.from({length: n}, (_, i) => i % 3);

/** θ and its standard error as the papers write them: one row at a time, nothing shared with the code. */
function literal(scoreAt: (i: number, theta: number) => number): {theta: number; se: number} {
  const sum = (theta: number) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += scoreAt(i, theta);
    return total;
  };
  // linear in θ: the root through two points
  const [zero, one] = [sum(0), sum(1)];
  const theta = zero / (zero - one);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += scoreAt(i, theta) ** 2;
  return {theta, se: Math.sqrt(squares) / Math.abs(one - zero)};
}

const treatedShare = d.reduce((s, v) => s + v, 0) / n;
const irm = {outcome0: a, outcome1: b, propensity: p};
const iivm = {outcome0: a, outcome1: b, treatment0: q, treatment1: r, instrument: p};
const aipw = (i: number) => b[i] - a[i] + (d[i] === 1 ? (y[i] - b[i]) / p[i] : -(y[i] - a[i]) / (1 - p[i]));

const cases: [string, LinearScoreFit, (i: number, theta: number) => number][] = [
  [
    "partially linear, partialling-out (Chernozhukov et al. 2018, 4.4)",
    plrFromPredictions(y, c, a, b),
    (i, t) => (y[i] - a[i] - t * (c[i] - b[i])) * (c[i] - b[i]),
  ],
  [
    "partially linear, IV-type (4.3)",
    plrIvTypeFromPredictions(y, c, a, b),
    (i, t) => (y[i] - t * c[i] - a[i]) * (c[i] - b[i]),
  ],
  [
    "partially linear IV (4.8)",
    plivFromPredictions(y, c, e, {outcome: a, treatment: b, instrument: p}),
    (i, t) => (y[i] - a[i] - t * (c[i] - b[i])) * (e[i] - p[i]),
  ],
  ["interactive, all (5.3)", irmFromPredictions(y, d, irm), (i, t) => aipw(i) - t],
  [
    "interactive, the treated (5.4)",
    irmFromPredictions(y, d, irm, {target: "att"}),
    (i, t) =>
      (d[i] * (y[i] - a[i])) / treatedShare -
      (p[i] * (1 - d[i]) * (y[i] - a[i])) / (treatedShare * (1 - p[i])) -
      (t * d[i]) / treatedShare,
  ],
  [
    "interactive, the untreated",
    irmFromPredictions(y, d, irm, {target: "atu"}),
    (i, t) =>
      ((1 - p[i]) * d[i] * (y[i] - b[i])) / (p[i] * (1 - treatedShare)) +
      ((1 - d[i]) * (b[i] - y[i])) / (1 - treatedShare) -
      (t * (1 - d[i])) / (1 - treatedShare),
  ],
  [
    "interactive IV (5.7)",
    iivmFromPredictions(y, d, z, iivm),
    (i, t) =>
      b[i] -
      a[i] +
      (z[i] * (y[i] - b[i])) / p[i] -
      ((1 - z[i]) * (y[i] - a[i])) / (1 - p[i]) -
      t * (r[i] - q[i] + (z[i] * (d[i] - r[i])) / p[i] - ((1 - z[i]) * (d[i] - q[i])) / (1 - p[i])),
  ],
  [
    "two of three levels",
    contrast(
      multiValuedFromPredictions(y, level, {outcomes: [a, b, c], propensities: [p, q, r]}, {levels: ["u", "v", "w"]}),
      "v",
      "w",
    ),
    (i, t) => {
      const total = p[i] + q[i] + r[i];
      const ofV = b[i] + (level[i] === 1 ? (y[i] - b[i]) / (q[i] / total) : 0);
      const ofW = c[i] + (level[i] === 2 ? (y[i] - c[i]) / (r[i] / total) : 0);
      return ofV - ofW - t;
    },
  ],
];

describe.each(cases)("%s", (_, fit, score) => {
  it("agrees with the score written out, row by row", () => {
    const wanted = literal(score);
    expect(fit.theta).toBeCloseTo(wanted.theta, 10);
    expect(inference(fit).standardError).toBeCloseTo(wanted.se, 10);
    for (const i of [0, 1, 40, 79]) expect(fit.score[i]).toBeCloseTo(score(i, fit.theta), 9);
  });

  it("has an influence function of mean zero", () => {
    const size = Math.max(...fit.influence.map(Math.abs));
    expect(Math.abs(fit.influence.reduce((s, v) => s + v, 0) / n)).toBeLessThan(1e-13 * size);
  });
});

describe("equivariance and invariance", () => {
  const reorder = (values: Float64Array, order: readonly number[]) => Float64Array.from(order, (i) => values[i]);
  const scale = fc.double({min: 0.01, max: 1000, noNaN: true});
  const shift = fc.double({min: -1000, max: 1000, noNaN: true});

  it("units of the outcome scale the estimate, a constant added to it changes nothing", () => {
    fc.assert(
      fc.property(scale, shift, (k, m) => {
        const of = (v: Float64Array) => v.map((x) => k * x + m);
        const pairs: [LinearScoreFit, LinearScoreFit][] = [
          [plrFromPredictions(of(y), c, of(a), b), plrFromPredictions(y, c, a, b)],
          [irmFromPredictions(of(y), d, {...irm, outcome0: of(a), outcome1: of(b)}), irmFromPredictions(y, d, irm)],
          [
            iivmFromPredictions(of(y), d, z, {...iivm, outcome0: of(a), outcome1: of(b)}),
            iivmFromPredictions(y, d, z, iivm),
          ],
        ];
        for (const [scaled, plain] of pairs) {
          expect(scaled.theta / k).toBeCloseTo(plain.theta, 6);
          expect(inference(scaled).standardError / k).toBeCloseTo(inference(plain).standardError, 6);
        }
      }),
      {seed: 1, numRuns: 25},
    );
  });

  it("units of the treatment scale the estimate the other way", () => {
    fc.assert(
      fc.property(scale, (k) => {
        const of = (v: Float64Array) => v.map((x) => k * x);
        const scaled = plrFromPredictions(y, of(c), a, of(b));
        const plain = plrFromPredictions(y, c, a, b);
        expect(scaled.theta * k).toBeCloseTo(plain.theta, 8);
        expect(inference(scaled).standardError * k).toBeCloseTo(inference(plain).standardError, 8);
        expect(inference(scaled).p).toBeCloseTo(inference(plain).p, 8);
      }),
      {seed: 1, numRuns: 25},
    );
  });

  it("the order of rows means nothing", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...y.keys()], {minLength: n, maxLength: n}), (order) => {
        const [ry, rd, ra, rb, rp] = [y, d, a, b, p].map((v) => reorder(v, order));
        const shuffled = irmFromPredictions(ry, rd, {outcome0: ra, outcome1: rb, propensity: rp});
        const plain = irmFromPredictions(y, d, irm);
        expect(shuffled.theta).toBeCloseTo(plain.theta, 12);
        expect(inference(shuffled).standardError).toBeCloseTo(inference(plain).standardError, 12);
      }),
      {seed: 1, numRuns: 10},
    );
  });

  it("all = treated and untreated by their shares", () => {
    const [all, treated, untreated] = (["ate", "att", "atu"] as const).map(
      (target) => irmFromPredictions(y, d, irm, {target}).theta,
    );
    expect(all).toBeCloseTo(treatedShare * treated + (1 - treatedShare) * untreated, 12);
  });
});

describe("bad input", () => {
  const one = new Float64Array(n).fill(1);
  it("a treatment that is known or constant", () => {
    expect(() => plrFromPredictions(y, c, a, c)).toThrow(/invalid treatment; nothing of it varies/);
    expect(() => plrIvTypeFromPredictions(y, c, a, c)).toThrow(/invalid treatment/);
    expect(() => irmFromPredictions(y, one, irm)).toThrow(/does not vary: all 80 rows are 1/);
    expect(() => irmFromPredictions(y, c, irm)).toThrow(/not 0 or 1 in row/);
    expect(() => plivFromPredictions(y, c, e, {outcome: a, treatment: c, instrument: p})).toThrow(/invalid instrument/);
  });
  it("propensities of 0 or 1: clipped and counted, refused where clipping is off", () => {
    const sure = p.map((v, i) => (i === 3 ? 0 : i === 4 ? 1 : v));
    const fit = irmFromPredictions(y, d, {...irm, propensity: sure});
    expect(fit.clipped).toBe(2);
    expect([fit.propensity[3], fit.propensity[4]]).toEqual([0.01, 0.99]);
    expect(Number.isFinite(fit.theta)).toBe(true);
    expect(() => irmFromPredictions(y, d, {...irm, propensity: sure}, {clip: 0})).toThrow(/0 in row 3: no overlap/);
    expect(() => irmFromPredictions(y, d, irm, {clip: 0.5})).toThrow(/invalid clip/);
  });
  it("lengths and values", () => {
    expect(() => plrFromPredictions(y, c, a, b.subarray(1))).toThrow(/prediction of d has 79 rows/);
    expect(() =>
      plrFromPredictions(
        y,
        c,
        a.map((v, i) => (i === 7 ? Number.NaN : v)),
        b,
      ),
    ).toThrow(/row 7: NaN/);
    expect(() => plrFromPredictions(new Float64Array(0), c, a, b)).toThrow(/there are none/);
  });
  it("an outcome that does not vary has no standard error, and says so", () => {
    const fit = plrFromPredictions(one, c, one, b);
    expect(fit.theta).toBe(0);
    expect(() => inference(fit)).toThrow(/does not vary/);
  });
  it("levels", () => {
    const predictions = {outcomes: [a, b, c], propensities: [p, q, r]};
    const levels = ["u", "v", "w"];
    expect(() =>
      multiValuedFromPredictions(
        y,
        level.map((l) => l % 2),
        predictions,
        {levels},
      ),
    ).toThrow(/no row has "w"/);
    expect(() =>
      multiValuedFromPredictions(
        y,
        level.map((l) => l + 1),
        predictions,
        {levels},
      ),
    ).toThrow(/invalid level/);
    expect(() => multiValuedFromPredictions(y, level, predictions, {levels, clip: 0.4})).toThrow(/invalid clip/);
    expect(() => multiValuedFromPredictions(y, level, {...predictions, outcomes: [a]}, {levels})).toThrow(
      /for 3 levels/,
    );
    const fit = multiValuedFromPredictions(y, level, predictions, {levels, normalise: true});
    expect(() => contrast(fit, "u", "x")).toThrow(/not one of u, v, w: x/);
    expect([...fit.counts]).toEqual([27, 27, 26]);
  });
});

describe("normalised weights", () => {
  it("give each arm a weighted mean of its own outcomes where nothing is predicted", () => {
    const zero = new Float64Array(n);
    const fit = irmFromPredictions(y, d, {outcome0: zero, outcome1: zero, propensity: p}, {normalise: true});
    const mean = (arm: number) => {
      let [sum, total] = [0, 0];
      for (let i = 0; i < n; i++) {
        if (d[i] !== arm) continue;
        const w = 1 / (arm === 1 ? p[i] : 1 - p[i]);
        sum += w * y[i];
        total += w;
      }
      return sum / total;
    };
    expect(fit.theta).toBeCloseTo(mean(1) - mean(0), 12);
  });
});
