import {RandomForestRegression} from "ml-random-forest";
import type {Random} from "../numeric/index.ts";
import {checkKind, levelsOf, matchLevels, seenLevels} from "./categories.ts";
import {checkFit, checkNames, impute, medianPresent, taskOf} from "./design.ts";
import type {Design, Learner, Model} from "./learner.ts";

const trees = 40;
/** Rows a tree sees: the library's search for splits takes time in the square of it. */
const rowsPerTree = 128;
const featureShare = 0.5;
const treeOptions = {maxDepth: 4, minNumSamples: 16};
/** Below this many rows, or with a constant target or no feature that varies, the model is the mean. */
const leastRows = 32;

/**
 * Random forest (Breiman 2001) of ml-random-forest regression trees, with subsampling: each of 40 trees is grown on at most
 * 128 rows drawn at random from the whole training window without replacement (with probability in proportion to the
 * weights, and then with replacement, where weights differ) and on a random half of the features; depth 4 at most, nodes
 * of 16 rows or fewer are leaves. Small trees on small samples suit data whose signal is weak, and bound the time: one fit
 * takes a third of a second however long the window is.
 *
 * The library never makes a split that leaves no error at all: no loss where the target is noisy.
 *
 * Inside the fit: categorical features become one 0/1 column a level; missing values become the training median (of a
 * level: most often 0), and so does a level that training has not seen; columns constant on the window are left out. Fewer than 32
 * rows, a constant target or no feature that varies: predicts the weighted mean.
 */
export const learner: Learner = {
  name: "library-forest",
  label: "Random forest (ml-random-forest)",
  description: `${trees} regression trees of depth ${treeOptions.maxDepth}, each on at most ${rowsPerTree} rows drawn from the training window and a random half of the features`,
  fit(x, y, options) {
    const weights = checkFit(x, y, options);
    taskOf(learner, y, options);
    const levels = Object.fromEntries(
      x.names.flatMap((name, j) => {
        const own = levelsOf(x.levels, name);
        return own === undefined ? [] : [[name, seenLevels(x.columns[j], own, weights)]];
      }),
    );
    const columns = numbersOf(x, levels).map(({column}) => column);
    const medians = columns.map(medianPresent);
    const filled = columns.map((column, j) => impute(column, medians[j]));
    const live = filled.flatMap((column, j) => (column.some((v) => v !== column[0]) ? [j] : []));
    const grow = x.rows >= leastRows && live.length > 0 && y.some((v) => v !== y[0]);
    const varying = live.map((j) => filled[j]);
    const {random} = options;
    const forest = grow
      ? Array.from({length: trees}, () => growTree(sample(weights, drawn(x.rows), random), varying, y, random))
      : [];
    const state = {
      kind: "library-forest@1",
      rows: x.rows,
      names: [...x.names],
      levels,
      medians,
      live,
      mean: mean(y, weights),
      forest,
    };
    // Through JSON at once, so that a model and the one saved from it are the same.
    return modelOf(JSON.parse(JSON.stringify(state)) as ForestState);
  },
};

type SavedTree = ReturnType<RandomForestRegression["toJSON"]>;

interface ForestState {
  readonly kind: "library-forest@1";
  readonly rows: number;
  readonly names: readonly string[];
  /** Levels of the categorical features, as the training rows have them. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** One a column: a number's, or a level's (see `numbersOf`). */
  readonly medians: readonly number[];
  /** Indices of the columns that vary: those that the trees are given. */
  readonly live: readonly number[];
  readonly mean: number;
  /** One single-tree forest of the library's own format each; empty: predicts `mean`. */
  readonly forest: readonly SavedTree[];
}

/** Rebuilds a model from its `toJSON`. @throws RangeError if it is not such a forest's. */
export function fromJSON(state: unknown): Model {
  const candidate = state as ForestState | null;
  if (candidate?.kind !== "library-forest@1")
    throw new RangeError(`invalid model; not "library-forest@1": ${candidate?.kind}`);
  return modelOf(candidate);
}

function modelOf(state: ForestState): Model {
  const grown = state.forest.map((tree) => RandomForestRegression.load(tree));
  return {
    predict(x: Design) {
      checkNames(x, state.names);
      const prediction = new Float64Array(x.rows);
      if (grown.length === 0) return prediction.fill(state.mean);
      if (x.rows === 0) return prediction;
      const columns = numbersOf(x, state.levels);
      const matrix = rowMajor(state.live.map((j) => impute(columns[j].column, state.medians[j])));
      for (const tree of grown) {
        const values = tree.predict(matrix);
        for (let i = 0; i < x.rows; i++) prediction[i] += values[i];
      }
      return prediction.map((sum) => sum / grown.length);
    },
    toJSON: () => state,
    summary: () => ({
      rowsUsed: state.rows,
      chosen: {trees: grown.length, rowsPerTree: drawn(state.rows)},
      weights: splitShares(state),
    }),
  };
}

/** The columns as numbers: a categorical one becomes one a level of the model's, 1 where the row has it. */
function numbersOf(x: Design, levels: ForestState["levels"]): {feature: number; column: Float64Array}[] {
  return x.names.flatMap((name, feature) => {
    const [given, fitted] = [levelsOf(x.levels, name), levelsOf(levels, name)];
    checkKind(name, given, fitted);
    if (given === undefined || fitted === undefined) return [{feature, column: x.columns[feature]}];
    const codes = matchLevels(x.columns[feature], given, fitted);
    return fitted.map((_, k) => ({
      feature,
      column: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : Number(code === k))),
    }));
  });
}

function growTree(rows: Int32Array, columns: readonly Float64Array[], y: Float64Array, random: Random) {
  const tree = new RandomForestRegression({
    nEstimators: 1,
    // A share, since the library reads 1 as all features; half a feature more, since it rounds the product down.
    maxFeatures: columns.length === 1 ? 1 : (Math.ceil(featureShare * columns.length) + 0.5) / columns.length,
    replacement: false,
    seed: random.uint32() | 0, // the library wants a signed 32-bit integer
    useSampleBagging: false,
    noOOB: true,
    treeOptions,
  });
  const matrix = rowMajor(columns.map((column) => Float64Array.from(rows, (i) => column[i])));
  tree.train(
    matrix,
    Array.from(rows, (i) => y[i]),
  );
  return tree.toJSON();
}

/** Feature → share of splits on it, each counted by the rows that it divides. */
function splitShares({names, levels, live, forest}: ForestState): Record<string, number> {
  const features = names.flatMap((name, j) => new Array<number>(levelsOf(levels, name)?.length ?? 1).fill(j));
  const rows = new Float64Array(names.length);
  for (const {baseModel} of forest) {
    const [columns] = baseModel.indexes;
    const [tree] = baseModel.estimators as unknown as readonly {readonly root: TreeNode}[];
    const walk = (node: TreeNode): void => {
      if (node.left === undefined || node.right === undefined) return;
      rows[features[live[columns[node.splitColumn!]]]] += node.numberSamples!;
      walk(node.left);
      walk(node.right);
    };
    walk(tree.root);
  }
  const total = rows.reduce((sum, r) => sum + r, 0);
  return Object.fromEntries(names.map((name, j) => [name, total > 0 ? rows[j] / total : 0]));
}

/** A node as the library writes it; a leaf has neither `left` nor `right`. */
interface TreeNode {
  readonly splitColumn?: number;
  readonly numberSamples?: number;
  readonly left?: TreeNode;
  readonly right?: TreeNode;
}

/** Rows a tree is grown on: in a short window the share of distinct rows that a bootstrap draw would have, 1 − 1/e. */
const drawn = (rows: number) => Math.min(rowsPerTree, Math.ceil(0.632 * rows));

/** Draws `count` rows, in ascending order. */
function sample(weights: Float64Array, count: number, random: Random): Int32Array {
  const n = weights.length;
  if (weights.every((w) => w === weights[0])) {
    const order = Int32Array.from({length: n}, (_, i) => i);
    for (let k = 0; k < count; k++) {
      const other = k + random.integer(n - k); // Fisher and Yates, stopped after `count`
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order.subarray(0, count).sort();
  }
  const cumulative = Float64Array.from(weights);
  for (let i = 1; i < n; i++) cumulative[i] += cumulative[i - 1];
  return Int32Array.from({length: count}, () => {
    const target = random.uniform() * cumulative[n - 1];
    return cumulative.findIndex((c) => c > target);
  }).sort();
}

function mean(y: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    sum += weights[i] * y[i];
    total += weights[i];
  }
  return sum / total;
}

/** Rows as the library wants them. */
function rowMajor(columns: readonly Float64Array[]): number[][] {
  return Array.from({length: columns[0].length}, (_, i) => columns.map((column) => column[i]));
}
