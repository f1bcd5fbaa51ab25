import {describe, expect, it} from "vitest";
import {checkEnsemble} from "../../src/lib/models/trees/check-tree.ts";
import type {Tree} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {categoricalLevels, ensembleOf, randomNode, treeOf} from "./random-trees.ts";

const good = () => treeOf({feature: 0, threshold: 0.5, yes: {feature: 1, right: [1, 3], yes: 1, no: 2}, no: 3});
const levels = categoricalLevels(2, 1);

describe("checking an ensemble", () => {
  it("passes trees that are trees", () => {
    const random = stream(1, "check");
    const trees = Array.from({length: 20}, () => treeOf(randomNode(random, 6, 5, 2)));
    expect(() => checkEnsemble(ensembleOf(trees, 5, {levels: categoricalLevels(5, 2)}))).not.toThrow();
    expect(() => checkEnsemble(ensembleOf([good()], 2, {levels}))).not.toThrow();
  });

  const wrong: [string, (tree: Tree) => unknown, string][] = [
    [
      "a cycle",
      (t) => {
        t.left[1] = 0;
      },
      "a child of node 1 is 0, not from 2 to 4",
    ],
    [
      "a child out of range",
      (t) => {
        t.right[1] = 5;
      },
      "a child of node 1 is 5",
    ],
    [
      "one child only",
      (t) => {
        t.right[0] = -1;
      },
      "a child of node 0 is -1",
    ],
    [
      "two parents",
      (t) => {
        t.right[0] = 2;
      },
      "node 2 is the child of two nodes",
    ],
    [
      "no parent",
      (t) => {
        [t.left[1], t.right[1], t.feature[1]] = [-1, -1, -1];
      },
      "leaf 1 has categories",
    ],
    [
      "an orphan",
      (t) => ({
        left: t.left.map((v, n) => (n === 1 ? -1 : v)),
        right: t.right.map((v, n) => (n === 1 ? -1 : v)),
        categories: new Map(),
      }),
      "node 2 is the child of none",
    ],
    [
      "a feature out of range",
      (t) => {
        t.feature[0] = 2;
      },
      "node 0 splits feature 2, there are 2",
    ],
    [
      "a threshold of 64 bits",
      (t) => {
        t.threshold[0] = 0.1;
      },
      "threshold of node 0 is not a 32-bit float: 0.1",
    ],
    [
      "a value that is not finite",
      (t) => {
        t.value[2] = Number.NaN;
      },
      "value of node 2 is not a finite number: NaN",
    ],
    [
      "a cover below 0",
      (t) => {
        t.cover[2] = -1;
      },
      "cover of node 2 is negative: -1",
    ],
    [
      "a flag that is none",
      (t) => {
        t.defaultLeft[0] = 2;
      },
      "default_left of node 0 is neither 0 nor 1: 2",
    ],
    ["lengths that differ", () => ({gain: new Float64Array(4)}), "gain has 4 entries, left has 5"],
    ["no nodes", () => ({left: new Int32Array(0)}), "it has no nodes"],
    [
      "categories out of order",
      () => ({categories: new Map([[1, [3, 1]]])}),
      "categories of node 1 are not ascending whole numbers: 3, 1",
    ],
    ["an unknown category", () => ({categories: new Map([[1, [4]]])}), 'node 1 has category 4, "x1" has 4 levels'],
  ];
  it.each(wrong)("refuses %s, and says where", (_, change, message) => {
    const tree = good();
    const broken = {...tree, ...(change(tree) as Partial<Tree> | undefined)};
    const check = () => checkEnsemble(ensembleOf([good(), broken], 2, {levels}));
    expect(check).toThrow(RangeError);
    expect(check).toThrow(`invalid tree ensemble; tree 1: ${message}`);
  });

  it("refuses a base that is not finite", () => {
    expect(() => checkEnsemble(ensembleOf([], 1, {base: Number.NaN}))).toThrow("base is not a finite number: NaN");
  });
});
