import type {Random} from "../../numeric/index.ts";

/** Rows that nuisances are fitted on, and rows that they are evaluated on; indices into the sample, ascending. */
export interface CrossFitFold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Cross-fitting folds for rows that depend on each other in time: the distinct days are cut into `folds` consecutive blocks
 * of (nearly) equal length; each block is tested once, trained on all days further than `gap` days from it, earlier and
 * later. All rows of a day are in one fold.
 * @param day day index of each row. @param folds ≥ 2, at most the number of days. @param gap days left out on each side.
 * @param shift days by which every cut is moved later, for other splits of the same days: the last block then goes on at the
 * first day. Default 0.
 * @throws RangeError when a block would have nothing to train on.
 */
export function dayBlockFolds(day: Int32Array, folds: number, gap: number, shift = 0): CrossFitFold[] {
  const days = Int32Array.from(new Set(day)).sort();
  const count = days.length;
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= count))
    throw new RangeError(`invalid folds; not in 2 … ${count} days: ${folds}`);
  if (!(Number.isInteger(gap) && gap >= 0)) throw new RangeError(`invalid gap; not a number of days: ${gap}`);
  if (!(Number.isInteger(shift) && shift >= 0 && shift < count))
    throw new RangeError(`invalid shift; not in 0 … ${count - 1} days: ${shift}`);
  const position = new Map(Array.from(days, (d, t) => [d, t]));
  const at = day.map((d) => position.get(d)!);
  const rows = day.map((_, i) => i);
  return Array.from({length: folds}, (_, k) => {
    const tested = new Uint8Array(count);
    for (let t = Math.floor((k * count) / folds); t < Math.floor(((k + 1) * count) / folds); t++)
      tested[(t + shift) % count] = 1;
    const near = new Uint8Array(count);
    for (let t = 0; t < count; t++)
      if (tested[t] === 1) near.fill(1, Math.max(0, t - gap), Math.min(count, t + gap + 1));
    const fold = {train: rows.filter((i) => near[at[i]] === 0), test: rows.filter((i) => tested[at[i]] === 1)};
    if (fold.train.length === 0)
      throw new RangeError(`invalid folds; block ${k + 1} of ${folds} has no day further than ${gap} days from it`);
    return fold;
  });
}

/**
 * Several splits into blocks of days: repeat r moves every cut by the share r / repeats of a block.
 * @param repeats at most the number of days in a block.
 */
export function repeatedDayBlocks(
  day: Int32Array,
  {folds, gap, repeats}: {readonly folds: number; readonly gap: number; readonly repeats: number},
): CrossFitFold[][] {
  const block = Math.floor(new Set(day).size / folds);
  if (!(Number.isInteger(repeats) && repeats >= 1 && repeats <= block))
    throw new RangeError(`invalid repeats; not in 1 … ${block} days of a block: ${repeats}`);
  return Array.from({length: repeats}, (_, r) => dayBlockFolds(day, folds, gap, Math.floor((r * block) / repeats)));
}

/** Classic random folds of rows that do not depend on each other: sizes differ by one at most. */
export function randomFolds(n: number, folds: number, random: Random): CrossFitFold[] {
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= n))
    throw new RangeError(`invalid folds; not in 2 … ${n} rows: ${folds}`);
  const label = Int32Array.from({length: n}, (_, i) => i % folds);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [label[i], label[j]] = [label[j], label[i]];
  }
  return foldsOf(label);
}

/** Random folds of whole clusters (Chiang et al. 2022): rows of a cluster are never on both sides. */
export function clusterFolds(cluster: Int32Array, folds: number, random: Random): CrossFitFold[] {
  const distinct = Int32Array.from(new Set(cluster)).sort();
  const drawn = randomFolds(distinct.length, folds, random);
  const label = new Map<number, number>();
  drawn.forEach(({test}, k) => {
    for (const c of test) label.set(distinct[c], k);
  });
  return foldsOf(cluster.map((c) => label.get(c)!));
}

/** Folds from a fold label a row, in ascending order of the labels; each is trained on all rows of the others. */
export function foldsOf(label: Int32Array): CrossFitFold[] {
  const rows = Int32Array.from(label.keys());
  return [...new Set(label)]
    .sort((a, b) => a - b)
    .map((k) => ({train: rows.filter((i) => label[i] !== k), test: rows.filter((i) => label[i] === k)}));
}

/** @throws RangeError unless the folds test each of the n rows exactly once, and train on rows that are there. */
export function checkFolds(folds: readonly CrossFitFold[], n: number): void {
  const tested = new Uint8Array(n);
  for (const {train, test} of folds) {
    for (const i of test) tested[i]++;
    const out = [train, test].flatMap((rows) => Array.from(rows.filter((i) => !(i >= 0 && i < n)).subarray(0, 1)));
    if (out.length > 0) throw new RangeError(`invalid folds; row ${out[0]} is not among the ${n} there are`);
  }
  const wrong = tested.findIndex((count) => count !== 1);
  if (wrong >= 0) throw new RangeError(`invalid folds; row ${wrong} is tested ${tested[wrong]} times, not once`);
}
