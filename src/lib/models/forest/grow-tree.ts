import type {Random} from "../../numeric/index.ts";
import {growingTree} from "../trees/grow-tree.ts";
import {quantise} from "../trees/histogram.ts";
import type {Tree} from "../trees/tree.ts";
import {bestDrawn, countRows} from "./candidates.ts";
import type {Ground, Rows} from "./ground.ts";
import {bagFirst, leafMean, sameTarget} from "./node-rows.ts";
import {markLeft, nodeSplit} from "./node-split.ts";
import {bestSplit} from "./split.ts";
import type {Split, Sums} from "./split-rule.ts";

/** A split must explain at least this share of what the sums hold: less is rounding. */
const leastGain = 1e-12;

/** A tree, and which training rows are in its leaves. */
export interface GrownTree {
  readonly tree: Tree;
  /** All training rows: the `drawn` first ones were drawn, each once however often; the others are out of the bag. */
  readonly rows: Int32Array;
  readonly drawn: number;
  /** Leaves, and where the rows of each start and end in `rows`: those drawn, and those out of the bag. */
  readonly leaves: readonly Leaf[];
}

export interface Leaf {
  readonly node: number;
  readonly bag: Rows;
  readonly out: Rows;
}

/** A node that is still to be grown. */
interface Part {
  readonly bag: Rows;
  readonly out: Rows;
  readonly sums: Sums;
  readonly depth: number;
  /** Whether it stays a leaf: by depth, by weight, or because all its targets are the same. */
  readonly ends: boolean;
}

/**
 * Grows one regression tree on histograms: each node is split where the weighted variance left over is smallest, among
 * features drawn at random, until depth, least weight or a pure node ends it. A leaf's value is the weighted mean of its
 * targets (of 0 and 1: the share of ones; the least variance is then the least Gini impurity).
 *
 * A missing value goes to the side where it leaves less variance; where no row of the node has one, to the heavier side.
 * So does a level that no row of the node has.
 *
 * @param weights of each row, times how often it was drawn: 0 is out of the bag.
 */
export function growTree(ground: Ground, weights: Float64Array, random: Random): GrownTree {
  const {kernel, memory, features, live, y, settings, drawn, centre, meanWeight} = ground;
  const {rowView} = memory;
  const size = bagFirst(weights, rowView);
  const gradient = y.map((v, i) => weights[i] * (v - centre));
  const {sumG, sumH, unitG, unitH} = quantise(gradient, weights, rowView.subarray(0, size), memory.pairView, 0);
  const minimum = Math.max(1, Math.ceil((settings.minLeaf * meanWeight) / unitH));
  const order = live.slice();
  const all = drawn === live.length;
  const extra = settings.kind === "extremely-randomised" ? random : null;
  const nodes = growingTree();
  const leaves: Leaf[] = [];
  const place = (bag: Rows, out: Rows, sums: Sums, depth: number): Part => {
    const light = depth === settings.depth || sums.h < 2 * minimum;
    return {bag, out, sums, depth, ends: light || sameTarget(y, rowView, bag)};
  };

  /** `counted`: histogram `slot` holds the part's sums already. @returns the node's number. */
  const grow = (part: Part, slot: number, counted: boolean): number => {
    const {bag, out, sums, depth} = part;
    const node = nodes.addLeaf(sums.h * unitH);
    const histogram = memory.histograms + slot * memory.histogramBytes;
    const rule = {node: sums, minimum, random: extra};
    let split: Split | null = null;
    if (!part.ends && all) {
      if (!counted) countRows(ground, bag, histogram);
      split = bestSplit(ground, histogram, live, rule);
    } else if (!part.ends) split = bestDrawn(ground, bag, rule, order, random);
    const gain = split === null ? 0 : split.score - (sums.g * sums.g) / sums.h;
    if (split === null || !(gain > leastGain * split.score)) {
      nodes.setValue(node, leafMean(y, weights, rowView, bag));
      leaves.push({node, bag, out});
      return node;
    }
    const defaultLeft = markLeft(memory, histogram, features[split.feature], split, sums);
    nodes.split(node, nodeSplit(memory, features[split.feature], split, defaultLeft, (gain * unitG * unitG) / unitH));
    const [leftBag, rightBag] = parted(ground, bag, split.feature);
    const [leftOut, rightOut] = parted(ground, out, split.feature);
    const rest = {g: sums.g - split.left.g, h: sums.h - split.left.h};
    const sides = [
      {side: "left", part: place(leftBag, leftOut, split.left, depth + 1)},
      {side: "right", part: place(rightBag, rightOut, rest, depth + 1)},
    ] as const;
    const [small, large] = leftBag.count <= rightBag.count ? sides : [sides[1], sides[0]];
    // The smaller side is counted, the larger is the parent less the smaller: exactly, since sums are whole numbers.
    const shared = all && !large.part.ends && slot + 1 < memory.slots;
    if (shared) {
      countRows(ground, small.part.bag, histogram + memory.histogramBytes);
      kernel.subtract(histogram, histogram + memory.histogramBytes, memory.histogramBytes >> 4);
    }
    nodes.child(node, small.side, grow(small.part, shared ? slot + 1 : slot, shared));
    nodes.child(node, large.side, grow(large.part, slot, shared));
    return node;
  };

  const whole = {start: 0, count: size};
  grow(place(whole, {start: size, count: y.length - size}, {g: sumG, h: sumH}, 0), 0, false);
  return {tree: nodes.finish(), rows: rowView.slice(), drawn: size, leaves};
}

/** Reorders rows so that those that the marked bins of a feature send left come first, each side in its old order. */
function parted({kernel, memory}: Ground, {start, count}: Rows, feature: number): [Rows, Rows] {
  const {columns, columnBytes, wide, table, rows, scratch} = memory;
  const left = kernel.partition(columns + feature * columnBytes, wide, table, rows + 4 * start, count, scratch);
  return [
    {start, count: left},
    {start: start + left, count: count - left},
  ];
}
