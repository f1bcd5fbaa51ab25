import type {Tree} from "./tree.ts";

/** Rows that go through all trees before the next do: a multiple of 4, few enough for their features to stay in the cache. */
const block = 512;
/** Deeper trees are walked: a packed one takes as many steps for each row as its deepest leaf. */
const deepest = 12;

/**
 * A tree for rows four at a time: every row takes `depth` steps without a branch that the processor could guess wrong (a
 * leaf leads to itself), and four walks overlap. A right child comes after its left one.
 */
export interface PackedTree {
  readonly depth: number;
  /** Left child; of a leaf, itself. */
  readonly child: Int32Array;
  /** Where in a block the node's column begins. */
  readonly offset: Int32Array;
  readonly threshold: Float32Array;
  readonly value: Float64Array;
}

/** Columns of a design, block by block, one after the other in one array. */
export interface ColumnBlocks {
  /** Where a block's column begins in which a feature's missing values go to the given side: right as they are, left as −∞. */
  offset(feature: number, missingLeft: boolean): number;
  /** Where a column of zeros begins. */
  readonly zeros: number;
  /** The array is used again for each block. */
  blocks(): Iterable<{values: Float32Array; from: number; to: number}>;
}

export function columnBlocks(columns: readonly Float32Array[]): ColumnBlocks {
  const twice = columns.map((column) => column.some(Number.isNaN));
  const second = columns.map((_, j) => columns.length + twice.slice(0, j).filter(Boolean).length);
  const zeros = block * (columns.length + twice.filter(Boolean).length);
  const rows = columns[0]?.length ?? 0;
  return {
    zeros,
    offset: (j, missingLeft) => block * (missingLeft && twice[j] ? second[j] : j),
    *blocks() {
      const values = new Float32Array(zeros + block);
      for (let from = 0; from < rows; from += block) {
        const to = Math.min(from + block, rows);
        columns.forEach((column, j) => {
          copy(column, from, to, values, block * j);
          if (twice[j]) copyMissingLeft(column, from, to, values, block * second[j]);
        });
        yield {values, from, to};
      }
    },
  };
}

function copy(column: Float32Array, from: number, to: number, values: Float32Array, at: number): void {
  for (let i = from; i < to; i++) values[at + i - from] = column[i];
}

function copyMissingLeft(column: Float32Array, from: number, to: number, values: Float32Array, at: number): void {
  for (let i = from; i < to; i++)
    values[at + i - from] = Number.isNaN(column[i]) ? Number.NEGATIVE_INFINITY : column[i];
}

/** Null for a tree that is deep or splits by category: it must be walked. */
export function packTree(tree: Tree, layout: ColumnBlocks): PackedTree | null {
  const {left, right, feature, threshold, defaultLeft, value, categories} = tree;
  if (categories.size > 0) return null;
  const order = [0];
  const depths = [0];
  for (let k = 0; k < order.length; k++) {
    if (left[order[k]] < 0) continue;
    if (depths[k] === deepest) return null;
    order.push(left[order[k]], right[order[k]]);
    depths.push(depths[k] + 1, depths[k] + 1);
  }
  let next = 1;
  return {
    depth: depths[depths.length - 1],
    child: Int32Array.from(order, (node, k) => {
      if (left[node] < 0) return k;
      next += 2;
      return next - 2;
    }),
    offset: Int32Array.from(order, (node) =>
      left[node] < 0 ? layout.zeros : layout.offset(feature[node], defaultLeft[node] === 1),
    ),
    threshold: Float32Array.from(order, (node) => (left[node] < 0 ? Number.POSITIVE_INFINITY : threshold[node])),
    value: Float64Array.from(order, (node) => value[node]),
  };
}

/** Adds the tree's value to sums[from … to − 1], the rows of a block. NaN is not below a threshold: it goes right. */
export function addPacked(tree: PackedTree, values: Float32Array, sums: Float64Array, from: number, to: number): void {
  const {depth, child, offset, threshold, value} = tree;
  const rows = to - from;
  for (let i = 0; i < rows; i += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let step = 0; step < depth; step++) {
      a = child[a] + +!(values[offset[a] + i] < threshold[a]);
      b = child[b] + +!(values[offset[b] + i + 1] < threshold[b]);
      c = child[c] + +!(values[offset[c] + i + 2] < threshold[c]);
      d = child[d] + +!(values[offset[d] + i + 3] < threshold[d]);
    }
    const at = from + i;
    sums[at] += value[a];
    if (i + 1 < rows) sums[at + 1] += value[b];
    if (i + 2 < rows) sums[at + 2] += value[c];
    if (i + 3 < rows) sums[at + 3] += value[d];
  }
}
