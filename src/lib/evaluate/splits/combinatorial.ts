import type {DayRange} from "../types.ts";
import {dayBlocks} from "./k-fold.ts";
import {purgedSplit} from "./purge.ts";
import type {PurgeOptions, Split} from "./types.ts";

export interface CombinatorialOptions extends PurgeOptions {
  /** N: consecutive blocks that the days are cut into. */
  readonly groups: number;
  /** k: blocks tested in each split, 1 to N − 1. */
  readonly testGroups: number;
}

export interface CombinatorialSplits {
  /** The N blocks of days. */
  readonly groups: readonly DayRange[];
  /** One for each choice of k blocks, in lexicographic order: C(N, k). */
  readonly splits: readonly Split[];
  /**
   * φ = k/N · C(N, k) backtest paths: each names, for every block, the split whose predictions of that block it takes. A
   * path covers every day once; each split's prediction of a block belongs to one path.
   */
  readonly paths: readonly (readonly {readonly days: DayRange; readonly split: number}[])[];
}

/** More than this is not computed by accident: 16 blocks, half of them tested, are 12,870. */
const mostSplits = 20_000;

/**
 * Combinatorial purged cross-validation (López de Prado 2018, ch. 12): every choice of `testGroups` of `groups` blocks is
 * tested once, trained on the rest after purge and embargo. As a block is tested in many splits, its predictions join to
 * many backtest paths instead of one.
 * @throws RangeError if the numbers do not fit, there would be more than 20,000 splits, or one has nothing to train on.
 */
export function combinatorialPurged(days: number, options: CombinatorialOptions): CombinatorialSplits {
  const {groups: count, testGroups, ...purge} = options;
  const groups = dayBlocks(days, count, "groups");
  if (!(Number.isInteger(testGroups) && testGroups >= 1 && testGroups < count))
    throw new RangeError(`invalid testGroups; not in 1 … ${count - 1}: ${testGroups}`);
  const chosen = combinations(count, testGroups);
  const splits = chosen.map((tested, index) =>
    purgedSplit(
      index,
      days,
      tested.map((g) => groups[g]),
      purge,
    ),
  );
  const testedBy = groups.map((_, g) => chosen.flatMap((tested, split) => (tested.includes(g) ? split : [])));
  const paths = testedBy[0].map((_, p) => groups.map((days, g) => ({days, split: testedBy[g][p]})));
  return {groups, splits, paths};
}

/** All choices of k of 0 … n − 1, each ascending, in lexicographic order. @throws RangeError for more than 20,000. */
export function combinations(n: number, k: number): number[][] {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  if (!(count <= mostSplits))
    throw new RangeError(`invalid choice of ${k} of ${n}; ${Math.round(count)} combinations, at most ${mostSplits}`);
  const result: number[][] = [];
  const choice = Array.from({length: k}, (_, i) => i);
  for (;;) {
    result.push(choice.slice());
    let i = k - 1;
    while (i >= 0 && choice[i] === n - k + i) i--;
    if (i < 0) return result;
    choice[i]++;
    for (let j = i + 1; j < k; j++) choice[j] = choice[j - 1] + 1;
  }
}
