import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {predictMargin, predictTrees} from "../../src/lib/models/trees/predict.ts";
import {walk} from "../../src/lib/models/trees/walk.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {categoricalLevels, ensembleOf, type Node, randomDesign, randomNode, rowOf, treeOf} from "./random-trees.ts";

const design = (columns: Record<string, number[]>, levels?: Design["levels"]): Design => ({
  rows: Object.values(columns)[0].length,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
  ...(levels && {levels}),
});

/** A literal reading of the contract. */
function oracle(node: Node, row: readonly number[]): number {
  if (typeof node === "number") return node;
  if ("value" in node) return node.value;
  const value = row[node.feature];
  const left = Number.isNaN(value)
    ? node.missing === "left"
    : node.right
      ? !node.right.includes(value)
      : Math.fround(value) < Math.fround(node.threshold ?? 0);
  return oracle(left ? node.yes : node.no, row);
}

const stump: Node = {feature: 0, threshold: 0.1, missing: "left", yes: 1, no: 2};

describe("prediction of trees", () => {
  it("compares as 32-bit floats: a value goes left when it is below the threshold", () => {
    const ensemble = ensembleOf([treeOf(stump)], 1);
    const below = 0.1 - 1e-12; // the same 32-bit float as 0.1
    const x = design({x0: [below, 0.1, 0.0999999, Number.NaN, -1e300, 1e300]});
    expect([...predictMargin(ensemble, x)]).toEqual([2, 2, 1, 1, 1, 2]);
  });

  it("agrees with a literal walk, over missing values, categories and more rows than a block", () => {
    const random = stream(1, "tree predict");
    const nodes = Array.from({length: 12}, () => randomNode(random, 6, 5, 2));
    const x = randomDesign(random, 2500, 5, 2);
    const ensemble = ensembleOf(nodes.map(treeOf), 5, {base: -3, levels: categoricalLevels(5, 2)});
    const margin = predictMargin(ensemble, x);
    const mean = predictMargin({...ensemble, average: true}, x);
    const probability = predictTrees({...ensemble, link: "logistic"}, x);
    for (let i = 0; i < x.rows; i++) {
      const sum = nodes.reduce<number>((s, node) => s + oracle(node, rowOf(x, i)), 0);
      expect(margin[i]).toBeCloseTo(-3 + sum, 12);
      expect(mean[i]).toBeCloseTo(-3 + sum / 12, 12);
      expect(probability[i]).toBeCloseTo(1 / (1 + Math.exp(3 - sum)), 12);
    }
    expect(new Set(margin).size).toBeGreaterThan(500);
    expect(predictTrees(ensemble, x)).toEqual(margin);
  });

  it("gives each row the same bits whatever rows are with it", () => {
    const random = stream(2, "tree predict");
    const ensemble = ensembleOf(
      Array.from({length: 7}, () => treeOf(randomNode(random, 5, 3))),
      3,
    );
    const x = randomDesign(random, 1500, 3);
    const all = predictMargin(ensemble, x);
    const some = {...x, rows: 100, columns: x.columns.map((column) => column.slice(1000, 1100))};
    expect(predictMargin(ensemble, some)).toEqual(all.slice(1000, 1100));
  });

  it("matches levels by their text; a level not seen in training is missing", () => {
    const tree = treeOf({feature: 0, right: [1], missing: "right", yes: 10, no: 20});
    const ensemble = ensembleOf([tree], 1, {levels: {x0: ["mon", "tue", "wed"]}});
    const x = design({x0: [0, 1, 2, 3, Number.NaN]}, {x0: ["tue", "sat", "wed", "mon"]});
    expect([...predictMargin(ensemble, x)]).toEqual([20, 20, 10, 10, 20]);
    const left = {...ensemble, trees: [treeOf({feature: 0, right: [1], missing: "left", yes: 10, no: 20})]};
    expect([...predictMargin(left, x)]).toEqual([20, 10, 10, 10, 10]);
  });

  it("is the base without trees or rows, and without splits", () => {
    const none = ensembleOf([], 1, {base: 4, average: true});
    expect([...predictMargin(none, design({x0: [1, 2]}))]).toEqual([4, 4]);
    expect(predictMargin(ensembleOf([treeOf(stump)], 1), design({x0: []}))).toHaveLength(0);
    expect([...predictMargin(ensembleOf([treeOf(0.5)], 1, {base: 1}), design({x0: [Number.NaN]}))]).toEqual([1.5]);
  });

  it("refuses a design of other features, saying which", () => {
    const numeric = ensembleOf([treeOf(stump)], 1);
    const categorical = ensembleOf([treeOf({feature: 0, right: [0], yes: 1, no: 2})], 1, {levels: {x0: ["a"]}});
    expect(() => predictMargin(numeric, design({y: [1]}))).toThrow("fitted on x0, not on y");
    expect(() => predictMargin(categorical, design({x0: [0]}))).toThrow('"x0" is a number');
    expect(() => predictMargin(numeric, design({x0: [0]}, {x0: ["a"]}))).toThrow('"x0" is categorical');
    expect(() => predictMargin(categorical, design({x0: [0, 1]}, {x0: ["a"]}))).toThrow('"x0" is 1 in row 1');
    expect(() => predictMargin(numeric, design({x0: [Number.POSITIVE_INFINITY]}))).toThrow("is Infinity in row 0");
  });
});

describe("a walk through a tree", () => {
  const tree = treeOf({
    feature: 1,
    right: [0, 2],
    missing: "left",
    yes: {feature: 0, threshold: 0.5, missing: "right", yes: {value: 1, cover: 30}, no: {value: 5, cover: 10}},
    no: {value: -2, cover: 60},
  });
  const ensemble = ensembleOf([treeOf(7), tree], 2, {levels: {x1: ["buy", "hold", "sell"]}});
  const x = design({x0: [0.25, Number.NaN, 9, 9], x1: [1, Number.NaN, 0, 2]}, {x1: ["sell", "hold", "rest"]});

  it("tells questions, answers, covers and the mean output so far", () => {
    // means by hand: left (30·1 + 10·5) / 40 = 2; root (40·2 + 60·(−2)) / 100 = −0.4
    const [first, second, leaf] = walk(ensemble, 1, x, 0);
    expect(first).toEqual({
      node: 0,
      cover: 100,
      value: expect.closeTo(-0.4, 12),
      question: {
        feature: "x1",
        threshold: null,
        levels: ["buy", "sell"],
        given: "hold",
        direction: "left",
        missing: false,
      },
    });
    expect(second).toEqual({
      node: 1,
      cover: 40,
      value: 2,
      question: {feature: "x0", threshold: 0.5, levels: null, given: 0.25, direction: "left", missing: false},
    });
    expect(leaf).toEqual({node: 2, cover: 30, value: 1, question: null});
  });

  it("says where a value is missing, also a level that was not seen", () => {
    expect(walk(ensemble, 1, x, 1).map((step) => step.question)).toMatchObject([
      {given: null, direction: "left", missing: true},
      {given: null, direction: "right", missing: true},
      null,
    ]);
    expect(walk(ensemble, 1, x, 2).map((step) => step.question?.direction)).toEqual(["right", undefined]);
    expect(walk(ensemble, 1, x, 3)[0].question).toMatchObject({given: null, missing: true}); // "rest"
  });

  it("ends where the prediction is, in every tree and row", () => {
    const margin = predictMargin(ensemble, x);
    for (let i = 0; i < x.rows; i++)
      expect(walk(ensemble, 0, x, i).at(-1)!.value + walk(ensemble, 1, x, i).at(-1)!.value).toBe(margin[i]);
    expect(() => walk(ensemble, 2, x, 0)).toThrow("invalid tree; not from 0 to 1: 2");
    expect(() => walk(ensemble, 0, x, 4)).toThrow("invalid row; not from 0 to 3: 4");
  });
});
