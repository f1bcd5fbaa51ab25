import type {Ground} from "./ground.ts";
import {splitLevels} from "./split-levels.ts";
import {bestCut, randomCut} from "./split-number.ts";
import type {Split, SplitRule} from "./split-rule.ts";

/** The best of the splits of some features of a node; of equally good ones that of the feature named first. */
export function bestSplit(
  {memory, features}: Ground,
  histogram: number,
  among: Int32Array,
  rule: SplitRule,
): Split | null {
  const {f64, stride} = memory;
  let best: Split | null = null;
  let score = 0;
  for (const feature of among) {
    const described = features[feature];
    const at = (histogram + feature * stride) >> 3;
    const cells = () => f64.subarray(at, at + 2 * (described.bins + 1));
    const split =
      described.levels !== undefined
        ? splitLevels(cells(), feature, rule)
        : rule.random === null
          ? bestCut(f64, at, feature, described.bins, rule, score)
          : randomCut(cells(), feature, described, rule, rule.random);
    if (split === null || (best !== null && split.score <= score)) continue;
    best = split;
    score = split.score;
  }
  return best;
}
