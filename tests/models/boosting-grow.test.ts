import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {withKernel} from "../../src/lib/models/kernel/index.ts";
import {typescriptKernel} from "../../src/lib/models/kernel/twin.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {checkTree} from "../../src/lib/models/trees/check-tree.ts";
import {openGrower, type TreeTarget} from "../../src/lib/models/trees/grow.ts";
import {type GrowSettings, growDefaults} from "../../src/lib/models/trees/grow-settings.ts";
import {predictMargin} from "../../src/lib/models/trees/predict.ts";
import type {Tree, TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {growByTrying, type OracleNode} from "./tree-oracle.ts";

/** Random features, some with few values, some missing, one categorical where asked. */
function makeDesign(seed: number, rows: number, features: number, levels = 0): Design {
  const random = stream(seed, "design");
  const columns = Array.from({length: features}, (_, j) =>
    Float64Array.from({length: rows}, () => {
      if (random.uniform() < (j % 2) * 0.2) return Number.NaN;
      return j === 0 && levels > 0
        ? random.integer(levels)
        : j % 3 === 2
          ? random.integer(4)
          : Math.fround(random.normal());
    }),
  );
  const names = columns.map((_, j) => `f${j}`);
  return {rows, names, columns, ...(levels > 0 && {levels: {f0: Array.from({length: levels}, (_, k) => `L${k}`)}})};
}

const settingsOf = (given: Partial<GrowSettings>): GrowSettings => ({...growDefaults, learningRate: 1, ...given});

function growTree(
  x: Design,
  target: Omit<TreeTarget, "random">,
  settings: GrowSettings,
  bins = 255,
  exact = false,
): Tree {
  const design = applyBins(x, fitBins(x, {bins, exact}));
  return withKernel((kernel) => openGrower(kernel, design, null, settings).grow({...target, random: stream(1)}).tree);
}

const ensembleOf = (tree: Tree, {names, levels = {}}: Design): TreeEnsemble => ({
  names,
  levels,
  trees: [tree],
  base: 0,
  average: false,
  link: "identity",
});

/** Rows of each node, by walking the tree as predictions do. */
function rowsOfNodes(tree: Tree, x: Design): number[][] {
  const rows: number[][] = Array.from(tree.left, () => []);
  for (let i = 0; i < x.rows; i++)
    for (let node = 0; node >= 0; ) {
      rows[node].push(i);
      if (tree.left[node] < 0) break;
      const v = x.columns[tree.feature[node]][i];
      const set = tree.categories.get(node);
      const left = Number.isNaN(v)
        ? tree.defaultLeft[node] === 1
        : set
          ? !set.includes(v)
          : Math.fround(v) < tree.threshold[node];
      node = left ? tree.left[node] : tree.right[node];
    }
  return rows;
}

describe("a tree", () => {
  it("is the one that trying everything finds: thresholds, levels, missing values, α, γ, least weight", () => {
    const parameters = fc.record({
      seed: fc.integer({min: 0, max: 1e6}),
      lambda: fc.constantFrom(0, 1, 3.7),
      alpha: fc.constantFrom(0, 0, 0.6),
      gamma: fc.constantFrom(0, 0, 0.8),
      minChildWeight: fc.constantFrom(0, 1, 4),
      levels: fc.constantFrom(0, 4),
      weighted: fc.boolean(),
    });
    let compared = 0;
    fc.assert(
      fc.property(parameters, ({seed, levels, weighted, ...settings}) => {
        const x = makeDesign(seed, 24, 3, levels);
        const random = stream(seed, "target");
        const hessian = Float64Array.from({length: x.rows}, () => (weighted ? 0.1 + 2 * random.uniform() : 1));
        const gradient = hessian.map((h) => h * random.normal());
        const wanted = growByTrying(x, gradient, hessian, {...settings, maxDepth: 2});
        const tree = growTree(
          x,
          {gradient, hessian: weighted ? hessian : null},
          settingsOf({...settings, maxDepth: 2}),
        );
        checkTree(tree, {features: 3, where: "tree"});
        const found = rowsOfNodes(tree, x);
        const compare = (node: number, oracle: OracleNode): void => {
          expect(found[node]).toEqual(oracle.rows);
          if (oracle.parting === null) {
            expect(tree.left[node]).toBe(-1);
            expect(tree.value[node]).toBeCloseTo(oracle.weight, 5);
            return;
          }
          expect(tree.gain[node]).toBeCloseTo(oracle.gain, 7);
          if (oracle.rivals > 0) return; // others are as good: which one it is, is another test's business
          compared++;
          expect(tree.feature[node]).toBe(oracle.parting.feature);
          compare(
            tree.left[node],
            oracle.children[0].rows.every((i) => found[tree.left[node]].includes(i))
              ? oracle.children[0]
              : oracle.children[1],
          );
          compare(
            tree.right[node],
            oracle.children[1].rows.every((i) => found[tree.right[node]].includes(i))
              ? oracle.children[1]
              : oracle.children[0],
          );
        };
        compare(0, wanted);
      }),
      {numRuns: 150},
    );
    expect(compared).toBeGreaterThan(150);
  });

  it("is the same from both kernels, whatever is asked of it", () => {
    const cases: [Partial<GrowSettings>, {bins?: number; exact?: boolean; levels?: number; sample?: boolean}][] = [
      [{maxDepth: 6}, {}],
      [{maxDepth: 5, columnsByTree: 0.6, columnsByLevel: 0.7, columnsByNode: 0.7}, {}],
      [{maxDepth: 8, growth: "loss-guided", maxLeaves: 12}, {levels: 9}],
      [{maxDepth: 4, monotone: [1, -1, 0, 0, 0, 1]}, {bins: 17}],
      [
        {
          maxDepth: 5,
          interactions: [
            [0, 1],
            [2, 3, 4],
          ],
          alpha: 0.2,
          maxDeltaStep: 0.5,
        },
        {},
      ],
      [{maxDepth: 4}, {exact: true, sample: true}],
      [{maxDepth: 4, columnsByTree: 0.5}, {exact: true}],
    ];
    for (const [given, {bins = 255, exact = false, levels = 0, sample = false}] of cases) {
      const x = makeDesign(7, 700, 6, levels);
      const random = stream(8);
      const gradient = Float64Array.from({length: 700}, (_, i) => random.normal() - (x.columns[2][i] > 0 ? 1 : 0));
      const hessian = gradient.map(() => random.uniform());
      const design = applyBins(x, fitBins(x, {bins, exact}));
      const rows = sample ? Int32Array.from({length: 500}, (_, i) => i) : undefined;
      const [compiled, plain] = [undefined, typescriptKernel()].map((kernel) =>
        withKernel((k) => {
          const grower = openGrower(k, design, null, settingsOf(given));
          const grown = grower.grow({gradient, hessian, sample: rows, random: stream(2)});
          const margin = new Float64Array(700);
          grown.addTo(margin);
          return {tree: grown.tree, margin};
        }, kernel),
      );
      expect(compiled).toEqual(plain);
      expect(compiled.tree.left.length).toBeGreaterThan(5);
      expect(predictMargin(ensembleOf(compiled.tree, x), x)).toEqual(compiled.margin);
    }
  });

  it("is the same where memory holds two histograms only", () => {
    const x = makeDesign(11, 600, 5);
    const random = stream(12);
    const gradient = Float64Array.from({length: 600}, () => random.normal());
    const design = applyBins(x, fitBins(x));
    for (const given of [
      {maxDepth: 6},
      {maxDepth: 9, growth: "loss-guided", maxLeaves: 40},
      {maxDepth: 6, maxLeaves: 20},
    ] as const) {
      const [roomy, tight] = [undefined, 1].map((limit) =>
        withKernel(
          (k) => openGrower(k, design, null, settingsOf(given), limit).grow({gradient, hessian: null, random}).tree,
        ),
      );
      expect(tight).toEqual(roomy);
    }
  });

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
