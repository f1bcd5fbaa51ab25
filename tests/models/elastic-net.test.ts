import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {coefficientPath, fromJSON, learner} from "../../src/lib/models/elastic-net.ts";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, keepsTheContract, mixedRows, standardise, weighted} from "./linear-cases.ts";

const options = (days: Int32Array, weights?: Float64Array) => ({days, weights, random: stream(1, "unused")});

/** Columns of which some are near copies of others, a sparse truth, weights. */
function sample(rows: number, p: number, seed: number) {
  const random = stream(seed, "elastic net");
  const columns: Float64Array[] = [];
  for (let j = 0; j < p; j++)
    columns.push(
      Float64Array.from(
        {length: rows},
        (_, i) => (j % 3 === 2 ? 0.9 * columns[j - 1][i] : 0) + random.normal() * (j + 1),
      ),
    );
  const y = columns[0].map((v, i) => 4 + v - (p > 4 ? columns[4][i] / 5 : 0) + random.normal());
  const w = Float64Array.from({length: rows}, () => random.uniform() + 0.1);
  const x = design(Object.fromEntries(columns.map((c, j) => [`x${j}`, c])));
  return {x, y, w, days: Int32Array.from({length: rows}, (_, i) => i >> 1)};
}

const soft = (v: number, by: number) => Math.sign(v) * Math.max(0, Math.abs(v) - by);

describe("elastic net", () => {
  it("on orthonormal columns is soft thresholding, and shrinks by 1 / (1 + the ridge part)", () => {
    // Walsh functions: mean 0, variance 1, uncorrelated.
    const walsh = [1, 2, 4, 3, 5].map((k) =>
      Float64Array.from({length: 32}, (_, i) => {
        let bits = k & i;
        let sign = 1;
        for (; bits > 0; bits >>= 1) if (bits & 1) sign = -sign;
        return sign;
      }),
    );
    const truth = [2, -1, 0.5, 0.1, 0];
    const y = Float64Array.from({length: 32}, (_, i) => 7 + truth.reduce((s, b, j) => s + b * walsh[j][i], 0));
    const x = design(Object.fromEntries(walsh.map((c, j) => [`x${j}`, c])));
    for (const [l1Ratio, penalty] of [
      [1, 0.2],
      [0.5, 0.1],
      [0.25, 0.9],
    ]) {
      const model = learner.fit(x, y, {...options(new Int32Array(32)), settings: {l1Ratio, penalty}});
      const lambda = (penalty * 2) / l1Ratio; // the largest covariance is 2
      expect(model.summary().chosen.penalty).toBeCloseTo(lambda, 12);
      truth.forEach((b, j) => {
        expect(model.summary().weights[`x${j}`]).toBeCloseTo(
          soft(b, lambda * l1Ratio) / (1 + lambda * (1 - l1Ratio)),
          12,
        );
      });
      expect(model.summary().chosen.active).toBe(truth.filter((b) => Math.abs(b) > lambda * l1Ratio).length);
    }
  });

  it("meets the conditions of a minimum at every penalty of the path, weighted, with near copies and p > n", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 6, max: 60}),
        fc.integer({min: 1, max: 20}),
        fc.constantFrom(0.05, 0.5, 1),
        fc.integer({min: 1, max: 99}),
        (rows, p, l1Ratio, seed) => {
          const {x, y, w, days} = sample(rows, p, seed);
          const model = learner.fit(x, y, {...options(days, w), settings: {l1Ratio}});
          const path = coefficientPath(model.toJSON());
          const z = Object.values(
            standardise(Object.fromEntries(x.names.map((name, j) => [name, [...x.columns[j]]])), w),
          );
          const centre = weighted(y, w);
          const scale = Math.sqrt(
            weighted(
              y.map((v) => (v - centre) ** 2),
              w,
            ),
          );
          expect(path.penalties).toHaveLength(100);
          path.penalties.forEach((penalty, k) => {
            const beta = path.weights[k];
            const residual = y.map((v, i) => v - centre - z.reduce((s, c, j) => s + c[i] * beta[j], 0));
            z.forEach((c, j) => {
              const slope =
                weighted(
                  residual.map((r, i) => r * c[i]),
                  w,
                ) -
                penalty * (1 - l1Ratio) * beta[j];
              if (beta[j] !== 0)
                expect(Math.abs(slope - Math.sign(beta[j]) * penalty * l1Ratio)).toBeLessThan(1e-10 * scale);
              else expect(Math.abs(slope)).toBeLessThan(penalty * l1Ratio + 1e-10 * scale);
            });
          });
          expect(path.weights[0].every((b) => Math.abs(b) < 1e-12)).toBe(true);
        },
      ),
      {seed: 1, numRuns: 40},
    );
  });

  it("splits what copies share: their sum is what one of them would have had with half the ridge part", () => {
    const {x, y, days} = sample(60, 1, 3);
    const [a] = x.columns;
    const one = learner.fit(design({a}), y, {...options(days), settings: {l1Ratio: 1, penalty: 0.3}});
    const two = learner.fit(design({a, b: a}), y, {...options(days), settings: {l1Ratio: 1, penalty: 0.3}});
    const {a: first, b: second} = two.summary().weights;
    expect(first + second).toBeCloseTo(one.summary().weights.a, 10); // lasso: any split is a minimum
    const net = learner.fit(design({a, b: a}), y, {...options(days), settings: {l1Ratio: 0.5, penalty: 0.3}});
    expect(net.summary().weights.a).toBeCloseTo(net.summary().weights.b, 10); // the ridge part makes it even
  });

  it("chooses the penalty that predicts later days best: the same as a literal loop of fits", () => {
    const {x, y, w, days} = sample(96, 6, 5);
    const model = learner.fit(x, y, options(days, w));
    const {penalties, loss, chosen} = coefficientPath(model.toJSON());
    const literal = new Float64Array(penalties.length);
    let total = 0;
    for (const {train, test} of innerSplits(days, 5)) {
      const part = (rows: Int32Array) => ({
        ...x,
        rows: rows.length,
        columns: x.columns.map((c) => Float64Array.from(rows, (i) => c[i])),
      });
      const top = learner
        .fit(
          part(train),
          Float64Array.from(train, (i) => y[i]),
          {
            ...options(
              Int32Array.from(train, (i) => days[i]),
              Float64Array.from(train, (i) => w[i]),
            ),
            settings: {penalty: 1},
          },
        )
        .summary().chosen.penalty;
      penalties.forEach((penalty, k) => {
        if (k % 9 !== 0) return; // a fit each
        const fitted = learner.fit(
          part(train),
          Float64Array.from(train, (i) => y[i]),
          {
            ...options(
              Int32Array.from(train, (i) => days[i]),
              Float64Array.from(train, (i) => w[i]),
            ),
            settings: {penalty: Math.min(1, penalty / top)},
          },
        );
        const predicted = fitted.predict(part(test));
        test.forEach((i, r) => {
          literal[k] += w[i] * (y[i] - predicted[r]) ** 2;
        });
      });
      for (const i of test) total += w[i];
    }
    penalties.forEach((_, k) => {
      if (k % 9 === 0) expect(loss[k]).toBeCloseTo(literal[k] / total, 9);
    });
    expect(chosen).toBe(penalties[loss.indexOf(Math.min(...loss))]);
    expect(chosen).toBe(model.summary().chosen.penalty);
  });

  it("shuts out noise and keeps a signal", () => {
    const {x, y, days} = sample(300, 12, 8);
    const {weights, chosen} = learner.fit(x, y, {...options(days), settings: {l1Ratio: 1}}).summary();
    expect(weights.x0).toBeGreaterThan(0.8);
    expect(weights.x4).toBeLessThan(-0.7);
    expect(chosen.active).toBeLessThan(9);
  });

  it("gives a page the path with the names of its terms, also after saving; and refuses a damaged one", () => {
    const {x, y, weights, days} = mixedRows(120);
    const model = learner.fit(x, y, options(days, weights));
    const saved = JSON.parse(JSON.stringify(model.toJSON()));
    const path = coefficientPath(saved);
    expect(path.names).toEqual([
      "a",
      "b",
      "flat",
      "gone",
      "trader=T0",
      "trader=T1",
      "trader=T2",
      "trader=T3",
      "symbol=CL",
      "symbol=ES",
      "symbol=NQ",
    ]);
    const at = path.penalties.indexOf(path.chosen);
    expect(Object.fromEntries(path.names.map((name, t) => [name, path.weights[at][t]]))).toEqual(
      model.summary().weights,
    );
    expect(() => coefficientPath({...saved, path: {...saved.path, penalties: [1]}})).toThrow("path of a");
    expect(() => coefficientPath({...saved, path: {...saved.path, loss: [1]}})).toThrow("path of a");
    const constant = learner.fit(x, new Float64Array(120).fill(3), options(days));
    expect(coefficientPath(constant.toJSON()).penalties).toEqual([]);
  });
});

describe("elastic net: the contract", () => keepsTheContract({learner, fromJSON}));
