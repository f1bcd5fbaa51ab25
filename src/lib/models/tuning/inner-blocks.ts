import type {Random} from "../../numeric/index.ts";
import {designRows, pick} from "../design.ts";
import {type InnerSplit, innerSplits} from "../inner-split.ts";
import type {Design} from "../learner.ts";

/** Rows of a training window with what a fit needs of them. */
export interface Rows {
  readonly x: Design;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly days: Int32Array;
}

/** An inner split whose training rows can be had in part. */
export interface InnerBlock {
  readonly test: Rows;
  /** Days, or rows, that its history has. */
  readonly resource: number;
  /** A share of the history in (0, 1], rounded up; a larger share contains a smaller one. */
  history(share: number): Rows;
}

/**
 * The inner splits of a training window, those of them that can judge: with weight in training and in test.
 *
 * @param resource "days": a share is the latest of the history's days; "rows": rows drawn at random from all of it.
 */
export function innerBlocks(rows: Rows, blocks: number, resource: "days" | "rows", random: Random): InnerBlock[] {
  return innerSplits(rows.days, blocks).flatMap((split) => {
    const test = take(rows, split.test);
    const order = resource === "days" ? undefined : shuffled(split.train, random);
    if (!hasWeight(test.weights) || !hasWeight(pick(rows.weights, split.train))) return [];
    return [order === undefined ? byDays(rows, split, test) : byRows(rows, order, test)];
  });
}

function byDays(rows: Rows, split: InnerSplit, test: Rows): InnerBlock {
  const distinct = Int32Array.from(new Set(pickDays(rows.days, split.train))).sort();
  return {
    test,
    resource: distinct.length,
    history: memory((share) => {
      const first = distinct[distinct.length - Math.ceil(share * distinct.length)];
      return take(
        rows,
        split.train.filter((i) => rows.days[i] >= first),
      );
    }),
  };
}

function byRows(rows: Rows, order: Int32Array, test: Rows): InnerBlock {
  return {
    test,
    resource: order.length,
    history: memory((share) => take(rows, order.slice(0, Math.ceil(share * order.length)).sort())),
  };
}

/** Every trial of a rung asks for the same share. */
function memory(make: (share: number) => Rows): (share: number) => Rows {
  let last: {share: number; rows: Rows} | undefined;
  return (share) => {
    if (last?.share !== share) last = {share, rows: make(share)};
    return last.rows;
  };
}

function take({x, y, weights, days}: Rows, at: Int32Array): Rows {
  return {x: designRows(x, at), y: pick(y, at), weights: pick(weights, at), days: pickDays(days, at)};
}

const pickDays = (days: Int32Array, at: Int32Array) => at.map((i) => days[i]);
const hasWeight = (weights: Float64Array) => weights.some((w) => w > 0);

/** A random order (Fisher and Yates). */
function shuffled(values: Int32Array, random: Random): Int32Array {
  const order = values.slice();
  for (let k = order.length - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
