import {describe, expect, it} from "vitest";
import type {Design, Explanation} from "../../src/lib/models/index.ts";
import {gaussLegendre} from "../../src/lib/models/trees/gauss-legendre.ts";
import {shapInteractions} from "../../src/lib/models/trees/interactions.ts";
import {predictMargin} from "../../src/lib/models/trees/predict.ts";
import {saabas} from "../../src/lib/models/trees/saabas.ts";
import {treeShap} from "../../src/lib/models/trees/shap.ts";
import type {TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {categoricalLevels, ensembleOf, type Node, randomDesign, randomNode, rowOf, treeOf} from "./random-trees.ts";
import {type Game, interactions, interventionalGame, pathDependentGame, shapley} from "./shapley-oracle.ts";

const sumsTo = (explanation: Explanation, margin: Float64Array, digits = 10) => {
  margin.forEach((m, i) => {
    expect(explanation.columns.reduce((sum, column) => sum + column[i], explanation.base)).toBeCloseTo(m, digits);
  });
};

/** Random trees with repeated features, missing values, categories and leaves without cover, and rows for them. */
function small(seed: number, {features = 5, categorical = 2, depth = 5, rows = 12, trees = 4} = {}) {
  const random = stream(seed, "shap test");
  const nodes = Array.from({length: trees}, () => randomNode(random, depth, features, categorical));
  const levels = categoricalLevels(features, categorical);
  const ensemble = ensembleOf(nodes.map(treeOf), features, {base: 0.75, levels});
  return {random, nodes, features, ensemble, x: randomDesign(random, rows, features, categorical)};
}

const addUp = (nodes: readonly Node[], of: (node: Node) => number[]) =>
  nodes.map(of).reduce((a, b) => a.map((v, j) => v + b[j]));

describe("TreeSHAP", () => {
  it.each([1, 2, 3, 4])("is the Shapley value by definition: path-dependent, trees %i", (seed) => {
    const {nodes, features, ensemble, x} = small(seed);
    const found = treeShap(ensemble, x);
    for (let i = 0; i < x.rows; i++) {
      const wanted = addUp(nodes, (node) => shapley(node, features, pathDependentGame(rowOf(x, i))));
      wanted.forEach((value, j) => {
        expect(found.columns[j][i]).toBeCloseTo(value, 12);
      });
    }
    const empty: Game = pathDependentGame([]);
    expect(found.base).toBeCloseTo(0.75 + nodes.reduce<number>((s, node) => s + empty(node, () => false), 0), 12);
    sumsTo(found, predictMargin(ensemble, x));
  });

  it.each([5, 6, 7])("is the Shapley value by definition: interventional, trees %i", (seed) => {
    const {random, nodes, features, ensemble, x} = small(seed);
    const background = randomDesign(random, 9, features, 2);
    const others = Array.from({length: 9}, (_, i) => rowOf(background, i));
    const found = treeShap(ensemble, x, {background});
    for (let i = 0; i < x.rows; i++) {
      const wanted = addUp(nodes, (node) => shapley(node, features, interventionalGame(rowOf(x, i), others)));
      wanted.forEach((value, j) => {
        expect(found.columns[j][i]).toBeCloseTo(value, 12);
      });
    }
    const margins = predictMargin(ensemble, background);
    expect(found.base).toBeCloseTo(margins.reduce((s, m) => s + m, 0) / 9, 12);
    sumsTo(found, predictMargin(ensemble, x));
  });

  it("is exact on a function that algebra explains: interventional values of an additive model are f(x) − mean f", () => {
    const step = (feature: number, threshold: number, height: number): Node => ({
      feature,
      threshold,
      yes: 0,
      no: height,
    });
    const ensemble = ensembleOf([step(0, 0, 2), step(0, 1, 3), step(1, 0.5, -4)].map(treeOf), 2);
    const of = (a: number[], b: number[]): Design => ({
      rows: a.length,
      names: ["x0", "x1"],
      columns: [Float64Array.from(a), Float64Array.from(b)],
    });
    const background = of([-1, 0.5, 2, 2], [0, 1, 1, 0]); // f0: 0, 2, 5, 5, mean 3; f1: 0, −4, −4, 0, mean −2
    const {base, columns} = treeShap(ensemble, of([0.5, 3], [0, 9]), {background});
    expect(base).toBeCloseTo(1, 14);
    expect([...columns[0]].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([-1, 2]);
    expect([...columns[1]].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([2, -2]);
  });

  it("shares the credit of x AND y equally (Lundberg et al. 2020, figure 2: a case where order must not count)", () => {
    const and = (a: number, b: number): Node => ({
      feature: a,
      threshold: 0.5,
      yes: {value: 0, cover: 2},
      no: {feature: b, threshold: 0.5, yes: {value: 0, cover: 1}, no: {value: 80, cover: 1}},
    });
    const x: Design = {rows: 1, names: ["x0", "x1"], columns: [Float64Array.of(1), Float64Array.of(1)]};
    for (const node of [and(0, 1), and(1, 0)]) {
      const {base, columns} = treeShap(ensembleOf([treeOf(node)], 2), x);
      expect(base).toBeCloseTo(20, 12);
      expect(columns[0][0]).toBeCloseTo(30, 12);
      expect(columns[1][0]).toBeCloseTo(30, 12);
      const order = saabas(ensembleOf([treeOf(node)], 2), x).columns.map((column) => column[0]);
      expect([...order].sort((p, q) => p - q)).toEqual([20, 40]); // Saabas pays who asks last
    }
  });

  it("divides what forests average, and leaves features alone that no tree asks", () => {
    const {ensemble, x} = small(8);
    const wider: TreeEnsemble = {...ensemble, names: [...ensemble.names, "unused"]};
    const wide: Design = {...x, names: wider.names, columns: [...x.columns, new Float64Array(x.rows)]};
    const sum = treeShap(ensemble, x);
    const mean = treeShap({...wider, average: true}, wide);
    sumsTo(mean, predictMargin({...ensemble, average: true}, x));
    expect(mean.columns[5].every((v) => v === 0)).toBe(true);
    sum.columns.forEach((column, j) => {
      column.forEach((v, i) => {
        expect(mean.columns[j][i]).toBeCloseTo(v / ensemble.trees.length, 12);
      });
    });
    expect(mean.base - 0.75).toBeCloseTo((sum.base - 0.75) / ensemble.trees.length, 12);
  });

  it("is exact on deep paths with more conditions than there are tables for, and gives a row the same bits in any company", () => {
    const features = 14;
    const chain = (from: number): Node =>
      from === features
        ? {value: 3, cover: 2}
        : {feature: from, threshold: 0, yes: {value: from - 5, cover: 3}, no: chain(from + 1)};
    const random = stream(9, "shap test");
    const x = randomDesign(random, 40, features);
    const ensemble = ensembleOf([treeOf(chain(0))], features);
    const found = treeShap(ensemble, x);
    sumsTo(found, predictMargin(ensemble, x), 12);
    const wanted = shapley(chain(0), features, pathDependentGame(rowOf(x, 0)));
    wanted.forEach((value, j) => {
      expect(found.columns[j][0]).toBeCloseTo(value, 12);
    });
    const alone = treeShap(ensemble, {...x, rows: 1, columns: x.columns.map((column) => column.slice(7, 8))});
    expect(alone.columns.map((column) => column[0])).toEqual(found.columns.map((column) => column[7]));
    const both = {
      ...x,
      rows: 9000,
      columns: x.columns.map((column) => Float64Array.from({length: 9000}, (_, i) => column[i % 40])),
    };
    const many = treeShap(ensemble, both).columns;
    expect(many.map((column) => column[8967])).toEqual(found.columns.map((column) => column[7]));
  });

  it("explains nothing where there is nothing: no tree, a lone leaf, no row", () => {
    const x: Design = {rows: 2, names: ["x0"], columns: [Float64Array.of(1, 2)]};
    expect(treeShap(ensembleOf([], 1, {base: 2, average: true}), x)).toEqual({base: 2, columns: [new Float64Array(2)]});
    expect(treeShap(ensembleOf([treeOf(3)], 1, {base: 2}), x)).toEqual({base: 5, columns: [new Float64Array(2)]});
    expect(
      treeShap(ensembleOf([treeOf(3)], 1), {...x, rows: 0, columns: [new Float64Array(0)]}).columns[0],
    ).toHaveLength(0);
    expect(shapInteractions(ensembleOf([treeOf(3)], 1), x).matrix[0][0]).toEqual(new Float64Array(2));
  });

  it("refuses a background without rows, and paths of more than 30 features", () => {
    const {ensemble, x} = small(1);
    const none = {...x, rows: 0, columns: x.columns.map(() => new Float64Array(0))};
    expect(() => treeShap(ensemble, x, {background: none})).toThrow("invalid background; it has no rows");
    const chain = (from: number): Node => (from === 31 ? 1 : {feature: from, yes: 0, no: chain(from + 1)});
    const wide = randomDesign(stream(1, "wide"), 2, 31);
    expect(() => treeShap(ensembleOf([treeOf(chain(0))], 31), wide)).toThrow("more than 30 different features");
    const thirty = ensembleOf([treeOf(chain(1))], 31);
    sumsTo(treeShap(thirty, wide), predictMargin(thirty, wide));
  });
});

describe("interaction values", () => {
  it.each([11, 12])("are those of the definition, path-dependent and interventional: trees %i", (seed) => {
    const {random, nodes, features, ensemble, x} = small(seed, {rows: 5, trees: 3});
    const background = randomDesign(random, 6, features, 2);
    const others = Array.from({length: 6}, (_, i) => rowOf(background, i));
    const cases = [
      [shapInteractions(ensemble, x), (i: number) => pathDependentGame(rowOf(x, i))],
      [shapInteractions(ensemble, x, {background}), (i: number) => interventionalGame(rowOf(x, i), others)],
    ] as const;
    for (const [found, game] of cases)
      for (let i = 0; i < x.rows; i++) {
        const wanted = nodes.map((node) => interactions(node, features, game(i)));
        for (let j = 0; j < features; j++)
          for (let k = 0; k < features; k++) {
            const value = wanted.reduce((sum, matrix) => sum + matrix[j][k], 0);
            expect(found.matrix[j][k][i]).toBeCloseTo(value, 12);
          }
      }
  });

  it("sum by row to the Shapley values, and in all to the margin", () => {
    const {ensemble, x} = small(13, {rows: 30, trees: 8});
    const {base, matrix} = shapInteractions(ensemble, x);
    const {columns} = treeShap(ensemble, x);
    const margin = predictMargin(ensemble, x);
    for (let i = 0; i < x.rows; i++) {
      const rows = matrix.map((row) => row.reduce((sum, column) => sum + column[i], 0));
      rows.forEach((sum, j) => {
        expect(sum).toBeCloseTo(columns[j][i], 12);
      });
      expect(rows.reduce((sum, v) => sum + v, base)).toBeCloseTo(margin[i], 12);
    }
    expect(matrix[0][1]).toBe(matrix[1][0]);
  });

  it("are zero between features that add", () => {
    const step = (feature: number): Node => ({feature, threshold: 0, yes: -1, no: 1});
    const x = randomDesign(stream(1, "additive"), 20, 2);
    const {matrix} = shapInteractions(ensembleOf([step(0), step(1)].map(treeOf), 2), x);
    expect(matrix[0][1].every((v) => v === 0)).toBe(true);
  });
});

describe("Saabas contributions", () => {
  it("sum to the margin, also of a forest", () => {
    const {ensemble, x} = small(14, {rows: 30});
    sumsTo(saabas(ensemble, x), predictMargin(ensemble, x), 12);
    const forest = {...ensemble, average: true};
    sumsTo(saabas(forest, x), predictMargin(forest, x), 12);
  });
});

describe("Gauss-Legendre quadrature", () => {
  it("has the nodes and weights of Abramowitz and Stegun, table 25.4, moved to [0, 1]", () => {
    const {nodes, weights} = gaussLegendre(5);
    const table = [
      [0, 0.568888888888889],
      [0.538469310105683, 0.478628670499366],
      [0.906179845938664, 0.236926885056189],
    ];
    table.forEach(([node, weight], k) => {
      expect(nodes[2 + k]).toBeCloseTo((1 + node) / 2, 14);
      expect(nodes[2 - k]).toBeCloseTo((1 - node) / 2, 14);
      expect(weights[2 + k]).toBeCloseTo(weight / 2, 14);
      expect(weights[2 - k]).toBeCloseTo(weight / 2, 14);
    });
  });

  it.each([1, 2, 3, 8, 15])("integrates powers up to 2n − 1 exactly with n = %i points, and not the next", (n) => {
    const {nodes, weights} = gaussLegendre(n);
    const integral = (power: number) =>
      nodes.reduce(
        (sum, t, k) => sum + weights[k] * Array.from({length: power}, () => t).reduce((p, v) => p * v, 1),
        0,
      );
    for (let power = 0; power < 2 * n; power++) expect(integral(power)).toBeCloseTo(1 / (power + 1), 14);
    if (n <= 3) expect(Math.abs(integral(2 * n) - 1 / (2 * n + 1))).toBeGreaterThan(1e-4);
  });
});
