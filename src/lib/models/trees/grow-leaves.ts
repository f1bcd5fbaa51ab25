import type {GrowNode} from "./grow-node.ts";
import type {Growth} from "./grow-state.ts";
import type {Tree} from "./tree.ts";

/** Values of the leaves, 32-bit floats as XGBoost keeps them. A weight of one's own keeps within monotone bounds too. */
export function setValues(
  {memory, settings, context, leaves, tree, sums}: Growth,
  leafWeight: ((rows: Int32Array) => number) | undefined,
): void {
  const {unitG, unitH} = sums;
  for (const {id, g, h, bounds, rows} of leaves) {
    const own = leafWeight?.(memory.rowView.subarray(rows.from, rows.from + rows.count));
    const weight =
      own === undefined
        ? context.scoring.weight(g, h * unitH, bounds) * unitG
        : Math.max(bounds.lower * unitG, Math.min(bounds.upper * unitG, own));
    tree.setValue(id, Math.fround(weight * settings.learningRate) + 0); // no negative zero: JSON would lose it
  }
}

/** Adds its leaf's value to each row's margin. @param order the memory's row numbers. */
export function addValues(leaves: readonly GrowNode[], {value}: Tree, order: Int32Array, margin: Float64Array): void {
  for (const {id, rows, others} of leaves)
    for (const {from, count} of [rows, others]) for (let k = from; k < from + count; k++) margin[order[k]] += value[id];
}
