import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  combinationWeights,
  nonNegativeLeastSquares,
  simplexLeastSquares,
  simplexLikelihood,
  simplexPinball,
} from "../../src/lib/models/ensemble/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const floats = (...values: number[]) => Float64Array.from(values);

/** Σ w (b − Σ x a)². */
function squares(columns: readonly Float64Array[], b: Float64Array, w: Float64Array, x: ArrayLike<number>): number {
  let sum = 0;
  b.forEach((v, i) => {
    sum += w[i] * (v - columns.reduce((s, column, j) => s + x[j] * column[i], 0)) ** 2;
  });
  return sum;
}

/** Problems with columns that resemble each other, as predictions do. */
const problem = fc
  .record({columns: fc.integer({min: 1, max: 5}), rows: fc.integer({min: 6, max: 25}), seed: fc.nat(1e6)})
  .map(({columns: n, rows, seed}) => {
    const random = stream(seed, "nnls");
    const common = Float64Array.from({length: rows}, () => random.normal());
    const columns = Array.from({length: n}, () => common.map((v) => v + random.normal()));
    const b = common.map((v) => v + 2 * random.normal());
    return {columns, b, w: b.map(() => random.integer(3) + 0.5)};
  });

/** Gaussian elimination with pivoting, written out: an oracle that shares nothing with the code. */
function solve(matrix: number[][], right: number[]): number[] {
  const a = matrix.map((row, i) => [...row, right[i]]);
  const n = right.length;
  for (let k = 0; k < n; k++) {
    const pivot = a.slice(k).reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(a[best][k]) ? k + i : best), k);
    [a[k], a[pivot]] = [a[pivot], a[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = a[i][k] / a[k][k];
      for (let j = k; j <= n; j++) a[i][j] -= factor * a[k][j];
    }
  }
  return a.map((row, k) => row[n] / row[k]);
}

/** The smallest loss over all subsets of columns whose unconstrained solution is not negative. */
function bestOfSubsets(columns: readonly Float64Array[], b: Float64Array, w: Float64Array, sumOne: boolean) {
  const n = columns.length;
  let best = {loss: Number.POSITIVE_INFINITY, x: new Array<number>(n).fill(0)};
  for (let mask = sumOne ? 1 : 0; mask < 1 << n; mask++) {
    const at = Array.from({length: n}, (_, j) => j).filter((j) => mask & (1 << j));
    const cross = (u: Float64Array, v: Float64Array) => u.reduce((s, value, i) => s + w[i] * value * v[i], 0);
    const gram = at.map((j) => at.map((k) => cross(columns[j], columns[k])));
    const right = at.map((j) => cross(columns[j], b));
    // With a sum of one: the Lagrange conditions.
    const solved = sumOne
      ? solve([...gram.map((row) => [...row, 1]), [...at.map(() => 1), 0]], [...right, 1]).slice(0, -1)
      : solve(gram, right);
    if (solved.some((v) => !(v >= -1e-12))) continue;
    const x = new Array<number>(n).fill(0);
    at.forEach((j, k) => {
      x[j] = solved[k];
    });
    const loss = squares(columns, b, w, x);
    if (loss < best.loss) best = {loss, x};
  }
  return best;
}

describe("non-negative least squares", () => {
  it("is the best of all subsets of columns", () => {
    fc.assert(
      fc.property(problem, ({columns, b, w}) => {
        const x = nonNegativeLeastSquares(columns, b, w);
        const best = bestOfSubsets(columns, b, w, false);
        expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
        expect(squares(columns, b, w, x)).toBeCloseTo(best.loss, 8);
        best.x.forEach((v, j) => {
          expect(x[j]).toBeCloseTo(v, 7);
        });
      }),
      {numRuns: 200},
    );
  });

  it("meets Lawson and Hanson's conditions with many columns, also more than rows", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 30}), fc.integer({min: 3, max: 20}), fc.nat(1e6), (n, rows, seed) => {
        const random = stream(seed, "wide");
        const columns = Array.from({length: n}, () => Float64Array.from({length: rows}, () => random.normal()));
        const b = Float64Array.from({length: rows}, () => random.normal());
        const w = new Float64Array(rows).fill(1);
        const x = nonNegativeLeastSquares(columns, b, w);
        const residual = b.map((v, i) => v - columns.reduce((s, column, j) => s + x[j] * column[i], 0));
        columns.forEach((column, j) => {
          const slope = column.reduce((s, v, i) => s + v * residual[i], 0);
          expect(x[j]).toBeGreaterThanOrEqual(0);
          if (x[j] > 0) expect(Math.abs(slope)).toBeLessThan(1e-6);
          else expect(slope).toBeLessThan(1e-6);
        });
      }),
      {numRuns: 200},
    );
  });

  it("gives copies' weight to the first, columns of zeros none, and ends", () => {
    const [a, b] = [floats(1, 2, 3), floats(2, 1, 0)];
    const one = floats(1, 1, 1);
    const target = a.map((v, i) => 2 * v + 3 * b[i]);
    const x = nonNegativeLeastSquares([new Float64Array(3), a, a, b, b.map((v) => 2 * v)], target, one);
    // a, b and their copies span the plane of the target; which copy has the weight is free, its sum is not
    expect(x[0]).toBe(0);
    expect(x[1] + x[2]).toBeCloseTo(2, 9);
    expect(x[3] + 2 * x[4]).toBeCloseTo(3, 9);
    expect([...nonNegativeLeastSquares([a, a], a, one)]).toEqual([1, 0]);
    expect([
      ...nonNegativeLeastSquares(
        [a],
        a.map((v) => -v),
        one,
      ),
    ]).toEqual([0]);
    expect([...nonNegativeLeastSquares([a], a, new Float64Array(3))]).toEqual([0]);
  });
});

describe("least squares on the simplex", () => {
  it("is the best of all faces", () => {
    fc.assert(
      fc.property(problem, ({columns, b, w}) => {
        const x = simplexLeastSquares(columns, b, w);
        const best = bestOfSubsets(columns, b, w, true);
        expect(x.reduce((s, v) => s + v, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
        expect(squares(columns, b, w, x)).toBeCloseTo(best.loss, 7);
      }),
      {numRuns: 200},
    );
  });

  it("finds a mixture that is there, whatever the scale", () => {
    const random = stream(3, "mixture");
    for (const scale of [1e-6, 1, 1e6]) {
      const columns = Array.from({length: 4}, () =>
        Float64Array.from({length: 50}, () => scale * (random.normal() + 10)),
      );
      const target = columns[0].map((v, i) => 0.7 * v + 0.3 * columns[2][i]);
      const x = simplexLeastSquares(
        columns,
        target,
        target.map(() => 1),
      );
      [0.7, 0, 0.3, 0].forEach((v, j) => {
        expect(x[j]).toBeCloseTo(v, 6);
      });
    }
  });

  it("is equal where all are right", () => {
    const b = floats(1, 2);
    expect([...simplexLeastSquares([b, b], b, floats(1, 1))]).toEqual([0.5, 0.5]);
  });
});

/** The smallest value of a function over a grid of the simplex of three weights. */
function smallestOnGrid(loss: (x: number[]) => number, steps = 60): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= steps; i++)
    for (let j = 0; j <= steps - i; j++) best = Math.min(best, loss([i / steps, j / steps, (steps - i - j) / steps]));
  return best;
}

describe("pinball loss on the simplex", () => {
  const loss =
    (columns: readonly Float64Array[], b: Float64Array, w: Float64Array, level: number) => (x: ArrayLike<number>) =>
      b.reduce((sum, v, i) => {
        const r = v - columns.reduce((s, column, j) => s + x[j] * column[i], 0);
        return sum + w[i] * (r >= 0 ? level * r : (level - 1) * r);
      }, 0);

  it("is as small as on any point of a fine grid", () => {
    for (const level of [0.05, 0.5, 0.9])
      for (let seed = 0; seed < 8; seed++) {
        const random = stream(seed, "pinball");
        const base = Float64Array.from({length: 150}, () => random.normal());
        const columns = [0.5, 1, 2].map((noise) => base.map((v) => v + noise * random.normal() + random.normal()));
        const b = base.map((v) => v + random.normal());
        const w = b.map(() => 1 + random.integer(2));
        const x = simplexPinball(columns, b, w, level);
        expect(x.reduce((s, v) => s + v, 0)).toBeCloseTo(1, 9);
        const at = loss(columns, b, w, level);
        expect(at(x)).toBeLessThanOrEqual(smallestOnGrid(at) * (1 + 1e-3));
      }
  });

  it("is equal where all are right", () => {
    const b = floats(1, 2);
    expect([...simplexPinball([b, b], b, floats(1, 1), 0.1)]).toEqual([0.5, 0.5]);
  });
});

describe("likelihood on the simplex", () => {
  it("is as large as on any point of a fine grid", () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = stream(seed, "likelihood");
      const truth = Float64Array.from({length: 200}, () => random.uniform());
      const y = truth.map((p) => Number(random.uniform() < p));
      const columns = [0.2, 0.5, 0.9].map((noise) => truth.map((p) => (1 - noise) * p + noise * random.uniform()));
      const w = y.map(() => random.uniform());
      const minus = (x: ArrayLike<number>) =>
        -y.reduce((sum, v, i) => {
          const p = columns.reduce((s, column, j) => s + x[j] * column[i], 0);
          return sum + w[i] * Math.log(v === 1 ? p : 1 - p);
        }, 0);
      const x = simplexLikelihood(columns, y, w);
      expect(x.reduce((s, v) => s + v, 0)).toBeCloseTo(1, 9);
      expect(minus(x)).toBeLessThanOrEqual(smallestOnGrid(minus) + 1e-4);
    }
  });

  it("takes probabilities of 0 and 1, and no weight at all", () => {
    const y = floats(1, 0, 1);
    const [sure, wrong] = [floats(1, 0, 1), floats(0, 1, 0)];
    const x = simplexLikelihood([sure, wrong], y, floats(1, 1, 1));
    expect(x[0]).toBeCloseTo(1, 9);
    expect([...simplexLikelihood([sure, wrong], y, floats(0, 0, 0))]).toEqual([0.5, 0.5]);
  });
});

describe("weights of a combination", () => {
  const y = floats(1, 2, 3, 4);
  const one = floats(1, 1, 1, 1);
  const off = (by: number) => y.map((v, i) => v + (i % 2 ? by : -by));

  it("average, and in inverse proportion to the loss", () => {
    expect([...combinationWeights("average", undefined, [off(1), off(2)], y, one)]).toEqual([0.5, 0.5]);
    const x = combinationWeights("inverse-error", undefined, [off(1), off(2)], y, one);
    expect(x[0]).toBeCloseTo(4 / 5, 12); // losses 1 and 4
    const absolute = combinationWeights("inverse-error", {kind: "quantile", level: 0.5}, [off(1), off(2)], y, one);
    expect(absolute[0]).toBeCloseTo(2 / 3, 12); // losses 1/2 and 1
    expect([...combinationWeights("inverse-error", undefined, [y, off(2), y], y, one)]).toEqual([0.5, 0, 0.5]);
  });

  it("stacking has sum one, its free form has not", () => {
    const twice = y.map((v) => 2 * v);
    expect([...combinationWeights("stacking", undefined, [twice], y, one)]).toEqual([1]);
    expect(combinationWeights("stacking-free", undefined, [twice], y, one)[0]).toBeCloseTo(0.5, 12);
  });

  it("stacks by the task's loss", () => {
    const binary = floats(1, 0, 1, 0);
    const good = floats(0.9, 0.1, 0.9, 0.1);
    const bad = good.map((p) => 1 - p);
    for (const how of ["stacking", "stacking-free"] as const) {
      expect(combinationWeights(how, {kind: "probability"}, [bad, good], binary, one)[1]).toBeCloseTo(1, 6);
      expect(combinationWeights(how, {kind: "quantile", level: 0.3}, [off(9), y], y, one)[1]).toBeCloseTo(1, 6);
    }
  });
});
