import {leftShare} from "./node-means.ts";
import type {Tree} from "./tree.ts";

/** A leaf with the conditions on the way to it, one a feature: a feature that the path asks twice is one condition. */
export interface Leaf {
  readonly value: number;
  /** Features of the conditions, in the order in which the path first asks them. Valid during the visit only. */
  readonly features: readonly number[];
  /** Product over the feature's nodes of the share of cover that goes the path's way: its "zero fraction". */
  readonly shares: readonly number[];
  /** One a row: bit j says that the row meets condition j (so that all ones reach the leaf). */
  readonly patterns: Int32Array;
}

/** A pattern is the bits of a 32-bit integer. */
const mostConditions = 30;

/**
 * Visits every leaf, left to right, with the pattern of conditions that each row meets there. A row's decision is made
 * once a node, and a pattern is carried down from the parent: the cost is nodes × rows, whatever the depth.
 * @throws RangeError where a path asks more than 30 different features.
 */
export function visitLeaves(
  tree: Tree,
  columns: readonly Float32Array[],
  rows: number,
  visit: (leaf: Leaf) => void,
): void {
  const {left, right, feature, value} = tree;
  const patterns: Int32Array[] = [];
  const decisions: Uint8Array[] = [];
  const features: number[] = [];
  const shares: number[] = [];
  /** What entering a node changed: the condition's position, its share before, whether the node made it. */
  const entered: {node: number; side: 0 | 1 | 2; position: number; before: number}[] = [];
  const buffer = (depth: number) => {
    patterns[depth] ??= new Int32Array(rows);
    return patterns[depth];
  };
  buffer(0).fill(0);
  if (left[0] < 0) {
    visit({value: value[0], features, shares, patterns: patterns[0]});
    return;
  }
  const enter = (node: number) => {
    const depth = entered.length;
    decisions[depth] ??= new Uint8Array(rows);
    decide(tree, node, columns[feature[node]], decisions[depth]);
    const at = features.indexOf(feature[node]);
    const fresh = at < 0;
    if (fresh && features.push(feature[node]) > mostConditions)
      throw new RangeError(`invalid tree; a path asks more than ${mostConditions} different features`);
    entered.push({node, side: 0, position: fresh ? features.length - 1 : at, before: fresh ? Number.NaN : shares[at]});
  };
  enter(0);
  while (entered.length > 0) {
    const depth = entered.length - 1;
    const top = entered[depth];
    const fresh = Number.isNaN(top.before);
    if (top.side === 2) {
      if (fresh) {
        features.pop();
        shares.pop();
      } else shares[top.position] = top.before;
      entered.pop();
      continue;
    }
    const toLeft = top.side === 0;
    top.side++;
    const share = leftShare(tree, top.node);
    shares[top.position] = (fresh ? 1 : top.before) * (toLeft ? share : 1 - share);
    const below = buffer(depth + 1);
    carry(patterns[depth], decisions[depth], below, {bit: top.position, fresh, toLeft});
    const child = toLeft ? left[top.node] : right[top.node];
    if (left[child] < 0) visit({value: value[child], features, shares, patterns: below});
    else enter(child);
  }
}

/** 1 where the row goes left at the node. */
export function decide(tree: Tree, node: number, column: Float32Array, out: Uint8Array): void {
  const threshold = tree.threshold[node];
  const set = tree.categories.get(node);
  const missing = tree.defaultLeft[node];
  if (set !== undefined) {
    const goesRight = new Set(set);
    for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(column[i]) ? missing : goesRight.has(column[i]) ? 0 : 1;
  } else if (missing === 1) {
    for (let i = 0; i < out.length; i++) out[i] = column[i] >= threshold ? 0 : 1; // false for NaN
  } else {
    for (let i = 0; i < out.length; i++) out[i] = column[i] < threshold ? 1 : 0;
  }
}

/** Patterns of a child from its parent's: a fresh condition sets its bit where met, a repeated one clears it where not. */
function carry(
  from: Int32Array,
  goesLeft: Uint8Array,
  to: Int32Array,
  {bit, fresh, toLeft}: {bit: number; fresh: boolean; toLeft: boolean},
): void {
  const n = to.length;
  const flip = toLeft ? 0 : 1;
  if (fresh) for (let i = 0; i < n; i++) to[i] = from[i] | ((goesLeft[i] ^ flip) << bit);
  else for (let i = 0; i < n; i++) to[i] = from[i] & ~((goesLeft[i] ^ flip ^ 1) << bit);
}
