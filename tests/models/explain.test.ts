import {describe, expect, it} from "vitest";
import {
  accumulatedLocalEffects,
  companionOf,
  dependence,
  partialDependence,
  summariseContributions,
} from "../../src/lib/models/explain/index.ts";
import type {Design, Explanation} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const design = (columns: Record<string, ArrayLike<number>>, own?: Design["levels"]): Design => ({
  rows: Object.values(columns)[0].length,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
  ...(own && {levels: own}),
});

/** A model that is a function of a row. */
const predictor = (f: (...row: number[]) => number) => (x: Design) =>
  Float64Array.from({length: x.rows}, (_, i) => f(...x.columns.map((column) => column[i])));

function correlated(rows = 400) {
  const random = stream(1, "ale");
  const a = Float64Array.from({length: rows}, () => random.normal());
  return design({a, b: a.map((v) => 0.95 * v + 0.3 * random.normal())});
}

describe("accumulated local effects", () => {
  it("of an additive function are its parts less their mean, exactly, however correlated the features are", () => {
    const x = correlated();
    const part = (v: number) => v * v * v - 2 * v;
    const predict = predictor((a, b) => 7 + part(a) + Math.exp(b));
    for (const [feature, f] of [
      ["a", part],
      ["b", Math.exp],
    ] as const) {
      const {edges, effects, rows, missing} = accumulatedLocalEffects({predict, x, feature, bins: 25});
      expect([edges.length, missing]).toEqual([26, 0]);
      effects.forEach((effect, k) => {
        expect(effect - effects[0]).toBeCloseTo(f(edges[k]) - f(edges[0]), 11);
      });
      const centre = rows.reduce((sum, n, k) => sum + (n * (effects[k] + effects[k + 1])) / 2, 0);
      expect(centre).toBeCloseTo(0, 8);
      expect([...rows]).toEqual(new Array(25).fill(16)); // 400 rows without ties in 25 intervals
    }
  });

  it("of a product are what algebra says, interval by interval: the mean of the other feature among the rows there", () => {
    const x = correlated();
    const {edges, effects} = accumulatedLocalEffects({predict: predictor((a, b) => a * b), x, feature: "a", bins: 10});
    for (let k = 0; k < 10; k++) {
      const there = [...x.columns[0].keys()].filter(
        (i) => x.columns[0][i] <= edges[k + 1] && (k === 0 || x.columns[0][i] > edges[k]),
      );
      const mean = there.reduce((sum, i) => sum + x.columns[1][i], 0) / there.length;
      expect(effects[k + 1] - effects[k]).toBeCloseTo((edges[k + 1] - edges[k]) * mean, 12);
    }
  });

  it("leaves missing values out, merges ties, and is 0 for a constant", () => {
    const predict = predictor((a) => 3 * a);
    const x = design({a: [1, 1, 1, 2, Number.NaN, 4], flat: [5, 5, 5, 5, 5, 5]});
    const found = accumulatedLocalEffects({predict, x, feature: "a", bins: 5});
    expect(found).toMatchObject({edges: Float64Array.of(1, 2, 4), rows: Int32Array.of(4, 1), missing: 1});
    expect([...found.effects]).toEqual([-2.4, 0.6, 6.6].map((v) => expect.closeTo(v, 12)));
    expect(accumulatedLocalEffects({predict, x, feature: "flat"}).effects).toEqual(Float64Array.of(0));
  });

  it("refuses what has no order, no value or no name", () => {
    const predict = predictor((a) => a);
    const x = design({a: [0, 1], gone: [Number.NaN, Number.NaN]}, {a: ["u", "v"]});
    const attempt = (feature: string, bins?: number) => () => accumulatedLocalEffects({predict, x, feature, bins});
    expect(attempt("a")).toThrow('"a" is categorical and has no order: use partialDependence');
    expect(attempt("gone")).toThrow('"gone" is missing in every row');
    expect(attempt("other")).toThrow('there is no "other", there are: a, gone');
    expect(attempt("gone", 0)).toThrow("invalid bins; not 1 or more: 0");
  });
});

describe("partial dependence", () => {
  it("is the mean prediction with one feature set: of a product, the value times the mean of the other", () => {
    const x = correlated();
    const mean = x.columns[1].reduce((sum, v) => sum + v, 0) / x.rows;
    const {values, means, levels: none} = partialDependence({predict: predictor((a, b) => a * b), x, feature: "a"});
    expect([values.length, none]).toEqual([21, null]);
    means.forEach((value, k) => {
      expect(value).toBeCloseTo(values[k] * mean, 12);
    });
  });

  it("takes every level of a categorical feature", () => {
    const x = design({day: [0, 0, 1], a: [1, 2, 3]}, {day: ["mon", "tue", "wed"]});
    const found = partialDependence({predict: predictor((day, a) => 10 * day + a), x, feature: "day"});
    expect(found).toEqual({
      feature: "day",
      values: Float64Array.of(0, 1, 2),
      levels: ["mon", "tue", "wed"],
      means: Float64Array.of(2, 12, 22),
    });
    const gone = design({a: [Number.NaN]});
    expect(() => partialDependence({predict: predictor((a) => a), x: gone, feature: "a"})).toThrow(
      "missing in every one of 1 rows",
    );
    expect(() => partialDependence({predict: predictor((a) => a), x, feature: "a", points: 0})).toThrow(
      "invalid points",
    );
  });
});

describe("a summary of contributions", () => {
  const x = design(
    {up: [1, 2, 3, 4, 5], down: [1, 2, 3, 4, 5], none: [1, 2, 3, 4, 5], kind: [0, 1, 0, 1, 0]},
    {kind: ["u", "v"]},
  );
  const explanation: Explanation = {
    base: 0,
    columns: [
      [-2, -1, 0, 1, 2],
      [4, 2, 0, -2, -4],
      [0, 0, 0, 0, 0],
      [1, -1, 1, -1, 1],
    ].map((c) => Float64Array.from(c)),
  };

  it("ranks by mean size, with shares, quantiles and direction", () => {
    const found = summariseContributions(explanation, x);
    expect(found.map(({name}) => name)).toEqual(["down", "up", "kind", "none"]);
    expect(found[0]).toEqual({
      name: "down",
      meanAbsolute: 2.4,
      share: expect.closeTo(2.4 / 4.6, 12),
      quantiles: [-3.6, -2, 0, 2, expect.closeTo(3.6, 12)], // type 7: p of the way from the 1st to the 5th
      direction: -1,
    });
    expect(found[1].direction).toBe(1);
    expect(found[2].direction).toBeNaN(); // no order
    expect(found[3]).toMatchObject({meanAbsolute: 0, share: 0, direction: Number.NaN});
    expect(found.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 14);
  });

  it("refuses an explanation of another design, or of nothing", () => {
    expect(() => summariseContributions({base: 0, columns: explanation.columns.slice(1)}, x)).toThrow(
      "not of 4 features and 5 rows",
    );
    expect(() => summariseContributions({base: 0, columns: [new Float64Array(0)]}, design({a: []}))).toThrow(
      "it has no rows",
    );
  });
});

describe("a dependence table", () => {
  it("bins values by equal numbers, the missing apart, with mean and quartiles", () => {
    const x = design({a: [3, 1, 2, Number.NaN, 4, Number.NaN]});
    const columns = [Float64Array.of(30, 10, 20, -1, 50, -3)];
    const {bins, values, contributions, levels: none} = dependence({base: 0, columns}, x, "a", 2);
    expect([values, contributions, none]).toEqual([x.columns[0], columns[0], null]);
    expect(bins).toEqual([
      {from: 1, to: 2, rows: Int32Array.of(1, 2), mean: 15, p25: 12.5, p75: 17.5},
      {from: 3, to: 4, rows: Int32Array.of(0, 4), mean: 40, p25: 35, p75: 45},
      {from: null, to: null, rows: Int32Array.of(3, 5), mean: -2, p25: -2.5, p75: -1.5},
    ]);
  });

  it("has a bin a level that occurs, and one for a constant", () => {
    const x = design({kind: [2, 0, 2], flat: [7, 7, 7]}, {kind: ["u", "v", "w"]});
    const columns = [Float64Array.of(1, 2, 3), Float64Array.of(0, 0, 0)];
    const kind = dependence({base: 0, columns}, x, "kind");
    expect(kind.levels).toEqual(["u", "v", "w"]);
    expect(kind.bins.map(({from, rows, mean}) => [from, [...rows], mean])).toEqual([
      [0, [1], 2],
      [2, [0, 2], 2],
    ]);
    expect(dependence({base: 0, columns}, x, "flat").bins).toMatchObject([{from: 7, to: 7, mean: 0}]);
    const tied = Float64Array.of(0, 0, 0, 0, 1, 1, 2, 9); // 0 is more than a quarter of the rows: a bin of its own
    const many = {rows: 8, names: ["t"], columns: [tied]};
    const own = dependence({base: 0, columns: [tied]}, many, "t", 4).bins;
    expect(own.map(({from, to, rows}) => [from, to, rows.length])).toEqual([
      [0, 0, 4],
      [1, 1, 2],
      [2, 9, 2],
    ]);
    expect(() => dependence({base: 0, columns}, x, "flat", 0)).toThrow("invalid bins");
  });

  it("finds the feature that an interaction is with, and none in an additive function", () => {
    const random = stream(3, "companion");
    const draw = () => Float64Array.from({length: 2000}, () => random.normal());
    const x = design({a: draw(), b: draw(), c: draw(), kind: draw().map((v) => (v > 0 ? 1 : 0))}, {kind: ["u", "v"]});
    const of = (f: (i: number) => number) => {
      const columns = x.columns.map((_, j) => Float64Array.from({length: x.rows}, (_, i) => (j === 0 ? f(i) : 0)));
      return companionOf(dependence({base: 0, columns}, x, "a"), x);
    };
    const [a, b] = x.columns;
    expect(of((i) => a[i] * b[i])).toMatchObject({name: "b"});
    expect(of((i) => a[i] * b[i])!.strength).toBeGreaterThan(0.7);
    expect(of((i) => random.normal() + a[i])!.strength).toBeLessThan(0.2); // chance: 0.8 / √100
    expect(of(() => 1)).toBeNull();
  });
});
