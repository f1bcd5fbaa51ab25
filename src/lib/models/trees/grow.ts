import type {Random} from "../../numeric/index.ts";
import type {Kernel} from "../kernel/index.ts";
import type {BinnedDesign} from "./bins.ts";
import {treeColumns} from "./grow-columns.ts";
import {nodeHistograms} from "./grow-histograms.ts";
import {type GrowMemory, layOut} from "./grow-memory.ts";
import {childBounds, closed, type GrowNode, sendRows} from "./grow-node.ts";
import {checkGrowSettings, type GrowSettings, histogramsWanted} from "./grow-settings.ts";
import {growingTree} from "./grow-tree.ts";
import {quantise} from "./histogram.ts";
import {bestSplit, type SplitContext, splitPlace} from "./split.ts";
import {scoring, unbounded} from "./split-score.ts";
import type {Tree} from "./tree.ts";

/** What one tree is grown from. Arrays have one entry a row of the grower. */
export interface TreeTarget {
  readonly gradient: Float64Array;
  /** null: all 1. */
  readonly hessian: Float64Array | null;
  /** Rows that count, ascending; the others only fall into leaves. Default: all. */
  readonly sample?: Int32Array;
  /** Draws columns. */
  readonly random: Random;
  /** Weight of a leaf, before the learning rate, from the rows in it that count; default: the second-order optimum. */
  readonly leafWeight?: (rows: Int32Array) => number;
}

export interface GrownTree {
  readonly tree: Tree;
  /** Adds each row's leaf value to `margin`. Of the last tree only: the next one reuses the memory. */
  addTo(margin: Float64Array): void;
}

/** Grows trees on the same rows of the same bins, one after the other. */
export interface Grower {
  readonly rows: number;
  grow(target: TreeTarget): GrownTree;
}

/**
 * A grower of second-order regression trees on histograms, as XGBoost's hist method defines them (Chen and Guestrin 2016).
 * @param rows rows of the design, in the order that targets have them; null: all.
 * @param limit bytes that histograms may take (default 64 MB): with fewer it takes longer, and gives the same.
 * @throws RangeError where a setting is out of range.
 */
export function openGrower(
  kernel: Kernel,
  design: BinnedDesign,
  rows: Int32Array | null,
  settings: GrowSettings,
  limit?: number,
): Grower {
  checkGrowSettings(settings, design);
  const memory = layOut(kernel, design, rows, histogramsWanted(settings), limit);
  const count = rows?.length ?? design.rows;
  const every = Int32Array.from({length: count}, (_, i) => i);
  return {
    rows: count,
    grow: ({sample = every, ...target}) => growOne(kernel, design, memory, settings, {...target, sample}, count),
  };
}

function growOne(
  kernel: Kernel,
  {features}: BinnedDesign,
  memory: GrowMemory,
  settings: GrowSettings,
  {gradient, hessian, sample, random, leafWeight}: TreeTarget & {readonly sample: Int32Array},
  count: number,
): GrownTree {
  const {maxDepth, maxLeaves, learningRate, minChildWeight, monotone} = settings;
  const {sumG, sumH, unitG, unitH, lambda} = quantise(gradient, hessian, sample, memory.pairView, settings.lambda);
  const columns = treeColumns(features.length, settings, random);
  const histograms = nodeHistograms(kernel, memory, features, columns.all);
  const score = scoring(settings, unitG);
  const context: SplitContext = {
    kernel,
    memory,
    features,
    unitH,
    lambda,
    scoring: score,
    monotone,
    gamma: settings.gamma / unitG / unitG,
  };
  const tree = growingTree();
  const open: GrowNode[] = [];
  const leaves: GrowNode[] = [];
  const mayGrow = ({depth, h, rows}: GrowNode) => depth < maxDepth && rows.count > 1 && h * unitH >= 2 * minChildWeight;
  /** Finds the split of a node whose histogram is there; without one it is a leaf. */
  const settle = (node: GrowNode, slot: number) => {
    const histogram = histograms.address(slot);
    const allowed = columns.forNode(node.depth, node.used);
    const split = bestSplit(context, {g: node.g, h: node.h, bounds: node.bounds, histogram}, allowed);
    if (split === null) {
      leaves.push(node);
      histograms.free(slot);
    } else {
      node.split = split;
      node.place = splitPlace(context, split, histogram);
      node.slot = histograms.keep(slot);
      open.push(node);
    }
  };

  memory.rowView.set(sample);
  const others = sample.length === count ? 0 : placeOthers(memory.rowView, sample, count);
  const root = closed({
    id: tree.addLeaf(sumH * unitH),
    depth: 0,
    g: sumG,
    h: sumH,
    bounds: unbounded,
    used: [],
    rows: {from: 0, count: sample.length},
    others: {from: sample.length, count: others},
  });
  if (mayGrow(root)) settle(root, histograms.count(root.rows));
  else leaves.push(root);

  while (open.length > 0 && (maxLeaves === 0 || leaves.length + open.length < maxLeaves)) {
    const node = next(open, settings);
    const split = node.split!;
    const rightG = node.g - split.leftG;
    const rightH = node.h - split.leftH;
    const bounds = childBounds(node, score, unitH, monotone?.[split.feature] ?? 0);
    const [leftRows, rightRows, leftOthers, rightOthers] = sendRows(kernel, memory, features[split.feature], node);
    const used =
      settings.interactions === undefined || node.used.includes(split.feature)
        ? node.used
        : [...node.used, split.feature];
    const child = (g: number, h: number, limits: GrowNode["bounds"], rows: GrowNode["rows"], rest: GrowNode["rows"]) =>
      closed({id: tree.addLeaf(h * unitH), depth: node.depth + 1, g, h, bounds: limits, used, rows, others: rest});
    const left = child(split.leftG, split.leftH, bounds.left, leftRows, leftOthers);
    const right = child(rightG, rightH, bounds.right, rightRows, rightOthers);
    tree.split(node.id, {
      feature: split.feature,
      threshold: node.place.threshold,
      missingLeft: split.missingLeft,
      levels: split.rightLevels ?? null,
      gain: split.gain * unitG * unitG,
      left: left.id,
      right: right.id,
    });
    // The histogram of the smaller child is counted; the larger one's is the parent's less that.
    const [small, large] = leftRows.count <= rightRows.count ? [left, right] : [right, left];
    const slots = histograms.ofChildren(node.slot, small.rows, large.rows, mayGrow(small), mayGrow(large));
    for (const [each, makeSlot] of [
      [small, slots.small],
      [large, slots.large],
    ] as const) {
      const slot = makeSlot();
      if (slot === null) leaves.push(each);
      else settle(each, slot);
    }
  }
  leaves.push(...open);
  for (const leaf of leaves) {
    const own = leafWeight?.(memory.rowView.subarray(leaf.rows.from, leaf.rows.from + leaf.rows.count));
    const {lower, upper} = leaf.bounds;
    const weight =
      own === undefined
        ? score.weight(leaf.g, leaf.h * unitH, leaf.bounds) * unitG
        : Math.max(lower * unitG, Math.min(upper * unitG, own));
    tree.setValue(leaf.id, Math.fround(weight * learningRate) + 0); // no negative zero: JSON would lose it
  }
  const grown = tree.finish();
  return {
    tree: grown,
    addTo(margin) {
      for (const {id, rows, others: rest} of leaves) {
        const value = grown.value[id];
        for (const {from, count: length} of [rows, rest])
          for (let k = from; k < from + length; k++) margin[memory.rowView[k]] += value;
      }
    },
  };
}

/**
 * The next node to split. Depth-wise growth without a limit of leaves takes the newest: the tree is the same in any order,
 * and few histograms are kept. With a limit it takes the oldest; loss-guided growth the one with the largest gain, the
 * oldest of equals.
 */
function next(open: GrowNode[], {growth, maxLeaves}: GrowSettings): GrowNode {
  if (growth === "depth-wise") return maxLeaves === 0 ? open.pop()! : open.shift()!;
  let best = 0;
  for (let k = 1; k < open.length; k++) if (open[k].split!.gain > open[best].split!.gain) best = k;
  return open.splice(best, 1)[0];
}

/** Puts the rows that are not in the sample after those that are; returns how many. Both are ascending. */
function placeOthers(rows: Int32Array, sample: Int32Array, count: number): number {
  let at = sample.length;
  let k = 0;
  for (let i = 0; i < count; i++)
    if (k < sample.length && sample[k] === i) k++;
    else rows[at++] = i;
  return at - sample.length;
}
