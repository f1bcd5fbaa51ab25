import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {applyBins, type BinnedDesign, fitBins, thresholdAfter} from "../../src/lib/models/trees/bins.ts";
import {middle} from "../../src/lib/models/trees/bins-cuts.ts";
import {orderedKeys, sortKeys, upperBound, valuesOfKeys} from "../../src/lib/models/trees/bins-keys.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const one = (...values: number[]): Design => ({
  rows: values.length,
  names: ["x"],
  columns: [Float64Array.from(values)],
});
const binsOf = ({bins, rows}: BinnedDesign, feature = 0) => [...bins.subarray(feature * rows, (feature + 1) * rows)];
const normals = (n: number, seed = 1) => {
  const random = stream(seed, "bins");
  return Float64Array.from({length: n}, () => random.normal());
};

/** What a column may hold: all sizes, both signs, ties, zeros of both signs, missing. */
const value = fc.oneof(
  fc.double({noNaN: true, noDefaultInfinity: true}),
  fc.double({min: -3, max: 3, noNaN: true}),
  fc.integer({min: -3, max: 3}),
  fc.constantFrom(Number.NaN, 0, -0, 1e-45, -1e-45, 3.4e38, -3.4e38, 1e300, -1e300),
);

describe("bins of numbers", () => {
  it("part values exactly as the thresholds do: bin ≤ b where Math.fround(v) < cuts[b]", () => {
    fc.assert(
      fc.property(
        fc.array(value, {maxLength: 60}),
        fc.array(value, {maxLength: 40}),
        fc.integer({min: 2, max: 30}),
        (fitted, other, bins) => {
          const {features} = fitBins(one(...fitted), {bins});
          const [{cuts, bins: count}] = features;
          for (let b = 1; b < cuts.length; b++) expect(cuts[b]).toBeGreaterThan(cuts[b - 1]);
          expect(cuts.every((c) => Number.isFinite(c) && Math.fround(c) === c)).toBe(true);
          expect(count).toBeLessThanOrEqual(bins);
          const values = [...fitted, ...other];
          const found = binsOf(applyBins(one(...values), {names: ["x"], features}));
          values.forEach((v, i) => {
            if (Number.isNaN(v)) expect(found[i]).toBe(count);
            else {
              expect(found[i]).toBeLessThanOrEqual(Math.max(0, count - 1));
              expect([...cuts].map((_, b) => found[i] <= b)).toEqual([...cuts].map((cut) => Math.fround(v) < cut));
            }
          });
        },
      ),
    );
  });

  it("give every value its own where there are few, with thresholds in the middle", () => {
    const {features} = fitBins(one(3, 1, Number.NaN, 1, 2, -4, 3, 0, -0));
    expect(features[0]).toEqual({bins: 5, cuts: Float64Array.of(-2, 0.5, 1.5, 2.5)});
    expect(binsOf(applyBins(one(-9, -4, 0, 1, 2.4, 99, Number.NaN), {names: ["x"], features}))).toEqual([
      0, 0, 1, 2, 3, 4, 5,
    ]);
    const next = 1.0000001192092896; // the 32-bit float after 1: nothing lies between
    expect([...fitBins(one(1, next)).features[0].cuts]).toEqual([next]);
    expect(middle(-3.4e38, 3.4e38)).toBe(0);
    expect(middle(3e38, 3.2e38)).toBe(Math.fround(3.1e38));
  });

  it("hold about equal numbers of rows where there are many values", () => {
    const column = normals(10_000);
    const x = {rows: column.length, names: ["x"], columns: [column]};
    for (const bins of [2, 16, 255]) {
      const binned = applyBins(x, fitBins(x, {bins}));
      const counts = new Float64Array(bins);
      for (const b of binned.bins) counts[b]++;
      expect(Math.min(...counts)).toBeGreaterThan(10_000 / bins - 2);
      expect(Math.max(...counts)).toBeLessThan(10_000 / bins + 2);
    }
  });

  it("hold about equal weight where rows have weights; rows without weight make none", () => {
    const column = Float64Array.from({length: 1000}, (_, i) => i);
    const x = {rows: 1000, names: ["x"], columns: [column]};
    const weights = column.map((v) => (v < 500 ? 9 : 1));
    const {cuts} = fitBins(x, {bins: 10, weights}).features[0];
    expect(cuts.length).toBe(9);
    cuts.forEach((cut, k) => {
      const below = (v: number) => (v < 500 ? 9 * v : 4500 + (v - 500));
      expect(Math.abs(below(cut) - 500 * (k + 1))).toBeLessThan(9);
    });
    const few = fitBins(x, {bins: 10, weights: column.map((v) => (v % 250 === 0 ? 1 : 0))});
    expect([...few.features[0].cuts]).toEqual([125, 375, 625]);
  });

  it("a value that fills bins alone takes one, and the others share the rest", () => {
    const column = Float64Array.from({length: 2000}, (_, i) => (i < 1000 ? 0 : i - 1499.5));
    const {bins, cuts} = fitBins({rows: 2000, names: ["x"], columns: [column]}, {bins: 11}).features[0];
    expect(bins).toBe(11);
    const alone = [...cuts].filter((c) => Math.abs(c) < 1);
    expect(alone).toEqual([-0.25, 0.25]);
  });

  it("one bin a value, however many, where splits are to be exact", () => {
    const column = normals(3000);
    const x = {rows: 3000, names: ["x"], columns: [column]};
    const binning = fitBins(x, {exact: true});
    const distinct = [...new Set(Float32Array.from(column))].sort((a, b) => a - b);
    expect([...binning.features[0].values!]).toEqual(distinct);
    const binned = applyBins(x, binning);
    expect(binned.bins).toBeInstanceOf(Uint16Array);
    expect(binsOf(binned)).toEqual(Array.from(column, (v) => distinct.indexOf(Math.fround(v))));
  });

  it("nothing to part: all missing, one value, no rows", () => {
    expect(fitBins(one(Number.NaN, Number.NaN)).features[0]).toEqual({bins: 0, cuts: new Float64Array(0)});
    expect(binsOf(applyBins(one(Number.NaN, 5), fitBins(one(Number.NaN))))).toEqual([0, 0]);
    expect(fitBins(one(7, 7, Number.NaN)).features[0].bins).toBe(1);
    expect(fitBins(one()).features[0].bins).toBe(0);
    expect(applyBins(one(), fitBins(one(1, 2))).bins).toHaveLength(0);
  });

  it("bins of a first window see no later row, and serve them", () => {
    const column = normals(500);
    const first = Int32Array.from({length: 200}, (_, i) => i);
    const x = {rows: 500, names: ["x"], columns: [column]};
    const rewritten = {...x, columns: [column.map((v, i) => (i < 200 ? v : -1e6 * v))]};
    expect(fitBins(rewritten, {rows: first, bins: 20})).toEqual(fitBins(x, {rows: first, bins: 20}));
    const alone = fitBins({rows: 200, names: ["x"], columns: [column.slice(0, 200)]}, {bins: 20});
    expect(fitBins(x, {rows: first, bins: 20})).toEqual(alone);
    const shared = applyBins(x, alone, {shared: true});
    expect(shared.bins.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(binsOf(shared)).toEqual(binsOf(applyBins(x, alone)));
  });

  it("thresholds of the outermost cuts part missing values from all others", () => {
    const feature = fitBins(one(1, 2, 3)).features[0];
    expect([-1, 0, 1, 2].map((cut) => thresholdAfter(feature, cut))).toEqual([
      -3.4028234663852886e38, 1.5, 2.5, 3.4028234663852886e38,
    ]);
  });

  it("refuses numbers of bins that there cannot be", () => {
    for (const bins of [1, 0, -1, 2.5, 65_535, Number.NaN])
      expect(() => fitBins(one(1), {bins})).toThrow(/not a whole number from 2 to 65534/);
    const many = {rows: 70_000, names: ["x"], columns: [Float64Array.from({length: 70_000}, (_, i) => i)]};
    expect(() => fitBins(many, {exact: true})).toThrow(/"x" has more than 65534 distinct values/);
    expect(() => applyBins(one(1), fitBins({...one(1), names: ["other"]}))).toThrow(/the bins are of other, not of x/);
  });
});

describe("bins of levels", () => {
  const x: Design = {
    rows: 4,
    names: ["size", "symbol"],
    columns: [Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 0, Number.NaN, 1)],
    levels: {symbol: ["AAA", "BBB", "CCC"]},
  };

  it("are the levels, matched by their text; one that is not there is missing", () => {
    const binning = fitBins(x);
    expect(binning.features[1]).toEqual({bins: 3, cuts: new Float64Array(0), levels: ["AAA", "BBB", "CCC"]});
    expect(binsOf(applyBins(x, binning), 1)).toEqual([2, 0, 3, 1]);
    const other = {...x, levels: {symbol: ["CCC", "NEW", "AAA"]}};
    expect(binsOf(applyBins(other, binning), 1)).toEqual([0, 2, 3, 3]);
  });

  it("more than a byte can tell apart take two", () => {
    const levels = {symbol: Array.from({length: 300}, (_, k) => `S${k}`)};
    const many = {...x, columns: [x.columns[0], Float64Array.of(299, 255, Number.NaN, 0)], levels};
    const binned = applyBins(many, fitBins(many));
    expect(binned.bins).toBeInstanceOf(Uint16Array);
    expect(binsOf(binned, 1)).toEqual([299, 255, 300, 0]);
  });

  it("refuses what is not the same", () => {
    expect(() => applyBins({...x, levels: {}}, fitBins(x))).toThrow(/"symbol" is a number/);
    expect(() => applyBins(x, fitBins({...x, levels: {}}))).toThrow(/"symbol" is categorical/);
    const outside = {...x, columns: [x.columns[0], Float64Array.of(0, 3, 0, 0)]};
    expect(() => applyBins(outside, fitBins(x))).toThrow('"symbol" is 3 in row 1: not the index of one of its levels');
    const levels = {symbol: Array.from({length: 65_535}, (_, k) => `S${k}`)};
    expect(() => fitBins({...x, levels})).toThrow(/"symbol" has 65535 levels, at most 65534/);
  });
});

describe("keys", () => {
  it("order values as 32-bit floats do, and come back", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(!Number.isNaN(a) && !Number.isNaN(b));
        const clamp = (v: number) => Math.max(-3.4028234663852886e38, Math.min(3.4028234663852886e38, Math.fround(v)));
        const keys = orderedKeys(Float64Array.of(a, b));
        expect(keys[0] < keys[1]).toBe(clamp(a) < clamp(b));
        expect(keys[0] === keys[1]).toBe(clamp(a) === clamp(b));
        expect([...valuesOfKeys(keys)]).toEqual([clamp(a) + 0, clamp(b) + 0]);
      }),
    );
  });

  it("are sorted, by radix too", () => {
    const random = stream(3, "keys");
    for (const n of [0, 1, 511, 512, 5000]) {
      const keys = Uint32Array.from({length: n}, () => (random.uniform() < 0.3 ? random.integer(9) : random.uint32()));
      expect(sortKeys(keys.slice())).toEqual(keys.slice().sort());
    }
  });

  it("are found: how many edges do not exceed one", () => {
    const edges = Uint32Array.of(3, 5, 5, 4_000_000_000);
    expect([0, 3, 4, 5, 6, 4_294_967_295].map((key) => upperBound(edges, key))).toEqual([0, 1, 1, 3, 3, 4]);
  });
});
