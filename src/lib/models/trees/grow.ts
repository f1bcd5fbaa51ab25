import type {Random} from "../../numeric/index.ts";
import type {Kernel} from "../kernel/index.ts";
import type {BinnedDesign} from "./bins.ts";
import {treeColumns} from "./grow-columns.ts";
import {nodeHistograms} from "./grow-histograms.ts";
import {addValues, setValues} from "./grow-leaves.ts";
import {type GrowMemory, layOut} from "./grow-memory.ts";
import {closed, type GrowNode} from "./grow-node.ts";
import {checkGrowSettings, type GrowSettings, histogramsWanted} from "./grow-settings.ts";
import {mayGrow, settle, splitNode} from "./grow-split.ts";
import type {Growth} from "./grow-state.ts";
import {growingTree} from "./grow-tree.ts";
import {quantise} from "./histogram.ts";
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
  const sums = quantise(gradient, hessian, sample, memory.pairView, settings.lambda);
  const {unitG, unitH, lambda} = sums;
  const columns = treeColumns(features.length, settings, random);
  const growth: Growth = {
    kernel,
    memory,
    settings,
    context: {
      kernel,
      memory,
      features,
      unitH,
      lambda,
      scoring: scoring(settings, unitG),
      monotone: settings.monotone,
      gamma: settings.gamma / unitG / unitG,
    },
    sums,
    columns,
    histograms: nodeHistograms(kernel, memory, features, columns.all),
    tree: growingTree(),
    open: [],
    leaves: [],
  };
  const {open, leaves, histograms} = growth;
  const root = rootOf(growth, sample, count);
  if (mayGrow(growth, root)) settle(growth, root, histograms.count(root.rows));
  else leaves.push(root);
  const {maxLeaves} = settings;
  while (open.length > 0 && (maxLeaves === 0 || leaves.length + open.length < maxLeaves))
    splitNode(growth, next(open, settings));
  leaves.push(...open);
  setValues(growth, leafWeight);
  const tree = growth.tree.finish();
  return {tree, addTo: (margin) => addValues(leaves, tree, memory.rowView, margin)};
}

/** The root; puts the rows in place, those that count first. */
function rootOf({memory, tree, sums: {sumG, sumH, unitH}}: Growth, sample: Int32Array, count: number): GrowNode {
  memory.rowView.set(sample);
  if (sample.length < count) placeOthers(memory.rowView, sample, count);
  return closed({
    id: tree.addLeaf(sumH * unitH),
    depth: 0,
    g: sumG,
    h: sumH,
    bounds: unbounded,
    used: [],
    rows: {from: 0, count: sample.length},
    others: {from: sample.length, count: count - sample.length},
  });
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

/** Puts the rows that are not in the sample after those that are. Both are ascending. */
function placeOthers(rows: Int32Array, sample: Int32Array, count: number): void {
  let at = sample.length;
  let k = 0;
  for (let i = 0; i < count; i++)
    if (k < sample.length && sample[k] === i) k++;
    else rows[at++] = i;
}
