import type {Kernel} from "../kernel/index.ts";
import {pairBytes} from "../kernel/index.ts";
import type {FeatureBins} from "./bins.ts";
import type {GrowMemory} from "./grow-memory.ts";
import type {Run} from "./grow-node.ts";

/**
 * Histograms of nodes, in a fixed number of slots. Where no slot is free the last one is lent: it serves until the next is
 * asked for, and its node's children are then counted from their rows. That costs time and changes no bit.
 */
export interface NodeHistograms {
  /** Counts a histogram of rows; returns its slot. */
  count(rows: Run): number;
  address(slot: number): number;
  /** The slot where it will stay; −1 where it was only lent. */
  keep(slot: number): number;
  free(slot: number): void;
  /**
   * Histograms of two children: call `small`, use what it gives, then `large`. Each gives a slot, or null where that child
   * needs none. The parent's slot is taken over or freed.
   */
  ofChildren(
    parent: number,
    small: Run,
    large: Run,
    needSmall: boolean,
    needLarge: boolean,
  ): {small(): number | null; large(): number | null};
}

/** @param list features whose histograms are made. */
export function nodeHistograms(
  kernel: Kernel,
  memory: GrowMemory,
  features: readonly FeatureBins[],
  list: Int32Array,
): NodeHistograms {
  const {bins, wide, pairs, rows, histograms, histogramBytes, stride, bytes, slots} = memory;
  const lent = slots - 1;
  const idle = Array.from({length: lent}, (_, k) => lent - 1 - k);
  const all = list.length === features.length;
  if (!all) memory.listView.set(list);
  const address = (slot: number) => histograms + slot * histogramBytes;
  const take = () => idle.pop() ?? lent;
  const free = (slot: number) => {
    if (slot >= 0 && slot !== lent) idle.push(slot);
  };
  const count = ({from, count: n}: Run) => {
    const slot = take();
    const to = address(slot);
    const start = rows + 4 * from;
    if (all) {
      bytes.fill(0, to, to + histogramBytes);
      kernel.accumulate(bins, wide, features.length, pairs, start, n, to, stride);
    } else {
      for (const j of list) {
        const cell = to + j * stride;
        bytes.fill(0, cell, cell + pairBytes * (features[j].bins + 1));
      }
      kernel.accumulateListed(bins, wide, features.length, pairs, start, n, to, stride, memory.list, list.length);
    }
    return slot;
  };
  const subtract = (from: number, slot: number) => {
    if (all) kernel.subtract(address(from), address(slot), histogramBytes / pairBytes);
    else
      for (const j of list)
        kernel.subtract(address(from) + j * stride, address(slot) + j * stride, features[j].bins + 1);
  };
  return {
    count,
    address,
    keep: (slot) => (slot === lent ? -1 : slot),
    free,
    ofChildren(parent, small, large, needSmall, needLarge) {
      const fromParent = parent >= 0 && needLarge;
      if (!fromParent) free(parent);
      return {
        small() {
          if (!needSmall && !fromParent) return null;
          const slot = count(small);
          if (fromParent) subtract(parent, slot);
          if (needSmall) return slot;
          free(slot);
          return null;
        },
        large: () => (!needLarge ? null : fromParent ? parent : count(large)),
      };
    },
  };
}
