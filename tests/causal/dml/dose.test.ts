import {describe, expect, it} from "vitest";
import {
  covariance,
  doseDesign,
  doseFromPredictions,
  fitDose,
  jointInference,
  randomFolds,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";
import {quickLearners} from "../quick-learners.ts";

const n = 120;
const random = stream(8, "dose");
const a = Float64Array.from({length: n}, () => random.normal());
const y = a.map((v) => v * v + random.normal());
const grid = Float64Array.from({length: 21}, (_, g) => -4 + 0.4 * g);
const outcome = a.map((v) => 0.8 * v * v);
const shiftOf = Float64Array.from({length: n}, () => 0.3 * random.normal());
const outcomeAtGrid = Array.from(grid, (g) => shiftOf.map((s) => 0.8 * g * g + s));
const density = a.map(() => 0.2 + 0.2 * random.uniform());
const densityAtGrid = Array.from(grid, (g) => density.map((v) => v * Math.exp(-g * g * 0.1)));
const predictions = {grid, outcome, outcomeAtGrid, density, densityAtGrid};

/** Kennedy et al. 2017, step by step, by sums over rows. */
function literal(t: number, h: number, degree: number): number {
  const mean = (v: Float64Array) => v.reduce((s, x) => s + x, 0) / n;
  const at = (values: number[], dose: number) => {
    const g = Math.min(grid.length - 2, Math.max(0, [...grid].filter((v) => v <= dose).length - 1));
    return values[g] + ((values[g + 1] - values[g]) * (dose - grid[g])) / (grid[g + 1] - grid[g]);
  };
  const [w, m] = [densityAtGrid.map(mean), outcomeAtGrid.map(mean)];
  const xi = Array.from(y, (v, i) => ((v - outcome[i]) * at(w, a[i])) / density[i] + at(m, a[i]));
  // weighted least squares by elimination
  const k = degree + 1;
  const A = Array.from({length: k}, () => new Array<number>(k + 1).fill(0));
  for (let i = 0; i < n; i++) {
    const u = (a[i] - t) / h;
    const weight = Math.abs(u) < 1 ? 0.75 * (1 - u * u) : 0;
    for (let r = 0; r < k; r++) {
      for (let c = 0; c < k; c++) A[r][c] += weight * power(u, r + c);
      A[r][k] += weight * power(u, r) * xi[i];
    }
  }
  for (let c = 0; c < k; c++)
    for (let r = 0; r < k; r++)
      if (r !== c) {
        const f = A[r][c] / A[c][c];
        for (let l = 0; l <= k; l++) A[r][l] -= f * A[c][l];
      }
  return A[0][k] / A[0][0];
}

function power(u: number, q: number): number {
  let v = 1;
  for (let k = 0; k < q; k++) v *= u;
  return v;
}

describe("doseFromPredictions", () => {
  it.each([1, 2] as const)("is the local polynomial (degree %d) of the doubly robust pseudo-outcome", (degree) => {
    const points = [-1, 0, 0.7];
    const fit = doseFromPredictions(y, a, predictions, {points, bandwidth: 0.9, degree});
    points.forEach((t, j) => {
      expect(fit.curve[j]).toBeCloseTo(literal(t, 0.9, degree), 9);
    });
    expect(fit.capped).toBe(0);
    for (const influence of fit.influences)
      expect(Math.abs(influence.reduce((s, v) => s + v, 0) / n)).toBeLessThan(1e-9);
  });

  it("against a reference dose: the difference, zero there", () => {
    const options = {bandwidth: 0.9, points: [0.5, 1]};
    const plain = doseFromPredictions(y, a, predictions, options);
    const against = doseFromPredictions(y, a, predictions, {...options, reference: 0.5});
    expect(against.curve[0]).toBe(0);
    expect(against.influences[0].every((v) => v === 0)).toBe(true);
    expect(against.curve[1]).toBeCloseTo(plain.curve[1] - plain.curve[0], 12);
  });

  it("caps and counts weights where hardly anyone has the dose", () => {
    const thin = density.map((v, i) => (i === 5 ? 0 : v));
    const fit = doseFromPredictions(y, a, {...predictions, density: thin}, {bandwidth: 0.9});
    expect(fit.capped).toBe(1);
    expect(fit.curve.every(Number.isFinite)).toBe(true);
  });

  it("refuses doses that do not vary, points without doses, and shapes that differ", () => {
    expect(() => doseFromPredictions(y, a, predictions, {points: [30], bandwidth: 1})).toThrow(
      /0 rows lie within 1 of 30/,
    );
    expect(() => doseFromPredictions(y, new Float64Array(n).fill(2), predictions)).toThrow(/have the dose 2/);
    expect(() => doseFromPredictions(y, a, {...predictions, outcomeAtGrid: []})).toThrow(/invalid predictions/);
    expect(() => doseFromPredictions(y, a, predictions, {bandwidth: 0})).toThrow(/invalid bandwidth/);
  });
});

describe("fitDose", () => {
  it("finds the curve of a known design inside its uniform band", () => {
    const rows = 600;
    const {truth, ...sample} = doseDesign(rows, 3);
    const options = {
      ...sample,
      day: Int32Array.from({length: rows}, (_, i) => i),
      folds: randomFolds(rows, 4, stream(1, "folds")),
      seed: 1,
    };
    const learners = {outcome: quickLearners.doseMean, dose: quickLearners.mean};
    const fit = fitDose({...options, learners});
    const band = jointInference(fit.curve, covariance(fit.influences), {seed: 1, draws: 2000});
    expect(band.critical).toBeGreaterThan(2.2);
    fit.points.forEach((t, j) => {
      expect(truth(t)).toBeGreaterThan(band.lower[j]);
      expect(truth(t)).toBeLessThan(band.upper[j]);
    });
    // a second learner for the variance of the dose, which does vary little here
    const learned = fitDose({...options, learners: {...learners, variance: quickLearners.mean}, points: [0]});
    expect(learned.curve[0]).toBeCloseTo(0, 0);
    expect(() => fitDose({...options, a: new Float64Array(rows).fill(3), learners})).toThrow(/invalid dose|nothing/);
    const named = {...sample.x, names: ["dose", ...sample.x.names.slice(1)]};
    expect(() => fitDose({...options, x: named, learners})).toThrow(/column "dose" already/);
  });
});
