import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {medianPresent} from "../../src/lib/models/design.ts";
import {choleskyInPlace, choleskySolve} from "../../src/lib/models/linear/cholesky.ts";
import {addColumns, dotColumns} from "../../src/lib/models/linear/columns.ts";
import {filledColumns, fitEncoding} from "../../src/lib/models/linear/encoding.ts";
import {packed} from "../../src/lib/models/linear/gram.ts";
import {crossing} from "../../src/lib/models/linear/line-search.ts";
import {missingPatterns} from "../../src/lib/models/linear/missing-patterns.ts";
import {
  modelMatrix,
  multiply,
  termsOfRow,
  transposeMultiply,
  weightedGram,
} from "../../src/lib/models/linear/model-matrix.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {mixedRows, weighted} from "./linear-cases.ts";

describe("encoding", () => {
  const {x, weights} = mixedRows(150, 2);
  const encoding = fitEncoding(x, weights);

  it("has a term for each number and each level seen, with weighted means and deviations of the filled columns", () => {
    const filled = filledColumns(x, encoding);
    encoding.terms.forEach(({mean, sd}, t) => {
      const centre = weighted(filled[t], weights);
      expect(mean).toBeCloseTo(centre, 12);
      expect(sd).toBeCloseTo(
        Math.sqrt(
          weighted(
            filled[t].map((v) => (v - centre) ** 2),
            weights,
          ),
        ),
        12,
      );
    });
    expect(encoding.levels).toEqual({trader: ["T0", "T1", "T2", "T3"], symbol: ["CL", "ES", "NQ"]});
    const share = (level: string) => {
      const codes = x.columns[3];
      const present = weights.map((v, i) => (Number.isNaN(codes[i]) ? 0 : v));
      return weighted(
        codes.map((v) => (x.levels!.symbol[v] === level ? 1 : 0)),
        present,
      );
    };
    for (const term of encoding.terms.slice(-3))
      expect(term.fill).toBeCloseTo(share(encoding.levels.symbol[term.level]), 12);
    expect(filled[5].every((v) => v === 0 || v === 1)).toBe(true); // no trader is missing
  });

  it("multiplies as the dense matrix of its standardised terms would", () => {
    const matrix = modelMatrix(x, encoding);
    const filled = filledColumns(x, encoding);
    const z = [...matrix.of].map((t) => filled[t].map((v) => (v - encoding.terms[t].mean) / encoding.terms[t].sd));
    expect(z).toHaveLength(9);
    const random = stream(3, "matrix");
    const beta = Float64Array.from(z, () => random.normal());
    const v = Float64Array.from({length: 150}, () => (random.uniform() < 0.3 ? 0 : random.uniform()));
    multiply(matrix, beta, 0.7).forEach((found, i) => {
      expect(found).toBeCloseTo(0.7 + z.reduce((s, c, j) => s + beta[j] * c[i], 0), 11);
    });
    transposeMultiply(matrix, v).forEach((found, j) => {
      expect(found).toBeCloseTo(
        z[j].reduce((s, c, i) => s + c * v[i], 0),
        11,
      );
    });
    const extra = Float64Array.from({length: 150}, () => random.normal());
    const columns = [...z, new Float64Array(150).fill(1), extra];
    const gram = weightedGram(matrix, v, [extra]);
    columns.forEach((p, j) => {
      columns.slice(0, j + 1).forEach((q, k) => {
        expect(gram[packed(j, k)], `${j}, ${k}`).toBeCloseTo(
          p.reduce((s, c, i) => s + v[i] * c * q[i], 0),
          10,
        );
      });
    });
    for (const row of [0, 7, 149])
      termsOfRow(matrix, row).forEach((found, j) => {
        expect(found).toBeCloseTo(z[j][row], 12);
      });
  });
});

describe("columns", () => {
  it("are added and multiplied as one at a time would, for any number of them", () => {
    const random = stream(1, "columns");
    for (let p = 0; p < 10; p++) {
      const columns = Array.from({length: p}, () => Float64Array.from({length: 37}, () => random.normal()));
      const v = Float64Array.from({length: 37}, () => random.normal());
      const factors = Float64Array.from(columns, () => random.normal());
      const into = v.slice();
      addColumns(columns, factors, into);
      into.forEach((found, i) => {
        expect(found).toBeCloseTo(v[i] + columns.reduce((s, c, j) => s + factors[j] * c[i], 0), 12);
      });
      const products = new Float64Array(p);
      dotColumns(columns, v, products);
      products.forEach((found, j) => {
        expect(found).toBeCloseTo(
          columns[j].reduce((s, c, i) => s + c * v[i], 0),
          12,
        );
      });
    }
  });
});

describe("cholesky", () => {
  it("solves what it has decomposed, and names the first column that depends on others", () => {
    const random = stream(2, "cholesky");
    const n = 7;
    const half = Array.from({length: n}, () => Float64Array.from({length: 12}, () => random.normal()));
    const a = new Float64Array((n * (n + 1)) / 2);
    for (let j = 0; j < n; j++)
      for (let k = 0; k <= j; k++) a[packed(j, k)] = half[j].reduce((s, v, i) => s + v * half[k][i], 0);
    const x = Float64Array.from({length: n}, () => random.normal());
    const b = Float64Array.from({length: n}, (_, j) => x.reduce((s, v, k) => s + v * a[packed(j, k)], 0));
    expect(choleskyInPlace(a, n)).toBe(-1);
    choleskySolve(a, n, b);
    b.forEach((v, j) => {
      expect(v).toBeCloseTo(x[j], 10);
    });
    expect(choleskyInPlace(Float64Array.of(1, 2, 4, 0, 0, 1), 3)).toBe(1);
    expect(choleskyInPlace(Float64Array.of(0), 1)).toBe(0);
  });
});

describe("crossing", () => {
  it("finds where a derivative with kinks turns positive", () => {
    const kinks = (t: number) => -3 + (t > 2 ? 1 : 0) + (t > 5 ? 4 : 0);
    expect(crossing(kinks)).toBeCloseTo(5, 6);
    expect(crossing((t) => t - 100)).toBeCloseTo(100, 0);
    expect(crossing(kinks, 1.5)).toBe(1.5);
    expect(crossing(() => 1)).toBe(0);
    expect(crossing(() => Number.NaN)).toBe(0);
  });
});

describe("missingPatterns", () => {
  it("has each pattern once, and none for what is whole", () => {
    const hole = (...at: number[]) => Float64Array.from({length: 6}, (_, i) => (at.includes(i) ? Number.NaN : i));
    const {masks, of} = missingPatterns([hole(1), hole(), hole(2, 3), hole(1), hole(0, 1, 2, 3, 4, 5), hole(3, 2)]);
    expect([...of]).toEqual([0, -1, 1, 0, 2, 1]);
    expect(masks.map((m) => m.join(""))).toEqual(["010000", "001100", "111111"]);
  });
});

describe("medianPresent", () => {
  it("is the median of what is there, for short and long columns, ties and order", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 5000}),
        fc.constantFrom("plain", "ties", "sorted", "periodic"),
        fc.integer(),
        (n, kind, seed) => {
          const random = stream(seed, "median");
          let column = Float64Array.from({length: n}, (_, i) => {
            if (random.uniform() < 0.1) return Number.NaN;
            return kind === "ties" ? random.integer(3) : kind === "periodic" ? i % 17 : random.normal();
          });
          if (kind === "sorted") column = column.sort();
          const sorted = [...column].filter((v) => !Number.isNaN(v)).sort((p, q) => p - q);
          const m = sorted.length;
          const wanted = m === 0 ? 0 : (sorted[Math.floor((m - 1) / 2)] + sorted[Math.floor(m / 2)]) / 2;
          expect(medianPresent(column)).toBe(wanted + 0);
        },
      ),
      {seed: 1, numRuns: 150},
    );
  });
});
