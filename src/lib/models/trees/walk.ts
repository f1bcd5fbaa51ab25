import {levelsOf} from "../categories.ts";
import type {Design} from "../learner.ts";
import {modelColumns} from "./model-columns.ts";
import {nodeMeans} from "./node-means.ts";
import type {Tree, TreeEnsemble} from "./tree.ts";

/** One node on a row's way through a tree, ready to be put in words. */
export interface Step {
  readonly node: number;
  /** Training rows' weight in the node: see `Tree.cover`. */
  readonly cover: number;
  /** Mean output of the tree in the node: what it would say if it stopped here. At the leaf: what it says. */
  readonly value: number;
  /** What is asked, and the answer; null at the leaf. */
  readonly question: Question | null;
}

export interface Question {
  readonly feature: string;
  /** A number goes left where below it; null where the question is about levels. */
  readonly threshold: number | null;
  /** Levels that go right; null where the question is about a number. */
  readonly levels: readonly string[] | null;
  /** The row's value, a number or a level; null where missing, or a level that was not seen in training. */
  readonly given: number | string | null;
  readonly direction: "left" | "right";
  /** Whether it went that way because the value is missing. */
  readonly missing: boolean;
}

/** The way of one row through tree number `index`, from the root to its leaf. @throws RangeError where either is not there. */
export function walk(ensemble: TreeEnsemble, index: number, x: Design, row: number): Step[] {
  const tree = ensemble.trees[index];
  if (tree === undefined) throw new RangeError(`invalid tree; not from 0 to ${ensemble.trees.length - 1}: ${index}`);
  if (!(Number.isInteger(row) && row >= 0 && row < x.rows))
    throw new RangeError(`invalid row; not from 0 to ${x.rows - 1}: ${row}`);
  const one = {...x, rows: 1, columns: x.columns.map((column) => column.slice(row, row + 1))};
  const values = modelColumns(ensemble, one).map((column) => column[0]);
  const means = nodeMeans(tree);
  const steps: Step[] = [];
  for (let node = 0; ; ) {
    const here = {node, cover: tree.cover[node], value: means[node]};
    if (tree.left[node] < 0) return [...steps, {...here, question: null}];
    const [j, set] = [tree.feature[node], tree.categories.get(node)];
    const name = ensemble.names[j];
    const levels = levelsOf(ensemble.levels, name);
    const missing = Number.isNaN(values[j]);
    const next = childOf(tree, node, values[j]);
    steps.push({
      ...here,
      question: {
        feature: name,
        threshold: set === undefined ? tree.threshold[node] : null,
        levels: set?.map((code) => levels?.[code] ?? String(code)) ?? null,
        given: missing ? null : levels ? levels[values[j]] : x.columns[j][row],
        direction: next === tree.left[node] ? "left" : "right",
        missing,
      },
    });
    node = next;
  }
}

/** The child that a value goes to; `value` as `modelColumns` gives it. */
export function childOf({left, right, threshold, defaultLeft, categories}: Tree, node: number, value: number): number {
  if (Number.isNaN(value)) return defaultLeft[node] === 1 ? left[node] : right[node];
  const set = categories.get(node);
  return (set === undefined ? value < threshold[node] : !set.includes(value)) ? left[node] : right[node];
}
