import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  bfgs,
  growingCholesky,
  nelderMead,
  projectOnSimplex,
  simplexLeastSquares,
  solveSimplexProgram,
  stream,
} from "../../src/lib/numeric/index.ts";

type Draw = () => number;
const columnsOf = (n: number, m: number, draw: Draw) =>
  Array.from({length: n}, () => Float64Array.from({length: m}, draw));

/** Slow oracle: every support is tried; the best feasible solution of its equality-constrained problem wins. */
function bruteForce(h: readonly (readonly number[])[], c: readonly number[]): {value: number} {
  const n = c.length;
  let best = Number.POSITIVE_INFINITY;
  for (let mask = 1; mask < 1 << n; mask++) {
    const support = c.flatMap((_, i) => (mask & (1 << i) ? [i] : []));
    const k = support.length;
    // [H 1; 1' 0] [w; ν] = [c; 1] by elimination with pivoting
    const a = support.map((i) => [...support.map((j) => h[i][j]), 1, c[i]]);
    a.push([...support.map(() => 1), 0, 1]);
    let singular = false;
    for (let p = 0; p <= k; p++) {
      let pivot = p;
      for (let r = p; r <= k; r++) if (Math.abs(a[r][p]) > Math.abs(a[pivot][p])) pivot = r;
      if (Math.abs(a[pivot][p]) < 1e-11) {
        singular = true;
        break;
      }
      [a[p], a[pivot]] = [a[pivot], a[p]];
      for (let r = 0; r <= k; r++) {
        if (r === p) continue;
        const factor = a[r][p] / a[p][p];
        for (let q = p; q <= k + 1; q++) a[r][q] -= factor * a[p][q];
      }
    }
    if (singular) continue;
    const w = support.map((_, i) => a[i][k + 1] / a[i][i]);
    if (w.some((x) => x < -1e-12)) continue;
    let value = 0;
    for (let i = 0; i < k; i++) {
      value -= c[support[i]] * w[i];
      for (let j = 0; j < k; j++) value += (h[support[i]][support[j]] * w[i] * w[j]) / 2;
    }
    best = Math.min(best, value);
  }
  return {value: best};
}

describe("quadratic program on a simplex", () => {
  it("reaches the best of all supports, positive definite, singular or with repeated columns", () => {
    const random = stream(1, "simplex program");
    for (let k = 0; k < 300; k++) {
      const n = 2 + random.integer(6);
      const m = 1 + random.integer(6);
      const columns = columnsOf(n, m, () => random.normal());
      if (k % 4 === 0) columns[1] = columns[0].slice();
      const ridge = k % 3 === 0 ? 0.2 : 0;
      const h = columns.map((x, i) =>
        columns.map((y, j) => x.reduce((s, v, t) => s + v * y[t], 0) + (i === j ? ridge : 0)),
      );
      const c = columns.map(() => random.normal());
      const {weights, kktResidual} = solveSimplexProgram({
        hessian: Float64Array.from(h.flat()),
        linear: Float64Array.from(c),
      });
      let value = 0;
      for (let i = 0; i < n; i++) {
        value -= c[i] * weights[i];
        for (let j = 0; j < n; j++) value += (h[i][j] * weights[i] * weights[j]) / 2;
      }
      expect(kktResidual).toBeLessThan(1e-10);
      expect(value).toBeLessThan(bruteForce(h, c).value + 1e-10);
    }
  });

  it("property: weights are on the simplex, KKT holds, and neither order, units nor a common level matter", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 1e6}),
        fc.integer({min: 1, max: 40}),
        fc.integer({min: 1, max: 30}),
        (seed, n, m) => {
          const random = stream(seed, "property");
          const columns = columnsOf(n, m, () => random.normal());
          const target = Float64Array.from({length: m}, () => random.normal());
          const ridge = 0.1; // unique
          const {weights, kktResidual} = simplexLeastSquares({columns, target, ridge});
          expect(kktResidual).toBeLessThan(1e-8);
          expect(Math.abs(weights.reduce((s, w) => s + w, 0) - 1)).toBeLessThan(1e-12);
          expect(weights.every((w) => w >= 0)).toBe(true);
          const reversed = simplexLeastSquares({columns: [...columns].reverse(), target, ridge}).weights.reverse();
          const scaled = simplexLeastSquares({
            columns: columns.map((x) => x.map((v) => 1000 * v + 5e4)),
            target: target.map((v) => 1000 * v + 5e4),
            ridge: ridge * 1e6,
          }).weights;
          for (let j = 0; j < n; j++) {
            expect(Math.abs(reversed[j] - weights[j])).toBeLessThan(1e-9);
            expect(Math.abs(scaled[j] - weights[j])).toBeLessThan(1e-7);
          }
        },
      ),
      {numRuns: 60},
    );
  });

  it("finds the same solution from any start, and from a rough one where there are many variables", () => {
    const random = stream(3, "starts");
    const columns = columnsOf(120, 60, () => random.normal());
    const target = Float64Array.from({length: 60}, () => 0.3 * random.normal());
    const cold = simplexLeastSquares({columns, target, ridge: 30});
    const start = new Float64Array(120);
    start[7] = 1;
    const warm = simplexLeastSquares({columns, target, ridge: 30, start});
    expect(cold.kktResidual).toBeLessThan(1e-10);
    expect(cold.weights.filter((w) => w > 0).length).toBeGreaterThan(40);
    cold.weights.forEach((w, j) => {
      expect(Math.abs(w - warm.weights[j])).toBeLessThan(1e-10);
    });
  });

  it("weighs groups on simplices of their own", () => {
    const random = stream(4, "groups");
    const columns = columnsOf(12, 8, () => random.normal());
    const hessian = Float64Array.from(
      columns.flatMap((x) => columns.map((y) => x.reduce((s, v, t) => s + v * y[t], 0))),
    );
    const groups = Int32Array.from({length: 12}, (_, i) => i % 3);
    const {weights, kktResidual} = solveSimplexProgram({hessian, linear: new Float64Array(12), groups});
    expect(kktResidual).toBeLessThan(1e-10);
    for (let g = 0; g < 3; g++)
      expect(weights.reduce((s, w, i) => s + (groups[i] === g ? w : 0), 0)).toBeCloseTo(1, 12);
  });

  it("a linear cost alone picks the cheapest; identical columns give some optimum", () => {
    const same = Float64Array.of(1, 2);
    const columns = [same, same, same];
    const {weights} = simplexLeastSquares({columns, target: same, cost: Float64Array.of(3, 1, 2)});
    expect(Array.from(weights)).toEqual([0, 1, 0]);
    const tie = simplexLeastSquares({columns, target: same});
    expect(tie.weights.reduce((s, w) => s + w, 0)).toBeCloseTo(1, 12);
    expect(tie.kktResidual).toBeLessThan(1e-12);
  });

  it("refuses what is not a program", () => {
    const ok = {hessian: Float64Array.of(1), linear: Float64Array.of(0)};
    expect(() => solveSimplexProgram({...ok, hessian: Float64Array.of(1, 2)})).toThrow("1 × 1");
    expect(() => solveSimplexProgram({...ok, linear: Float64Array.of(Number.NaN)})).toThrow("not a finite number");
    expect(() => solveSimplexProgram({...ok, start: Float64Array.of(1, 0)})).toThrow("invalid start");
    expect(() =>
      solveSimplexProgram({
        hessian: Float64Array.of(1, 0, 0, 1),
        linear: new Float64Array(2),
        groups: Int32Array.of(0, 2),
      }),
    ).toThrow("group 1 of 3");
    expect(() => simplexLeastSquares({columns: [], target: new Float64Array(2)})).toThrow("none to weigh");
    expect(() => simplexLeastSquares({columns: [new Float64Array(1)], target: new Float64Array(2)})).toThrow(
      "column 0",
    );
    expect(() => simplexLeastSquares({columns: [new Float64Array(2)], target: new Float64Array(2), ridge: -1})).toThrow(
      "ridge",
    );
  });
});

describe("projection on the simplex", () => {
  it("is the nearest point: shifting by θ and cutting at 0", () => {
    expect(Array.from(projectOnSimplex(Float64Array.of(0.5, 0.5)))).toEqual([0.5, 0.5]);
    expect(Array.from(projectOnSimplex(Float64Array.of(2, 0, -1)))).toEqual([1, 0, 0]);
    const p = projectOnSimplex(Float64Array.of(0.8, 0.6, -0.2));
    [0.6, 0.4, 0].forEach((x, i) => {
      expect(p[i]).toBeCloseTo(x, 12);
    });
  });
});

describe("growing Cholesky factor", () => {
  it("solves after rows came and went, and refuses a dependent row", () => {
    const random = stream(5, "cholesky");
    const columns = columnsOf(6, 9, () => random.normal());
    const product = (i: number, j: number) => columns[i].reduce((s, v, t) => s + v * columns[j][t], 0);
    const factor = growingCholesky(6);
    const held: number[] = [];
    const push = (j: number) => {
      const row = Float64Array.from([...held.map((i) => product(j, i)), 0, 0, 0, 0, 0, 0]);
      const took = factor.append(row, product(j, j));
      if (took) held.push(j);
      return took;
    };
    for (const j of [0, 1, 2, 3, 4, 5]) expect(push(j)).toBe(true);
    for (const k of [1, 3, 0]) {
      factor.remove(k);
      held.splice(k, 1);
    }
    push(1);
    const b = Float64Array.from(held, () => random.normal());
    const x = b.slice();
    factor.solve(x);
    held.forEach((i, a) => {
      expect(held.reduce((s, j, c) => s + product(i, j) * x[c], 0)).toBeCloseTo(b[a], 9);
    });
    columns[5] = columns[held[0]].map((v, t) => v - 2 * columns[held[1]][t]);
    expect(
      factor.append(
        Float64Array.from(held, (i) => product(5, i)),
        product(5, 5),
      ),
    ).toBe(false);
    expect(factor.size).toBe(held.length);
    factor.clear();
    expect(factor.size).toBe(0);
  });
});

describe("minimisers", () => {
  const rosenbrock = (x: Float64Array) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] * x[0]) ** 2;
  it("find Rosenbrock's valley", () => {
    const rough = nelderMead(rosenbrock, Float64Array.of(-1.2, 1), {tolerance: 1e-14});
    expect(rough.converged).toBe(true);
    expect(Math.abs(rough.x[0] - 1)).toBeLessThan(1e-4);
    const fine = bfgs(rosenbrock, Float64Array.of(-1.2, 1));
    expect(Math.abs(fine.x[1] - 1)).toBeLessThan(1e-4);
    const gradient = (x: Float64Array) =>
      Float64Array.of(-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]), 200 * (x[1] - x[0] * x[0]));
    const exact = bfgs(rosenbrock, Float64Array.of(-1.2, 1), {gradient, tolerance: 1e-15});
    expect(exact.value).toBeLessThan(1e-12);
    expect(exact.evaluations).toBeLessThan(fine.evaluations);
  });
  it("end at a limit, at a flat function, and beside values that are not finite", () => {
    expect(nelderMead(rosenbrock, Float64Array.of(-1.2, 1), {evaluations: 10}).converged).toBe(false);
    expect(bfgs(rosenbrock, Float64Array.of(-1.2, 1), {iterations: 2}).converged).toBe(false);
    expect(bfgs(() => 3, Float64Array.of(1, 2)).value).toBe(3);
    const half = (x: Float64Array) => (x[0] <= 0 ? Number.NaN : x[0] - Math.log(x[0]));
    expect(nelderMead(half, Float64Array.of(0.1)).x[0]).toBeCloseTo(1, 3);
    expect(bfgs(half, Float64Array.of(0.1)).x[0]).toBeCloseTo(1, 3);
  });
});
