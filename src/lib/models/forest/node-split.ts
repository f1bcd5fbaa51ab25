import {type FeatureBins, thresholdAfter} from "../trees/bins.ts";
import type {GrowMemory} from "../trees/grow-memory.ts";
import type {TreeSplit} from "../trees/grow-tree.ts";
import type {Split, Sums} from "./split-rule.ts";

/**
 * Marks in the memory's table which bins go left, those that no row of the node has among them.
 * @param histogram of the node. @returns whether missing values go left.
 */
export function markLeft(
  {f64, stride, tableView}: GrowMemory,
  histogram: number,
  {bins}: FeatureBins,
  {feature, cut, levels, missingLeft, left}: Split,
  node: Sums,
): boolean {
  const weight = ((histogram + feature * stride) >> 3) + 1; // of bin b: at + 2 b
  const defaultLeft = f64[weight + 2 * bins] > 0 ? missingLeft : 2 * left.h >= node.h;
  for (let b = 0; b < bins; b++)
    tableView[b] = Number(levels === null ? b <= cut : f64[weight + 2 * b] > 0 ? levels.includes(b) : defaultLeft);
  tableView[bins] = Number(defaultLeft);
  return defaultLeft;
}

/** The split as a tree holds it. @param gain in units of the target. */
export function nodeSplit(
  {tableView}: GrowMemory,
  described: FeatureBins,
  {feature, cut, levels}: Split,
  missingLeft: boolean,
  gain: number,
): TreeSplit {
  const right: number[] = [];
  if (levels !== null) for (let b = 0; b < described.bins; b++) if (tableView[b] === 0) right.push(b);
  return {
    feature,
    threshold: levels === null ? thresholdAfter(described, cut) : 0,
    missingLeft,
    levels: levels === null ? null : right,
    gain,
  };
}
