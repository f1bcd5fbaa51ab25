import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  covariateContinuity,
  type DiscontinuityKernel,
  type DiscontinuitySample,
  densityTest,
  leeDesign,
  regressionDiscontinuity,
} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

type Matrix = number[][];

/** (X'X)⁻¹ by elimination: what the slow oracles need. */
function inverse(a: Matrix): Matrix {
  const n = a.length;
  const m = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let p = 0; p < n; p++) {
    let pivot = p;
    for (let r = p; r < n; r++) if (Math.abs(m[r][p]) > Math.abs(m[pivot][p])) pivot = r;
    [m[p], m[pivot]] = [m[pivot], m[p]];
    const lead = m[p][p];
    m[p] = m[p].map((v) => v / lead);
    for (let r = 0; r < n; r++) if (r !== p) m[r] = m[r].map((v, q) => v - m[r][p] * m[p][q] || 0);
  }
  return m.map((row) => row.slice(n));
}
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((s, v, k) => s + v * b[k][j], 0)));
const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const kernels: Record<DiscontinuityKernel, (u: number) => number> = {
  triangular: (u) => (Math.abs(u) <= 1 ? 1 - Math.abs(u) : 0),
  epanechnikov: (u) => (Math.abs(u) <= 1 ? 0.75 * (1 - u * u) : 0),
  uniform: (u) => (Math.abs(u) <= 1 ? 0.5 : 0),
};

/** Residuals from the mean of the three nearest others, by looking at all of them. */
function neighbours(x: readonly number[], y: readonly number[]): number[] {
  return x.map((own, i) => {
    const distances = x.map((v, j) => ({j, d: Math.abs(v - own)})).filter(({j}) => j !== i);
    const third = [...distances].sort((a, b) => a.d - b.d)[2].d;
    const near = distances.filter(({d}) => d <= third).map(({j}) => y[j]);
    const mean = near.reduce((s, v) => s + v, 0) / near.length;
    return Math.sqrt(near.length / (near.length + 1)) * (y[i] - mean);
  });
}

/** One side's fits, written as the papers' matrices in raw powers of x (Calonico, Cattaneo and Titiunik 2014, appendix). */
function literalSide(x: number[], y: number[], h: number, b: number, kernel: DiscontinuityKernel) {
  const keep = x.map((v, i) => ({v, y: y[i]})).filter(({v}) => Math.abs(v) <= Math.max(h, b));
  const xs = keep.map(({v}) => v);
  const ys = keep.map((k) => k.y);
  const power = (order: number): Matrix => xs.map((v) => Array.from({length: order + 1}, (_, j) => v ** j));
  const [wh, wb] = [h, b].map((size) => xs.map((v) => kernels[kernel](v / size) / size));
  const weighted = (r: Matrix, w: number[]): Matrix => r.map((row, i) => row.map((v) => v * w[i]));
  const [rp, rq] = [power(1), power(2)];
  const gp = inverse(times(transposed(weighted(rp, wh)), rp));
  const gq = inverse(times(transposed(weighted(rq, wb)), rq));
  const l = times(
    transposed(weighted(rp, wh)),
    xs.map((v) => [(v / h) ** 2]),
  );
  const curve = times(weighted(rq, wb), gq).map((row) => row[2]); // weights of the quadratic's last coefficient
  const q = weighted(rp, wh).map((row, i) => row.map((v, j) => v - h * h * l[j][0] * curve[i]));
  const residuals = neighbours(xs, ys);
  const variance = (m: Matrix) => {
    const scaled = m.map((row, i) => row.map((v) => v * residuals[i]));
    return times(times(gp, times(transposed(scaled), scaled)), gp)[0][0];
  };
  const level = (m: Matrix) =>
    times(
      gp,
      times(
        transposed(m),
        ys.map((v) => [v]),
      ),
    )[0][0];
  return {
    plain: level(weighted(rp, wh)),
    corrected: level(q),
    plainVariance: variance(weighted(rp, wh)),
    robustVariance: variance(q),
  };
}

const sampleOf = (seed: number, n = 400, ties = false): DiscontinuitySample => {
  const random = stream(seed, "discontinuity tests");
  const score = Float64Array.from({length: n}, () => {
    const x = 2 * random.uniform() - 1;
    return ties ? Math.round(20 * x) / 20 : x;
  });
  const outcome = score.map((x) => Math.sin(2 * x) + 0.6 * x * x + (x >= 0 ? 0.7 : 0) + 0.3 * random.normal());
  return {outcome, score, cutoff: 0};
};
const sides = ({score, outcome, cutoff}: DiscontinuitySample) => {
  const rows = Array.from(score.keys()).sort((a, b) => score[a] - score[b]);
  return [false, true].map((right) => {
    const own = rows.filter((i) => score[i] >= cutoff === right);
    return {x: own.map((i) => score[i] - cutoff), y: own.map((i) => outcome[i])};
  });
};

describe("regression discontinuity at given bandwidths", () => {
  it.each(Object.keys(kernels) as DiscontinuityKernel[])("%s: the papers' matrices, written out", (kernel) => {
    const sample = sampleOf(1);
    for (const [main, bias] of [
      [0.3, 0.5],
      [0.4, 0.4],
      [0.6, 0.35],
    ]) {
      const fit = regressionDiscontinuity(sample, {kernel, bandwidth: {main, bias}});
      const [l, r] = sides(sample).map(({x, y}) => literalSide(x, y, main, bias, kernel));
      expect(fit.conventional).toBeCloseTo(r.plain - l.plain, 9);
      expect(fit.estimate).toBeCloseTo(r.corrected - l.corrected, 9);
      expect(fit.conventionalStandardError).toBeCloseTo(Math.sqrt(r.plainVariance + l.plainVariance), 9);
      expect(fit.standardError).toBeCloseTo(Math.sqrt(r.robustVariance + l.robustVariance), 9);
      expect(fit.interval[1] - fit.interval[0]).toBeCloseTo(2 * 1.959964 * fit.standardError, 5);
    }
  });

  it("repeated scores: all rows of a score are neighbours together", () => {
    const sample = sampleOf(2, 300, true);
    const fit = regressionDiscontinuity(sample, {bandwidth: 0.5});
    const [l, r] = sides(sample).map(({x, y}) => literalSide(x, y, 0.5, 0.5, "triangular"));
    expect(fit.standardError).toBeCloseTo(Math.sqrt(r.robustVariance + l.robustVariance), 9);
    expect(fit.repeatedScores[0]).toBeGreaterThan(0.8);
  });

  it("order 2 agrees with order 1 corrected at equal bandwidths (Calonico, Cattaneo and Titiunik 2014, remark 7)", () => {
    const sample = sampleOf(3);
    const corrected = regressionDiscontinuity(sample, {bandwidth: 0.5});
    const quadratic = regressionDiscontinuity(sample, {bandwidth: 0.5, order: 2});
    expect(quadratic.conventional).toBeCloseTo(corrected.estimate, 9);
    expect(regressionDiscontinuity(sample, {bandwidth: 0.3, order: 0}).conventional).toBeGreaterThan(0);
  });

  it("clusters: sums of weighted residuals within a day, over both sides", () => {
    const sample = sampleOf(4);
    const cluster = Int32Array.from(sample.score, (_, i) => i % 25);
    const fit = regressionDiscontinuity({...sample, cluster}, {bandwidth: 0.5, order: 0, kernel: "uniform"});
    // order 0, uniform: the plain estimate is a difference of means within h, its residuals are from them
    const inside = Array.from(sample.score.keys()).filter((i) => Math.abs(sample.score[i]) <= 0.5);
    const right = inside.filter((i) => sample.score[i] >= 0);
    const left = inside.filter((i) => sample.score[i] < 0);
    const mean = (rows: number[]) => rows.reduce((s, i) => s + sample.outcome[i] / rows.length, 0);
    expect(fit.conventional).toBeCloseTo(mean(right) - mean(left), 10);
    const totals = new Array(25).fill(0);
    for (const i of right) totals[cluster[i]] += (sample.outcome[i] - mean(right)) / right.length;
    for (const i of left) totals[cluster[i]] -= (sample.outcome[i] - mean(left)) / left.length;
    const square = totals.reduce((s, v) => s + v * v, 0);
    const n = inside.length;
    expect(fit.conventionalStandardError).toBeCloseTo(Math.sqrt((((square * (n - 1)) / (n - 2)) * 25) / 24), 10);
    expect(fit.clusters).toBe(25);
  });

  it("fuzzy: a ratio of jumps; where all comply it is the sharp design", () => {
    const sample = sampleOf(5);
    const complied = {...sample, treatment: sample.score.map((x) => (x >= 0 ? 1 : 0))};
    const [sharp, fuzzy] = [sample, complied].map((s) => regressionDiscontinuity(s));
    expect(fuzzy.estimate).toBeCloseTo(sharp.estimate, 9);
    expect(fuzzy.standardError).toBeCloseTo(sharp.standardError, 9);
    const random = stream(5, "compliance");
    const treatment = sample.score.map((x) => (random.uniform() < (x >= 0 ? 0.8 : 0.2) ? 1 : 0));
    const bandwidth = {main: 0.4, bias: 0.6};
    const partial = regressionDiscontinuity({...sample, treatment}, {bandwidth});
    const jump = (outcome: Float64Array) => regressionDiscontinuity({...sample, outcome}, {bandwidth});
    const [y, d] = [jump(sample.outcome), jump(treatment)];
    expect(partial.conventional).toBeCloseTo(y.conventional / d.conventional, 9);
    const slope = [1 / d.conventional, -y.conventional / d.conventional ** 2];
    const correction = slope[0] * (y.conventional - y.estimate) + slope[1] * (d.conventional - d.estimate);
    expect(partial.estimate).toBeCloseTo(y.conventional / d.conventional - correction, 9);
    // its variance is that of the outcome less (ratio × treatment), scaled by the first stage
    const combined = jump(sample.outcome.map((v, i) => slope[0] * v + slope[1] * treatment[i]));
    expect(partial.standardError).toBeCloseTo(combined.standardError, 9);
    expect(partial.firstStage!.estimate).toBeCloseTo(d.estimate, 9);
    expect(partial.firstStage!.standardError).toBeCloseTo(d.standardError, 9);
  });
});

describe("bandwidths", () => {
  /** V, B and R of one side, in raw powers, as in Calonico, Cattaneo and Titiunik 2014, section 5. */
  function terms(
    {x, y}: {x: number[]; y: number[]},
    o: number,
    nu: number,
    oB: number,
    hV: number,
    hB: number,
    regular: boolean,
  ) {
    const local = (order: number, h: number) => {
      const keep = x.map((v, i) => ({v, y: y[i]})).filter(({v}) => Math.abs(v) <= h);
      const r: Matrix = keep.map(({v}) => Array.from({length: order + 1}, (_, j) => v ** j));
      const w = keep.map(({v}) => (1 - Math.abs(v) / h) / h);
      const rw = r.map((row, i) => row.map((v) => v * w[i]));
      const g = inverse(times(transposed(rw), r));
      const residuals = neighbours(
        keep.map(({v}) => v),
        keep.map((k) => k.y),
      );
      const scaled = rw.map((row, i) => row.map((v) => v * residuals[i]));
      const v = times(times(g, times(transposed(scaled), scaled)), g);
      return {
        g,
        rw,
        v,
        xs: keep.map((k) => k.v),
        beta: times(
          g,
          times(
            transposed(rw),
            keep.map((k) => [k.y]),
          ),
        ).map(([b]) => b),
      };
    };
    const main = local(o, hV);
    const next = times(
      transposed(main.rw),
      main.xs.map((v) => [(v / hV) ** (o + 1)]),
    );
    const constant = hV ** nu * times(main.g, next)[nu][0];
    const curve = local(oB, hB);
    return {
      v: (2 * nu + 1) * hV ** (2 * nu + 1) * main.v[nu][nu],
      b: Math.sqrt(2 * (o + 1 - nu)) * constant * curve.beta[oB],
      r: regular ? 2 * (o + 1 - nu) * 3 * constant ** 2 * curve.v[oB][oB] : 0,
    };
  }

  it("three plug-in steps, written out", () => {
    const sample = sampleOf(6, 500);
    const [l, r] = sides(sample);
    const all = [...l.x, ...r.x];
    const n = all.length;
    const mean = all.reduce((s, v) => s + v / n, 0);
    const deviation = Math.sqrt(all.reduce((s, v) => s + (v - mean) ** 2, 0) / (n - 1));
    const type2 = (p: number) => (Number.isInteger(p * n) ? (all[p * n - 1] + all[p * n]) / 2 : all[Math.floor(p * n)]);
    const farthest = Math.max(-all[0], all[n - 1]);
    const pilot = Math.min(farthest, 2.576 * Math.min(deviation, (type2(0.75) - type2(0.25)) / 1.349) * n ** -0.2);
    const step = (o: number, nu: number, oB: number, hB: readonly [number, number], regular: boolean) => {
      const [a, b] = [l, r].map((side, k) => terms(side, o, nu, oB, pilot, hB[k], regular));
      return Math.min(farthest, ((a.v + b.v) / ((b.b - a.b) ** 2 + a.r + b.r)) ** (1 / (2 * o + 3)));
    };
    const third = step(3, 3, 4, [-l.x[0], r.x[r.x.length - 1]], false);
    const bias = step(2, 2, 3, [third, third], true);
    const main = step(1, 0, 2, [bias, bias], true);
    const {bandwidths} = regressionDiscontinuity(sample);
    expect(bandwidths.bias).toBeCloseTo(bias, 8);
    expect(bandwidths.main).toBeCloseTo(main, 8);
  });

  it("follow the score's units, and do not depend on the outcome's or on the order of rows", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), (seed) => {
        const sample = sampleOf(seed, 200);
        const fit = regressionDiscontinuity(sample);
        const order = Array.from({length: 200}, (_, k) => (k * 7) % 200);
        const moved = regressionDiscontinuity({
          score: Float64Array.from(order, (i) => 50 + 10 * sample.score[i]),
          outcome: Float64Array.from(order, (i) => 1000 + 5 * sample.outcome[i]),
          cutoff: 50,
        });
        expect(moved.bandwidths.main / fit.bandwidths.main).toBeCloseTo(10, 5);
        expect(moved.estimate / fit.estimate).toBeCloseTo(5, 5);
        expect(moved.standardError / fit.standardError).toBeCloseTo(5, 5);
      }),
      {numRuns: 12},
    );
  });

  it("hold ten distinct scores where many are repeated", () => {
    const sample = sampleOf(7, 4000, true);
    const {bandwidths, repeatedScores} = regressionDiscontinuity(sample);
    expect(repeatedScores[1]).toBeGreaterThan(0.9);
    expect(bandwidths.main).toBeGreaterThanOrEqual(0.45);
  });

  it("clustered and noiseless outcomes have bandwidths, too", () => {
    const sample = leeDesign(500, stream(1, "lee"));
    const cluster = Int32Array.from(sample.score, (_, i) => i % 30);
    const fit = regressionDiscontinuity({...sample, cluster});
    expect(fit.bandwidths.main).toBeGreaterThan(0);
    const line = {...sample, outcome: sample.score.map((x) => x + (x >= 0 ? 2 : 0))};
    const exact = regressionDiscontinuity(line);
    expect(exact.conventional).toBeCloseTo(2, 8);
    expect([exact.standardError, exact.p].every(Number.isFinite)).toBe(true);
    const flat = regressionDiscontinuity({...sample, outcome: sample.score.map(() => 4)});
    expect(flat.estimate).toBeCloseTo(0, 10);
    expect(Number.isNaN(flat.p)).toBe(false);
  });
});

describe("density test", () => {
  const draw = (seed: number, n: number, share = 0.5) => {
    const random = stream(seed, "density");
    return Float64Array.from({length: n}, () => {
      const x = random.uniform();
      return random.uniform() < share ? -x : x;
    });
  };
  it("estimates at given bandwidths are the slopes of a local cubic of ranks", () => {
    const score = draw(1, 300);
    const sorted = [...score].sort((a, b) => a - b);
    const {densities, statistic} = densityTest(score, 0, {bandwidth: [0.5, 0.6]});
    const found = [0.5, 0.6].map((h, side) => {
      const rows = sorted
        .map((x, i) => ({x, f: i / 299}))
        .filter(({x}) => (side === 0 ? x < 0 && x >= -h : x >= 0 && x <= h));
      const r: Matrix = rows.map(({x}) => [1, x / h, (x / h) ** 2, (x / h) ** 3]);
      const rw = r.map((row, i) => row.map((v) => v * (1 - Math.abs(rows[i].x) / h)));
      const g = inverse(times(transposed(rw), r));
      const slope =
        times(
          g,
          times(
            transposed(rw),
            rows.map(({f}) => [f]),
          ),
        )[1][0] / h;
      let variance = 0;
      rows.forEach((_, i) => {
        const above = [0, 1, 2, 3].map((j) => rw.slice(i).reduce((s, row) => s + row[j], 0) / 299);
        variance += (g[1].reduce((s, v, j) => s + v * above[j], 0) / h) ** 2;
      });
      return {slope, variance};
    });
    expect(densities[0]).toBeCloseTo(found[0].slope, 8);
    expect(densities[1]).toBeCloseTo(found[1].slope, 8);
    expect(statistic).toBeCloseTo(
      (found[1].slope - found[0].slope) / Math.sqrt(found[0].variance + found[1].variance),
      8,
    );
  });
  it("is quiet where nobody sorts, and speaks up where a third moves over", () => {
    expect(densityTest(draw(2, 2000), 0).p).toBeGreaterThan(0.01);
    const moved = densityTest(draw(3, 2000, 0.3), 0);
    expect(moved.p).toBeLessThan(1e-4);
    expect(moved.densities[1]).toBeGreaterThan(moved.densities[0]);
    expect(moved.within[0] + moved.within[1]).toBeLessThanOrEqual(2000);
    const scaled = densityTest(
      draw(2, 2000).map((x) => 100 * x + 7),
      7,
    );
    expect(scaled.statistic).toBeCloseTo(densityTest(draw(2, 2000), 0).statistic, 5);
    expect(
      densityTest(
        draw(2, 2000).map((x) => Math.round(100 * x) / 100),
        0.005,
        {bandwidth: 0.4},
      ).p,
    ).toBeGreaterThan(1e-6);
  });
  it("asks for enough on each side", () => {
    expect(() => densityTest(draw(1, 300), 5)).toThrow("too little at or above the cutoff");
    expect(() => densityTest(draw(1, 300), -5)).toThrow("too little below the cutoff");
    expect(() => densityTest(Float64Array.of(Number.NaN), 0)).toThrow("score of row 0");
    expect(() => densityTest(draw(1, 300), Number.NaN)).toThrow("invalid cutoff");
    expect(() => densityTest(draw(1, 300), 0, {bandwidth: 0})).toThrow("invalid bandwidth");
    expect(() => densityTest(draw(1, 300), 0, {bandwidth: 0.001})).toThrow("widen the bandwidth");
  });
});

describe("continuity of covariates", () => {
  it("tests each, adjusted for all (Holm)", () => {
    const sample = sampleOf(8, 500);
    const random = stream(8, "covariates");
    const quiet = (name: string) => ({name, values: sample.score.map((x) => x + random.normal())});
    const jumps = {name: "jumps", values: sample.score.map((x) => (x >= 0 ? 3 : 0) + random.normal())};
    const found = covariateContinuity(sample, [quiet("a"), jumps, quiet("b")]);
    expect(found.map(({name}) => name)).toEqual(["a", "jumps", "b"]);
    expect(found[1].adjustedP).toBeCloseTo(3 * found[1].fit.p, 12);
    const [low, high] = [found[0], found[2]].sort((x, y) => x.fit.p - y.fit.p);
    expect(low.adjustedP).toBeCloseTo(Math.min(1, 2 * low.fit.p), 12);
    expect(high.adjustedP).toBeGreaterThanOrEqual(low.adjustedP);
    expect(() => covariateContinuity(sample, [{name: "gap", values: sample.score.map(() => Number.NaN)}])).toThrow(
      'covariate "gap"',
    );
  });
});

it("of more rows than a call has arguments (some 125,000)", () => {
  const n = 260_000;
  const score = Float64Array.from({length: n}, (_, i) => (i + 0.5) / n - 0.5);
  const treatment = score.map((s, i) => (s >= 0 || i % 10 === 0 ? 1 : 0)); // jumps from 0.1 to 1
  const outcome = score.map((s, i) => 3 * treatment[i] + s + (i % 3) - 1);
  const cluster = Int32Array.from({length: n}, (_, i) => i % 300);
  const fit = regressionDiscontinuity({outcome, score, cutoff: 0, treatment, cluster});
  expect(fit.estimate).toBeCloseTo(3, 1);
  expect(fit.firstStage!.estimate).toBeCloseTo(0.9, 2);
});

describe("bad input", () => {
  const ok = sampleOf(9, 100);
  it.each<[string, Partial<DiscontinuitySample>, string]>([
    ["nothing above the cutoff", {cutoff: 5}, "too little at or above the cutoff 5: 0 rows"],
    ["two scores on a side", {score: ok.score.map((x) => (x < 0 ? x : x > 0.5 ? 1 : 0.5))}, "takes too few values"],
    ["cutoff not a number", {cutoff: Number.NaN}, "invalid cutoff"],
    ["lengths differ", {outcome: new Float64Array(3)}, "3 values for 100 scores"],
    ["a gap", {outcome: ok.outcome.map((y, i) => (i === 3 ? Number.NaN : y))}, "outcome of row 3"],
    ["treatment that does not jump", {treatment: new Float64Array(100).fill(1)}, "does not change at the cutoff"],
    ["one cluster", {cluster: new Int32Array(100)}, "invalid cluster"],
  ])("%s", (_, change, message) => {
    expect(() => regressionDiscontinuity({...ok, ...change})).toThrow(message);
  });
  it("options out of range", () => {
    expect(() => regressionDiscontinuity(ok, {order: 3})).toThrow("invalid order");
    expect(() => regressionDiscontinuity(ok, {level: 0})).toThrow("invalid level");
    expect(() => regressionDiscontinuity(ok, {matches: 0})).toThrow("invalid matches");
    expect(() => regressionDiscontinuity(ok, {bandwidth: -1})).toThrow("invalid main bandwidth");
    expect(() => regressionDiscontinuity(ok, {bandwidth: 1e-4})).toThrow("widen the bandwidth");
    expect(() => regressionDiscontinuity({...ok, cluster: new Int32Array(100)}, {bandwidth: 0.5})).toThrow(
      "two or more",
    );
  });
});
