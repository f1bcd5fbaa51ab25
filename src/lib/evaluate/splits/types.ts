import type {DayRange, Fold} from "../types.ts";

/**
 * A split whose sides may have holes, as in cross-validation: half-open ranges of day indices, ascending, disjoint and not
 * empty. A walk-forward `Fold` is the special case with one range a side; every function of this folder takes both.
 */
export interface Split {
  readonly index: number;
  readonly train: readonly DayRange[];
  /** Days left out: purged, because their label's window touches a test label's, or embargoed. */
  readonly gap: readonly DayRange[];
  readonly test: readonly DayRange[];
}

/**
 * First and last day (both included) that the label of each day, or of each row, looks at. A label may end after the last
 * day: then it is not known yet, and what it would touch is purged all the same.
 */
export interface LabelWindows {
  readonly start: ArrayLike<number>;
  readonly end: ArrayLike<number>;
}

/** What is left out of training around a test window. */
export interface PurgeOptions {
  /**
   * The labels' windows by day, or a horizon h: the label of day d looks at days d … d + h. Next-day P&L, whose decision is
   * made at the close before, is 0, the default.
   */
  readonly labels?: number | LabelWindows;
  /** Days between the windows of training labels and those of test labels, on either side. Default 0. */
  readonly embargo?: number;
}

/** A walk-forward fold as a split; a split as it is. */
export function asSplit(fold: Fold | Split): Split {
  if (Array.isArray(fold.test)) return fold as Split;
  const {index, train, gap, test} = fold as Fold;
  return {index, train: filled(train), gap: filled(gap), test: filled(test)};
}

function filled(range: DayRange): DayRange[] {
  return range.end > range.start ? [range] : [];
}
