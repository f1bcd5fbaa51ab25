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
 * @throws RangeError when a block would have nothing to train on.
 */
export function dayBlockFolds(day: Int32Array, folds: number, gap: number): CrossFitFold[] {
  const days = Int32Array.from(new Set(day)).sort();
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= days.length))
    throw new RangeError(`invalid folds; not in 2 … ${days.length} days: ${folds}`);
  if (!(Number.isInteger(gap) && gap >= 0)) throw new RangeError(`invalid gap; not a number of days: ${gap}`);
  const position = new Map(Array.from(days, (d, t) => [d, t]));
  const at = Int32Array.from(day, (d) => position.get(d)!);
  const rows = Int32Array.from(day.keys());
  return Array.from({length: folds}, (_, k) => {
    const start = Math.floor((k * days.length) / folds);
    const end = Math.floor(((k + 1) * days.length) / folds);
    const fold = {
      train: rows.filter((i) => at[i] < start - gap || at[i] >= end + gap),
      test: rows.filter((i) => at[i] >= start && at[i] < end),
    };
    if (fold.train.length === 0)
      throw new RangeError(`invalid folds; block ${k + 1} of ${folds} has no day further than ${gap} days from it`);
    return fold;
  });
}
