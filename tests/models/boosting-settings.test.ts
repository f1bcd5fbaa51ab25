import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import type {TreeTarget} from "../../src/lib/models/trees/grow.ts";
import type {GrowSettings} from "../../src/lib/models/trees/grow-settings.ts";
import {predictMargin} from "../../src/lib/models/trees/predict.ts";
import type {Tree} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {ensembleOf, growTree, makeDesign, settingsOf} from "./grow-data.ts";

describe("a tree", () => {
  it("keeps to its depth and its leaves; loss-guided growth splits the best node first", () => {
    const x = makeDesign(3, 400, 4);
    const random = stream(4);
    const gradient = Float64Array.from({length: 400}, () => random.normal());
    const target = {gradient, hessian: null};
    const leaves = (tree: Tree) => tree.left.filter((l) => l < 0).length;
    expect(growTree(x, target, settingsOf({maxDepth: 0})).value).toHaveLength(1);
    expect(leaves(growTree(x, target, settingsOf({maxDepth: 3})))).toBe(8);
    const guided = growTree(x, target, settingsOf({maxDepth: 10, growth: "loss-guided", maxLeaves: 9}));
    expect(leaves(guided)).toBe(9);
    expect(leaves(growTree(x, target, settingsOf({maxDepth: 10, maxLeaves: 9})))).toBe(9);
    // The first splits of best-first growth are those of a tree that stops earlier, and gains never exceed what came before.
    const fewer = growTree(x, target, settingsOf({maxDepth: 10, growth: "loss-guided", maxLeaves: 5}));
    const splits = (tree: Tree) => [...tree.gain].filter((v) => v > 0).sort((a, b) => b - a);
    for (const v of splits(fewer)) expect(splits(guided)).toContain(v);
    const total = (tree: Tree) => splits(tree).reduce((sum, v) => sum + v, 0);
    const wide = growTree(x, target, settingsOf({maxDepth: 10, maxLeaves: 9}));
    expect(total(guided)).toBeGreaterThan(total(wide) * 0.999);
  });

  it("never falls where it may only rise, and each leaf is the best within its bounds", () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 1e6}), fc.constantFrom(1, -1), (seed, direction) => {
        const x = makeDesign(seed, 200, 3);
        const random = stream(seed, "monotone");
        const gradient = Float64Array.from(x.columns[0], (v) => direction * Math.sin(3 * v) + 0.3 * random.normal());
        const tree = growTree(x, {gradient, hessian: null}, settingsOf({maxDepth: 4, monotone: [direction, 0, 0]}));
        const grid = Float64Array.from({length: 60}, (_, k) => -3 + k / 10);
        for (const i of [0, 50, 100]) {
          const columns = [grid, ...[1, 2].map((j) => new Float64Array(60).fill(x.columns[j][i]))];
          const margin = predictMargin(ensembleOf(tree, x), {...x, rows: 60, columns});
          for (let k = 1; k < 60; k++) expect((margin[k] - margin[k - 1]) * direction).toBeGreaterThanOrEqual(0);
        }
      }),
      {numRuns: 40},
    );
  });

  it("uses together only features that may interact", () => {
    const x = makeDesign(21, 500, 5);
    const random = stream(22);
    const gradient = Float64Array.from(
      x.columns[0],
      (v, i) => (v > 0 ? 3 : -3) * (x.columns[1][i] > 0 ? 1 : 2) + random.normal(),
    );
    const sets = [
      [0, 1],
      [1, 2],
    ];
    const tree = growTree(
      x,
      {gradient, hessian: null},
      settingsOf({maxDepth: 6, minChildWeight: 0, interactions: sets}),
    );
    const ways: number[][] = [];
    const walk = (node: number, used: number[]): void => {
      if (tree.left[node] < 0) {
        ways.push([...new Set(used)].sort());
        return;
      }
      for (const child of [tree.left[node], tree.right[node]]) walk(child, [...used, tree.feature[node]]);
    };
    walk(0, []);
    const allowed = [[0], [1], [2], [3], [4], [0, 1], [1, 2]].map(String);
    for (const way of ways) expect(allowed).toContain(String(way));
    expect(ways.some((way) => way.length === 2)).toBe(true);
  });

  it("draws its columns: so many for the tree, for a depth, for a node", () => {
    const x = makeDesign(31, 800, 10);
    const random = stream(32);
    const gradient = Float64Array.from({length: 800}, () => random.normal());
    const used = (given: Partial<GrowSettings>) => {
      const tree = growTree(x, {gradient, hessian: null}, settingsOf({maxDepth: 4, ...given}));
      return new Set(tree.feature.filter((f) => f >= 0));
    };
    expect(used({}).size).toBeGreaterThan(5);
    expect(used({columnsByTree: 0.2}).size).toBe(2);
    expect(used({columnsByTree: 0.01}).size).toBe(1);
    expect(used({columnsByLevel: 0.1}).size).toBeLessThanOrEqual(4); // one for each depth
    expect(used({columnsByNode: 0.1}).size).toBeGreaterThan(4);
  });

  it("takes steps no larger than allowed", () => {
    const x = makeDesign(41, 100, 2);
    const gradient = Float64Array.from({length: 100}, (_, i) => (x.columns[0][i] > 0 ? -3 : 5));
    const tree = growTree(x, {gradient, hessian: null}, settingsOf({maxDepth: 2, maxDeltaStep: 0.7}));
    for (const value of tree.value) expect(Math.abs(value)).toBeLessThanOrEqual(Math.fround(0.7));
    expect(Math.max(...tree.value)).toBeCloseTo(0.7, 6);
  });

  it("splits exactly between the values of a node where asked", () => {
    // The left node holds 0 and 10 of the second feature only: its middle is 5, though 4 and 6 exist elsewhere.
    const x: Design = {
      rows: 8,
      names: ["a", "b"],
      columns: [Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1), Float64Array.of(0, 0, 10, 10, 4, 4, 6, 6)],
    };
    const gradient = Float64Array.of(9, 9, 11, 11, -10, -10, -10, -10);
    const tree = growTree(x, {gradient, hessian: null}, settingsOf({maxDepth: 2, lambda: 0}), 255, true);
    expect([tree.feature[0], tree.threshold[0]]).toEqual([0, 0.5]);
    expect([tree.feature[tree.left[0]], tree.threshold[tree.left[0]]]).toEqual([1, 5]);
    const binned = growTree(x, {gradient, hessian: null}, settingsOf({maxDepth: 2, lambda: 0}));
    expect(binned.threshold[binned.left[0]]).toBe(2); // the first cut that parts them
  });

  it("refuses settings out of range, and derivatives that are none", () => {
    const x = makeDesign(51, 10, 2, 3);
    const gradient = new Float64Array(10).fill(1);
    const grow =
      (given: Partial<GrowSettings>, target: Partial<TreeTarget> = {}) =>
      () =>
        growTree(x, {gradient, hessian: null, ...target}, settingsOf(given));
    expect(grow({maxDepth: -1})).toThrow("invalid maxDepth; not a whole number ≥ 0: -1");
    expect(grow({lambda: Number.NaN})).toThrow("invalid lambda; not ≥ 0: NaN");
    expect(grow({learningRate: 0})).toThrow("invalid learningRate; not in (0, 1]: 0");
    expect(grow({columnsByNode: 1.1})).toThrow("invalid columnsByNode; not in (0, 1]: 1.1");
    expect(grow({monotone: [0]})).toThrow("invalid monotone; not one a feature, of which there are 2: 1");
    expect(grow({monotone: [0, 2]})).toThrow('invalid monotone of "f1"; not −1, 0 or 1: 2');
    expect(grow({monotone: [1, 0]})).toThrow(/"f0"; it is categorical/);
    expect(grow({interactions: [[0, 2]]})).toThrow("invalid interactions; not an index of one of 2 features: 2");
    expect(grow({}, {gradient: Float64Array.of(1, Number.NaN, 1, 1, 1, 1, 1, 1, 1, 1)})).toThrow(
      "invalid gradient; not finite in row 1: NaN",
    );
    expect(grow({}, {hessian: new Float64Array(10).fill(-1)})).toThrow(
      "invalid hessian; not finite and ≥ 0 in row 0: -1",
    );
    expect(grow({}, {gradient: new Float64Array(10).fill(1e308)})).toThrow(/their sum is not finite/);
  });
});
