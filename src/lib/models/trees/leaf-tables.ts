import type {Design} from "../learner.ts";
import {type Leaf, visitLeaves} from "./leaf-patterns.ts";
import {modelColumns} from "./model-columns.ts";
import type {FillTable} from "./shapley-tables.ts";
import type {TreeEnsemble} from "./tree.ts";

/** Rows explained at a time: their patterns stay in the cache. */
const chunk = 8192;

/** A leaf as the ensemble counts it: its value divided by the number of trees where they are averaged. */
export interface ScaledLeaf extends Leaf {
  /** Patterns of the background rows, where there is a background. */
  readonly background: Int32Array | undefined;
}

/**
 * Visits all leaves of all trees with the patterns of the rows from … from + rows − 1, a chunk after the other.
 * @throws RangeError for a background without rows.
 */
export function eachLeaf(
  ensemble: TreeEnsemble,
  x: Design,
  background: Design | undefined,
  visit: (leaf: ScaledLeaf, rows: number, from: number) => void,
): void {
  if (background?.rows === 0) throw new RangeError("invalid background; it has no rows");
  const columns = modelColumns(ensemble, x);
  const others = background && modelColumns(ensemble, background);
  const scale = ensemble.average ? 1 / ensemble.trees.length : 1;
  for (let from = 0; from < x.rows; from += chunk) {
    const rows = Math.min(chunk, x.rows - from);
    const part = columns.map((column, j) => joined(column.subarray(from, from + rows), others?.[j]));
    for (const tree of ensemble.trees)
      visitLeaves(tree, part, rows + (background?.rows ?? 0), (leaf) =>
        visit({...leaf, value: leaf.value * scale, background: background && leaf.patterns.subarray(rows)}, rows, from),
      );
  }
}

function joined(a: Float32Array, b: Float32Array | undefined): Float32Array {
  if (b === undefined) return a;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * Adds to targets[t][from + i] the table's entry t for the pattern of row i. The table has all patterns where they are
 * few, else those that occur.
 */
export function addTable(
  patterns: Int32Array,
  conditions: number,
  targets: readonly Float64Array[],
  fill: FillTable,
  from: number,
): void {
  const {list, slots} = distinctPatterns(patterns, conditions);
  const table = new Float64Array(targets.length * list.length);
  fill(list, conditions, table);
  targets.forEach((target, t) => {
    addEntries(table.subarray(t * list.length, (t + 1) * list.length), slots, target, from);
  });
}

function addEntries(entries: Float64Array, slots: Int32Array, target: Float64Array, from: number): void {
  for (let i = 0; i < slots.length; i++) target[from + i] += entries[slots[i]];
}

/** Patterns to tabulate, and for each row its pattern's place among them. */
function distinctPatterns(patterns: Int32Array, conditions: number): {list: Int32Array; slots: Int32Array} {
  if (conditions <= 6 || 1 << conditions <= patterns.length)
    return {list: Int32Array.from({length: 1 << conditions}, (_, pattern) => pattern), slots: patterns};
  const places = new Map<number, number>();
  const slots = patterns.map((pattern) => {
    const place = places.get(pattern) ?? places.size;
    places.set(pattern, place);
    return place;
  });
  return {list: Int32Array.from(places.keys()), slots};
}
