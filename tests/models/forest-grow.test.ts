import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  assembleForest,
  bagWeights,
  forestModel,
  forestSettings,
  growTrees,
  prepareForest,
} from "../../src/lib/models/forest/index.ts";
import {learner} from "../../src/lib/models/forest.ts";
import type {Design} from "../../src/lib/models/index.ts";
import {predictMargin} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** A small design with ties, missing values and levels, and a target that each of them moves. */
function problem(seed: number, rows: number, binary: boolean) {
  const random = stream(seed, "grow");
  const holes = (draw: () => number) =>
    Float64Array.from({length: rows}, () => (random.uniform() < 0.2 ? Number.NaN : draw()));
  const ties = holes(() => random.integer(6));
  const real = holes(() => random.normal());
  const code = holes(() => random.integer(4));
  const raw = real.map(
    (v, i) =>
      (v > 0 ? 1 : 0) +
      (ties[i] > 2 ? 1 : 0) +
      (code[i] === 1 ? 1 : 0) +
      (Number.isNaN(code[i]) ? 1.5 : 0) +
      random.normal(),
  );
  const x: Design = {
    rows,
    names: ["ties", "real", "code"],
    columns: [ties, real, code],
    levels: {code: ["a", "b", "c", "d"]},
  };
  return {x, y: binary ? raw.map((v) => Number(v > 1)) : raw, weights: raw.map(() => random.integer(4) / 2)};
}

/**
 * The tree of Breiman et al. (1984), grown by trying everything: every cut or subset of levels, missing values on either
 * side, taking what leaves the least weighted sum of squares. @returns the value of each row's leaf.
 */
function slowTree(x: Design, y: Float64Array, w: Float64Array, minimum: number, depth: number): Map<number, number> {
  const squares = (rows: number[]) => {
    const total = rows.reduce((s, i) => s + w[i], 0);
    const mean = rows.reduce((s, i) => s + w[i] * y[i], 0) / total;
    return {total, mean, left: rows.reduce((s, i) => s + w[i] * (y[i] - mean) ** 2, 0)};
  };
  const values = new Map<number, number>();
  const grow = (rows: number[], level: number) => {
    const node = squares(rows);
    let best = {left: node.left - 1e-9, parts: null as [number[], number[]] | null};
    const consider = (goesLeft: (i: number) => boolean) => {
      const parts: [number[], number[]] = [rows.filter(goesLeft), rows.filter((i) => !goesLeft(i))];
      const [a, b] = parts.map(squares);
      if (!(a.total >= minimum && b.total >= minimum)) return;
      if (a.left + b.left < best.left - 1e-12) best = {left: a.left + b.left, parts};
    };
    if (level < depth)
      x.columns.forEach((column, j) => {
        const there = [...new Set(rows.map((i) => column[i]).filter((v) => !Number.isNaN(v)))].sort((a, b) => a - b);
        for (const missingLeft of [false, true]) {
          if (x.levels && x.names[j] in x.levels)
            for (let mask = 0; mask < 1 << there.length; mask++)
              consider((i) => (Number.isNaN(column[i]) ? missingLeft : (mask & (1 << there.indexOf(column[i]))) > 0));
          else
            for (const cut of [Number.NEGATIVE_INFINITY, ...there])
              consider((i) => (Number.isNaN(column[i]) ? missingLeft : column[i] <= cut));
        }
      });
    if (best.parts === null) for (const i of rows) values.set(i, node.mean);
    else for (const part of best.parts) grow(part, level + 1);
  };
  grow(
    Array.from(y.keys()).filter((i) => w[i] > 0),
    0,
  );
  return values;
}

/** Two trees of ours and what the oracle says of the rows in their bags. */
function bothTrees(x: Design, y: Float64Array, weights: Float64Array, minLeaf: number, depth: number) {
  const settings = forestSettings({trees: 2, depth, minLeaf, featureShare: 1, bins: 255});
  const days = Int32Array.from(y.keys());
  const prepared = prepareForest(x, y, weights, {days, seed: 5, task: {kind: "mean"}, settings});
  const {plan} = prepared;
  const {ensemble} = assembleForest(prepared, growTrees(plan, 0, 2));
  return bagWeights(plan, [0, 1]).map((bag, t) => ({
    bag,
    y: plan.y,
    found: predictMargin({...ensemble, trees: [ensemble.trees[t]]}, prepared.x),
    expected: slowTree(prepared.x, plan.y, bag, minLeaf, depth),
  }));
}

const size = fc.integer({min: 8, max: 40});

describe("a tree", () => {
  it("is the one that trying everything finds: cuts, missing values, weights, least weight", () => {
    fc.assert(
      fc.property(fc.nat(1e5), size, fc.integer({min: 1, max: 5}), (seed, rows, least) => {
        const {x, y, weights} = problem(seed, rows, false);
        if (!weights.some((w) => w > 0)) return;
        const numbers = {rows, names: x.names.slice(0, 2), columns: x.columns.slice(0, 2)};
        const minLeaf = least + 0.137; // no sum of weights is just that: rounding cannot show
        // Rows out of the bag may meet another of two equally good splits, which part the bag in the same way.
        for (const {expected, found} of bothTrees(numbers, y, weights, minLeaf, 3))
          for (const [i, value] of expected) expect(found[i]).toBeCloseTo(value, 9);
      }),
      {numRuns: 150},
    );
  });

  it("parts levels as the best of all subsets does", () => {
    fc.assert(
      fc.property(fc.nat(1e5), size, (seed, rows) => {
        const {x, y} = problem(seed, rows, false);
        for (const {expected, found} of bothTrees(x, y, new Float64Array(rows).fill(1), 1, 3))
          for (const [i, value] of expected) expect(found[i]).toBeCloseTo(value, 9);
      }),
      {numRuns: 150},
    );
  });

  it("leaves as little variance of zeros and ones, so as little Gini impurity, as any split can", () => {
    fc.assert(
      fc.property(fc.nat(1e5), size, (seed, rows) => {
        const {x, y} = problem(seed, rows, true);
        for (const tree of bothTrees(x, y, new Float64Array(rows).fill(1), 1, 1)) {
          const left = (of: (i: number) => number) =>
            tree.y.reduce((sum, v, i) => sum + (tree.bag[i] > 0 ? tree.bag[i] * (v - of(i)) ** 2 : 0), 0);
          expect(left((i) => tree.found[i])).toBeCloseTo(
            left((i) => tree.expected.get(i)!),
            9,
          );
        }
      }),
      {numRuns: 150},
    );
  });

  it("states each node's weight and what its split gained", () => {
    const {x, y} = problem(3, 60, false);
    const settings = forestSettings({trees: 1, depth: 2, minLeaf: 3, featureShare: 1});
    const weights = new Float64Array(60).fill(1);
    const prepared = prepareForest(x, y, weights, {days: new Int32Array(60), seed: 5, task: {kind: "mean"}, settings});
    const [{tree, rows, drawn, leaves}] = growTrees(prepared.plan, 0, 1);
    const [bag] = bagWeights(prepared.plan, [0]);
    const squares = (members: number[]) => {
      const total = members.reduce((s, i) => s + bag[i], 0);
      const mean = members.reduce((s, i) => s + bag[i] * y[i], 0) / total;
      return {total, left: members.reduce((s, i) => s + bag[i] * (y[i] - mean) ** 2, 0)};
    };
    const members: number[][] = Array.from({length: tree.left.length}, () => []);
    for (const {node, bag: own} of leaves) members[node] = Array.from(rows.slice(own.start, own.start + own.count));
    for (let node = tree.left.length - 1; node >= 0; node--) {
      if (tree.left[node] >= 0) members[node] = [...members[tree.left[node]], ...members[tree.right[node]]];
      const {total, left} = squares(members[node]);
      expect(tree.cover[node]).toBeCloseTo(total, 9);
      if (tree.left[node] < 0) continue;
      const parts = squares(members[tree.left[node]]).left + squares(members[tree.right[node]]).left;
      expect(tree.gain[node]).toBeCloseTo(left - parts, 8);
    }
    expect(members[0]).toHaveLength(drawn);
    expect(rows.slice().sort()).toEqual(Int32Array.from({length: 60}, (_, i) => i)); // out of the bag, too
  });

  it("sends missing values where they belong; where training had none, to the heavier side; unseen levels likewise", () => {
    const days = new Int32Array(90);
    const fitted = (a: Float64Array, y: Float64Array, levels?: string[]) =>
      learner.fit({rows: 90, names: ["a"], columns: [a], ...(levels ? {levels: {a: levels}} : {})}, y, {
        days,
        random: stream(1, "missing"),
        settings: {trees: 1, depth: 1, minLeaf: 5, kind: "extremely-randomised"},
      });
    const holes = Float64Array.from({length: 90}, (_, i) => (i % 3 === 0 ? Number.NaN : i % 2));
    const y = holes.map((v) => (v === 0 ? 0 : 7)); // missing ones are like those with a 1
    const one = (v: number): Design => ({rows: 1, names: ["a"], columns: [Float64Array.of(v)]});
    expect([...fitted(holes, y).predict(one(Number.NaN))]).toEqual([7]);
    expect([
      ...fitted(
        holes,
        holes.map((v) => (v === 1 ? 7 : 0)),
      ).predict(one(Number.NaN)),
    ]).toEqual([0]);
    const full = Float64Array.from({length: 90}, (_, i) => Number(i % 3 === 0));
    expect([...fitted(full, full).predict(one(Number.NaN))]).toEqual([0]);
    expect([
      ...fitted(
        full.map((v) => 1 - v),
        full,
      ).predict(one(Number.NaN)),
    ]).toEqual([0]);
    const model = fitted(full, full, ["often", "seldom"]);
    const level = (name: string) => ({...one(0), levels: {a: [name]}});
    expect(["often", "seldom", "new"].map((name) => model.predict(level(name))[0])).toEqual([0, 1, 0]);
  });
});

describe("a forest", () => {
  it("is the same however its trees are divided", () => {
    const {x, y, weights} = problem(9, 200, false);
    for (const kind of ["bagged", "extremely-randomised"] as const)
      for (const featureShare of [0.5, 1]) {
        const settings = forestSettings({trees: 9, minLeaf: 4, kind, featureShare});
        const days = Int32Array.from(y.keys());
        const prepared = prepareForest(x, y, weights, {days, seed: 8, task: {kind: "mean"}, settings});
        const whole = growTrees(prepared.plan, 0, 9);
        const parts = [growTrees(prepared.plan, 4, 9), growTrees(prepared.plan, 0, 4)].reverse().flat();
        expect(parts).toEqual(whole);
        expect(forestModel(assembleForest(prepared, structuredClone(whole))).predict(x)).toEqual(
          forestModel(assembleForest(prepared, whole)).predict(x),
        );
      }
  });

  it("keeps its depth and its least weight", () => {
    const {x, y} = problem(9, 300, false);
    for (const kind of ["bagged", "extremely-randomised"]) {
      const settings = {trees: 10, depth: 4, minLeaf: 17, kind, featureShare: 0.4};
      const {ensemble} = learner.fit(x, y, {days: new Int32Array(300), random: stream(1, "depth"), settings});
      for (const {left, right, cover} of ensemble.trees) {
        const depth = new Int32Array(left.length);
        for (let node = 0; node < left.length; node++) {
          if (left[node] < 0) expect(cover[node]).toBeGreaterThanOrEqual(17);
          else for (const child of [left[node], right[node]]) depth[child] = depth[node] + 1;
        }
        expect(Math.max(...depth)).toBeLessThanOrEqual(4);
      }
    }
  });

  it("draws features anew for each split: all of them take part, and a lone one is found where it can split", () => {
    const random = stream(5, "features");
    const columns = Array.from({length: 12}, () => Float64Array.from({length: 500}, () => random.normal()));
    const y = columns[0].map((v) => v + random.normal());
    const names = columns.map((_, j) => `f${j}`);
    const run = (x: Design) =>
      learner.fit(x, y, {days: new Int32Array(500), random: stream(1, "share"), settings: {featureShare: 0.25}});
    const roots = run({rows: 500, names, columns}).ensemble.trees.map((tree) => tree.feature[0]);
    const share = roots.filter((j) => j === 0).length / 100;
    expect(Math.abs(share - 0.25)).toBeLessThan(0.15); // 3 of 12 are drawn for a root
    // Of features that hardly vary (one row each), those drawn first cannot leave 30 rows on a side: others are drawn.
    const rare = columns.map((column, j) => (j === 5 ? column : column.map((_, i) => Number(i === j))));
    const {ensemble} = run({rows: 500, names, columns: rare});
    expect(ensemble.trees.every((tree) => tree.feature[0] === 5)).toBe(true);
  });
});
