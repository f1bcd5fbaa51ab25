import type {Kernel} from "../kernel/index.ts";
import type {FeatureBins} from "./bins.ts";
import type {GrowMemory} from "./grow-memory.ts";
import type {Place, Split} from "./split.ts";
import type {Bounds, Scoring} from "./split-score.ts";

/** A run of entries of the memory's row numbers. */
export interface Run {
  readonly from: number;
  readonly count: number;
}

/** A node whose children are not made yet. */
export interface GrowNode {
  readonly id: number;
  readonly depth: number;
  /** Whole-number sums of its rows. */
  readonly g: number;
  readonly h: number;
  readonly bounds: Bounds;
  /** Features split on above it; kept under interaction constraints only. */
  readonly used: readonly number[];
  /** Its rows that count, and those that only go along. */
  readonly rows: Run;
  readonly others: Run;
  /** Its best split; null: it is a leaf. */
  split: Split | null;
  place: Place;
  /** Where its histogram is kept; −1: nowhere. */
  slot: number;
}

const nowhere: Place = {cut: -1, threshold: 0};

/** A node that is a leaf until something better is known. */
export function closed(node: Omit<GrowNode, "split" | "place" | "slot">): GrowNode {
  const {id, depth, g, h, bounds, used, rows, others} = node;
  return {id, depth, g, h, bounds, used, rows, others, split: null, place: nowhere, slot: -1};
}

/** Parts the rows of a node by its split: left and right of those that count, then of the others. */
export function sendRows(
  kernel: Kernel,
  {columns, columnBytes, wide, table, tableView, rows, scratch}: GrowMemory,
  {bins}: FeatureBins,
  node: GrowNode,
): [Run, Run, Run, Run] {
  const {feature, leftLevels, missingLeft} = node.split!;
  const {cut} = node.place;
  if (leftLevels === undefined) {
    tableView.fill(1, 0, cut + 1);
    tableView.fill(0, cut + 1, bins);
  } else {
    tableView.fill(0, 0, bins);
    for (const level of leftLevels) tableView[level] = 1;
  }
  tableView[bins] = missingLeft ? 1 : 0;
  const part = ({from, count}: Run): [Run, Run] => {
    const start = rows + 4 * from;
    const left =
      count === 0 ? 0 : kernel.partition(columns + feature * columnBytes, wide, table, start, count, scratch);
    return [
      {from, count: left},
      {from: from + left, count: count - left},
    ];
  };
  return [...part(node.rows), ...part(node.others)];
}

/**
 * Bounds of the two children. Where the split's feature is constrained, neither may cross the middle of their weights, so
 * that all below keeps the order (XGBoost's rule).
 */
export function childBounds(
  {g, h, bounds, split}: GrowNode,
  scoring: Scoring,
  unitH: number,
  direction: number,
): {left: Bounds; right: Bounds} {
  if (direction === 0) return {left: bounds, right: bounds};
  const {leftG, leftH} = split!;
  const left = scoring.weight(leftG, leftH * unitH, bounds);
  const right = scoring.weight(g - leftG, (h - leftH) * unitH, bounds);
  const middle = (left + right) / 2;
  const below = {lower: bounds.lower, upper: middle};
  const above = {lower: middle, upper: bounds.upper};
  return direction > 0 ? {left: below, right: above} : {left: above, right: below};
}
