import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  gramBlocks,
  inOwnUnits,
  mergeGrams,
  ridgeFromGram,
  ridgeLoo,
  squaredErrorFromGram,
} from "../../src/lib/models/linear/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** Rows in blocks, with weights, two targets and a categorical column; numbers far from 0. */
function rows(n: number, p: number, blocks: number, seed: number) {
  const random = stream(seed, "gram rows");
  const draw = (at: number) => Float64Array.from({length: n}, () => at + random.normal());
  return {
    x: Array.from({length: p}, (_, j) => draw(100 * j)),
    y: [draw(5), draw(-7)],
    w: Float64Array.from({length: n}, () => (random.uniform() < 0.2 ? 0 : random.uniform())),
    block: Int32Array.from({length: n}, () => random.integer(blocks + 1) - 1),
    codes: Int32Array.from({length: n}, () => random.integer(4) - 1),
  };
}

/** Σ w (a − ā)(b − b̄) of the rows of a set, as it is defined. */
function literal(columns: readonly ArrayLike<number>[], w: ArrayLike<number>, at: readonly number[]) {
  const weight = at.reduce((s, i) => s + w[i], 0);
  const mean = columns.map((c) => at.reduce((s, i) => s + w[i] * c[i], 0) / weight);
  const cross = columns.flatMap((a, j) =>
    columns.slice(0, j + 1).map((b, k) => at.reduce((s, i) => s + w[i] * (a[i] - mean[j]) * (b[i] - mean[k]), 0)),
  );
  return {weight, mean, cross};
}

const indicators = (codes: Int32Array, count: number) =>
  Array.from({length: count}, (_, level) => Float64Array.from(codes, (c) => (c === level ? 1 : 0)));

describe("gramBlocks", () => {
  it("are the weighted means and cross products of each block, indicators among them", () => {
    const {x, y, w, block, codes} = rows(700, 4, 3, 1);
    const other = codes.map((c, i) => (c + i) % 3);
    const groups = [
      {codes, count: 3},
      {codes: other, count: 3},
    ];
    const grams = gramBlocks(x, w, y, block, {groups});
    expect(grams).toHaveLength(3);
    const columns = [...x, ...indicators(codes, 3), ...indicators(other, 3), ...y];
    grams.forEach((gram, b) => {
      const at = [...block.keys()].filter((i) => block[i] === b);
      const wanted = literal(columns, w, at);
      expect(gram.rows).toBe(at.length);
      expect(gram.weight).toBeCloseTo(wanted.weight, 10);
      wanted.mean.forEach((v, j) => {
        expect(gram.mean[j]).toBeCloseTo(v, 10);
      });
      wanted.cross.forEach((v, e) => {
        expect(gram.cross[e], `entry ${e}`).toBeCloseTo(v, 8);
      });
    });
  });

  it("add up: the blocks of a set merged are those of its rows", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 60}),
        fc.integer({min: 1, max: 5}),
        fc.integer({min: 1, max: 99}),
        (n, b, seed) => {
          const {x, y, w, block} = rows(n, 3, b, seed);
          const merged = mergeGrams(gramBlocks(x, w, y, block, {blocks: b}));
          const [whole] = gramBlocks(
            x,
            w,
            y,
            block.map((k) => (k < 0 ? -1 : 0)),
            {blocks: 1},
          );
          expect(merged.rows).toBe(whole.rows);
          expect(merged.weight).toBeCloseTo(whole.weight, 10);
          whole.cross.forEach((v, e) => {
            expect(merged.cross[e]).toBeCloseTo(v, 8);
          });
          whole.mean.forEach((v, j) => {
            expect(merged.mean[j]).toBeCloseTo(v, 9);
          });
        },
      ),
      {seed: 1, numRuns: 60},
    );
  });

  it("keep their digits where blocks are far apart: the spread of one is not lost in the distance to the next", () => {
    const spread = [0, 1e-6, 2e-6, 5e-6];
    const x = Float64Array.from([...spread, ...spread.map((v) => 1e4 + v)]);
    const [near, far] = gramBlocks([x], null, [], Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1));
    const square = 14e-12; // Σ (v − 2e-6)²
    expect(near.cross[0] / square).toBeCloseTo(1, 9);
    expect(mergeGrams([near]).cross[0] / square).toBeCloseTo(1, 9);
    expect(mergeGrams([near, far]).cross[0] / 2e8).toBeCloseTo(1, 9);
  });

  it("without weight, and empty blocks, change nothing; wrong shapes are refused", () => {
    const x = [Float64Array.of(1, 2, 4, 9)];
    const grams = gramBlocks(x, Float64Array.of(1, 1, 0, 0), [], Int32Array.of(0, 0, 1, 1), {blocks: 3});
    expect(grams.map((g) => [g.rows, g.weight, g.mean[0]])).toEqual([
      [2, 2, 1.5],
      [2, 0, 0],
      [0, 0, 0],
    ]);
    expect(mergeGrams([grams[1], grams[0], grams[2]])).toEqual({...grams[0], rows: 4});
    expect(() => mergeGrams([])).toThrow("there are none to merge");
    expect(() => mergeGrams([grams[0], gramBlocks([...x, ...x], null, [], new Int32Array(4))[0]])).toThrow(
      "one has 2 columns, another 1",
    );
    expect(() => gramBlocks(x, null, [], new Int32Array(3))).toThrow("4 rows where the blocks have 3");
    expect(() => gramBlocks(x, null, [], Int32Array.of(0, 1, 2, 3), {blocks: 2})).toThrow(
      "invalid block; not in −1 … 1: 2",
    );
  });
});

/** Ridge by gradient of the definition: Gauss-Jordan on the raw design with an intercept, penalty in the sum's units. */
function refit(x: readonly Float64Array[], y: Float64Array, w: Float64Array, own: readonly number[], skip: number) {
  const columns = [...x, new Float64Array(y.length).fill(1)];
  const penalty = [...own, 0];
  const system = columns.map((a, j) => [
    ...columns.map((b, k) => {
      let sum = j === k ? penalty[j] : 0;
      for (let i = 0; i < y.length; i++) if (i !== skip) sum += w[i] * a[i] * b[i];
      return sum;
    }),
    a.reduce((sum, v, i) => sum + (i === skip ? 0 : w[i] * v * y[i]), 0),
  ]);
  const p = system.length;
  for (let j = 0; j < p; j++) {
    system[j] = system[j].map((v) => v / system[j][j]);
    for (let k = 0; k < p; k++) if (k !== j) system[k] = system[k].map((v, c) => v - system[k][j] * system[j][c]);
  }
  return system.map((row) => row[p]);
}

describe("ridgeFromGram", () => {
  it("fits several targets and penalties as the definition says, in either units", () => {
    const {x, y, w} = rows(120, 3, 1, 4);
    const near = x.map((c, j) => c.map((v) => v - 100 * j)); // so that the oracle's raw system is well conditioned
    const [gram] = gramBlocks(near, w, y, new Int32Array(120));
    const solve = ridgeFromGram(gram, 3);
    for (const penalty of [0, 0.1, 3])
      for (const target of [0, 1]) {
        const fit = solve(penalty, 3 + target);
        const own = Array.from(fit.sds, (sd) => penalty * gram.weight * sd * sd);
        const wanted = refit(near, y[target], w, own, -1);
        const {slopes, intercept} = inOwnUnits(fit);
        [...slopes, intercept].forEach((v, j) => {
          expect(v).toBeCloseTo(wanted[j], 10);
        });
        let error = 0;
        for (let i = 0; i < 120; i++)
          error += w[i] * (y[target][i] - intercept - slopes.reduce((s, b, j) => s + b * near[j][i], 0)) ** 2;
        expect(squaredErrorFromGram(gram, 3, fit, 3 + target)).toBeCloseTo(error, 8);
      }
  });

  it("leaves constant columns out, and refuses what has no solution", () => {
    const a = Float64Array.of(1, 2, 4, 9);
    const flat = new Float64Array(4).fill(1 / 3);
    const [gram] = gramBlocks([flat, a, a.map((v) => 2 * v)], null, [a], new Int32Array(4));
    const {weights, sds} = ridgeFromGram(gram, 3)(1);
    expect([sds[0], weights[0]]).toEqual([0, 0]);
    expect(weights[1]).toBeCloseTo(weights[2], 12);
    expect(() => ridgeFromGram(gram, 3)(0)).toThrow("column 2 is a combination of those before it");
    expect(() => ridgeFromGram(gram, 3)(-1)).toThrow("invalid penalty; not 0 or more: -1");
    const [none] = gramBlocks([a], new Float64Array(4), [a], new Int32Array(4));
    expect(() => ridgeFromGram(none, 1)).toThrow("none has weight");
    const [huge] = gramBlocks([a.map((v) => 1e200 * v)], null, [a], new Int32Array(4));
    expect(() => ridgeFromGram(huge, 1)).toThrow("invalid column 0; its squares overflow");
  });
});

describe("ridgeLoo", () => {
  it("are the errors of refits without each row, penalty and units held", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 5, max: 40}),
        fc.constantFrom(0.01, 0.3, 5),
        fc.integer({min: 1, max: 99}),
        (n, penalty, seed) => {
          const all = rows(n, 3, 1, seed);
          const x = all.x.map((c, j) => c.map((v) => v - 100 * j));
          const [y] = all.y;
          const w = all.w.map((v) => v + 0.1);
          const errors = ridgeLoo(x, y, w)(penalty);
          const [gram] = gramBlocks(x, w, [y], new Int32Array(n));
          const {sds} = ridgeFromGram(gram, 3)(penalty);
          const own = Array.from(sds, (sd) => penalty * gram.weight * sd * sd);
          for (let i = 0; i < n; i++) {
            const coefficients = refit(x, y, w, own, i);
            const predicted = coefficients[3] + x.reduce((s, c, j) => s + coefficients[j] * c[i], 0);
            expect(errors[i]).toBeCloseTo(y[i] - predicted, 8);
          }
        },
      ),
      {seed: 1, numRuns: 25},
    );
  });

  it("of a row of weight 0 is its plain error; of one that alone carries a feature, finite while there is a penalty", () => {
    const x = [Float64Array.of(0, 0, 0, 1)];
    const y = Float64Array.of(1, 2, 3, 10);
    expect(ridgeLoo(x, y, Float64Array.of(1, 1, 1, 0))(1)[3]).toBe(8);
    expect(ridgeLoo(x, y, new Float64Array(4).fill(1))(0)[3]).toBe(Number.POSITIVE_INFINITY);
    expect(ridgeLoo(x, y, new Float64Array(4).fill(1))(0.5)[3]).toBeCloseTo(8, 10); // without it the feature is flat
  });
});
