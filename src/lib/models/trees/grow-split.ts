import {childBounds, closed, type GrowNode, sendRows} from "./grow-node.ts";
import type {Growth} from "./grow-state.ts";
import {bestSplit, splitPlace} from "./split.ts";

/** Whether a split of the node could be allowed at all. */
export function mayGrow({settings, sums: {unitH}}: Growth, {depth, h, rows}: GrowNode): boolean {
  return depth < settings.maxDepth && rows.count > 1 && h * unitH >= 2 * settings.minChildWeight;
}

/** Finds the split of a node whose histogram is in a slot; without one it is a leaf. */
export function settle({context, columns, histograms, open, leaves}: Growth, node: GrowNode, slot: number): void {
  const histogram = histograms.address(slot);
  const {g, h, bounds} = node;
  const split = bestSplit(context, {g, h, bounds, histogram}, columns.forNode(node.depth, node.used));
  if (split === null) {
    leaves.push(node);
    histograms.free(slot);
  } else {
    node.split = split;
    node.place = splitPlace(context, split, histogram);
    node.slot = histograms.keep(slot);
    open.push(node);
  }
}

/** Makes the split of a node, and finds those of its children. */
export function splitNode(growth: Growth, node: GrowNode): void {
  const {kernel, memory, context, tree, histograms, leaves} = growth;
  const split = node.split!;
  const [left, right] = childrenOf(growth, node, sendRows(kernel, memory, context.features[split.feature], node));
  const {unitG} = growth.sums;
  tree.split(node.id, {
    feature: split.feature,
    threshold: node.place.threshold,
    missingLeft: split.missingLeft,
    levels: split.rightLevels ?? null,
    gain: split.gain * unitG * unitG,
  });
  tree.child(node.id, "left", left.id);
  tree.child(node.id, "right", right.id);
  // The histogram of the smaller child is counted; the larger one's is the parent's less that.
  const [small, large] = left.rows.count <= right.rows.count ? [left, right] : [right, left];
  const needed = [mayGrow(growth, small), mayGrow(growth, large)] as const;
  const slots = histograms.ofChildren(node.slot, small.rows, large.rows, ...needed);
  for (const [child, takeSlot] of [[small, slots.small] as const, [large, slots.large] as const]) {
    const slot = takeSlot();
    if (slot === null) leaves.push(child);
    else settle(growth, child, slot);
  }
}

function childrenOf(
  {settings, context, tree, sums: {unitH}}: Growth,
  node: GrowNode,
  [leftRows, rightRows, leftOthers, rightOthers]: ReturnType<typeof sendRows>,
): [GrowNode, GrowNode] {
  const {feature, leftG, leftH} = node.split!;
  const {monotone, interactions} = settings;
  const {left, right} = childBounds(node, context.scoring, unitH, monotone?.[feature] ?? 0);
  const used = interactions === undefined || node.used.includes(feature) ? node.used : [...node.used, feature];
  const depth = node.depth + 1;
  const child = (g: number, h: number, part: Pick<GrowNode, "bounds" | "rows" | "others">) =>
    closed({id: tree.addLeaf(h * unitH), depth, g, h, used, ...part});
  return [
    child(leftG, leftH, {bounds: left, rows: leftRows, others: leftOthers}),
    child(node.g - leftG, node.h - leftH, {bounds: right, rows: rightRows, others: rightOthers}),
  ];
}
