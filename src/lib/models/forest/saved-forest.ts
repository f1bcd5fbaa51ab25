import type {Task} from "../learner.ts";
import {checkEnsemble} from "../trees/check-tree.ts";
import type {Tree, TreeEnsemble} from "../trees/tree.ts";
import type {LeafTargets, TreeTargets} from "./leaf-targets.ts";
import type {OutOfBag} from "./out-of-bag.ts";
import type {ForestSettings} from "./settings.ts";

/** A fitted forest. */
export interface Forest {
  /** Training rows of positive weight. */
  readonly rows: number;
  readonly task: Task;
  readonly settings: ForestSettings;
  readonly ensemble: TreeEnsemble;
  /** null unless it predicts a quantile. */
  readonly leaves: LeafTargets | null;
  /** null where there is none. */
  readonly outOfBag: OutOfBag | null;
}

const arrays = ["left", "right", "feature", "threshold", "defaultLeft", "value", "cover", "gain"] as const;

/** The forest as JSON: what `readForest` takes. */
export function saveForest({ensemble, leaves, ...rest}: Forest): unknown {
  return {
    kind: "forest@2",
    ...rest,
    ensemble: {...ensemble, trees: ensemble.trees.map(saveTree)},
    leaves: leaves && {
      targets: [...leaves.targets],
      trees: leaves.trees.map(({from, to, ranks, weights}) => ({
        from: [...from],
        to: [...to],
        ranks: [...ranks],
        weights: [...weights],
      })),
    },
  };
}

function saveTree(tree: Tree) {
  return {...Object.fromEntries(arrays.map((name) => [name, [...tree[name]]])), categories: [...tree.categories]};
}

/**
 * A forest from its JSON.
 * @throws RangeError where it is of another kind or version, cut short, or its trees are none (see `checkEnsemble`).
 */
export function readForest(state: unknown): Forest {
  const saved = state as (Record<string, unknown> & {kind?: unknown}) | null;
  if (saved?.kind !== "forest@2") throw new RangeError(`invalid model; not "forest@2": ${saved?.kind}`);
  try {
    const {kind: _, ...forest} = saved as unknown as Forest & {kind: string};
    const ensemble = {...forest.ensemble, trees: forest.ensemble.trees.map(readTree)};
    checkEnsemble(ensemble);
    if (ensemble.trees.length === 0) throw new RangeError("invalid model; a forest has at least one tree");
    return {...forest, ensemble, leaves: forest.leaves && readLeaves(forest.leaves, ensemble.trees)};
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new RangeError("invalid model; parts of the forest are missing: it was cut short, or is of another version");
  }
}

function readTree(saved: Tree): Tree {
  const {left, right, feature, threshold, defaultLeft, value, cover, gain, categories} = saved;
  return {
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    defaultLeft: Uint8Array.from(defaultLeft),
    value: Float64Array.from(value),
    cover: Float64Array.from(cover),
    gain: Float64Array.from(gain),
    categories: new Map(categories),
  };
}

function readLeaves({targets, trees: saved}: LeafTargets, trees: readonly Tree[]): LeafTargets {
  if (saved.length !== trees.length)
    throw new RangeError(`invalid model; it has ${trees.length} trees, and the leaves of ${saved.length}`);
  return {
    targets: Float64Array.from(targets),
    trees: saved.map((each, t) => {
      const leaves: TreeTargets = {
        from: Int32Array.from(each.from),
        to: Int32Array.from(each.to),
        ranks: Int32Array.from(each.ranks),
        weights: Float64Array.from(each.weights),
      };
      const n = leaves.ranks.length;
      const whole =
        leaves.weights.length === n &&
        leaves.ranks.every((rank) => rank >= 0 && rank < targets.length) &&
        trees[t].left.every((child, node) => {
          const [from, to] = [leaves.from[node], leaves.to[node]];
          return child >= 0 || (from >= 0 && from < to && to <= n);
        });
      if (!whole) throw new RangeError(`invalid model; the leaves of tree ${t} do not name their targets`);
      return leaves;
    }),
  };
}
