import type {Random} from "../../numeric/index.ts";
import type {Ground, Rows} from "./ground.ts";
import {bestSplit} from "./split.ts";
import type {Split, SplitRule} from "./split-rule.ts";

/** Fills a histogram of all features with the sums of a node's rows. */
export function countRows({kernel, memory, features}: Ground, {start, count}: Rows, histogram: number): void {
  const {bins, wide, pairs, rows, stride, histogramBytes, f64} = memory;
  f64.fill(0, histogram >> 3, (histogram + histogramBytes) >> 3);
  kernel.accumulate(bins, wide, features.length, pairs, rows + 4 * start, count, histogram, stride);
}

/**
 * The best split of a node among features drawn at random without replacement. Where none of those drawn can split it,
 * others are drawn until one can or all were. Of equally good ones the first drawn is taken. Uses the first histogram.
 *
 * @param order the features that vary, in any order: shuffled as they are drawn.
 */
export function bestDrawn(
  ground: Ground,
  part: Rows,
  rule: SplitRule,
  order: Int32Array,
  random: Random,
): Split | null {
  const {kernel, memory, features, drawn} = ground;
  const {bins, wide, pairs, rows, histograms, stride, list, listView, f64} = memory;
  let best: Split | null = null;
  for (let from = 0; from < order.length && best === null; ) {
    const to = Math.min(order.length, from + drawn);
    for (let k = from; k < to; k++) {
      const other = k + random.integer(order.length - k); // Fisher and Yates, as far as is drawn
      const feature = order[other];
      order[other] = order[k];
      order[k] = feature;
      listView[k - from] = feature;
      const at = (histograms + feature * stride) >> 3;
      f64.fill(0, at, at + 2 * (features[feature].bins + 1));
    }
    const at = rows + 4 * part.start;
    kernel.accumulateListed(bins, wide, features.length, pairs, at, part.count, histograms, stride, list, to - from);
    best = bestSplit(ground, histograms, order.subarray(from, to), rule);
    from = to;
  }
  return best;
}
