import type {Fold} from "./types.ts";

/** The rows on either side of a split: indices of rows whose day a fold trains on, and of those that it tests. */
export interface Sides {
  readonly fold: Fold;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** The sides of a fold as the walk-forward takes them: by its ranges of days. */
export function sidesOf(day: Int32Array, fold: Fold): Sides {
  const rows = ({start, end}: Fold["train"]) =>
    Int32Array.from(day.keys()).filter((r) => day[r] >= start && day[r] < end);
  return {fold, train: rows(fold.train), test: rows(fold.test)};
}
