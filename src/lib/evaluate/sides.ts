import type {Rows} from "./past.ts";
import {testsTrader, trainsOn} from "./splits/index.ts";
import type {Fold} from "./types.ts";

/** The rows on either side of a split: indices of rows whose day a fold trains on, and of those that it tests. */
export interface Sides {
  readonly fold: Fold;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** The sides of a fold as the walk-forward takes them: by its ranges of days, and by its traders. */
export function sidesOf({trader, day}: Rows, fold: Fold): Sides {
  const rows = ({start, end}: Fold["train"], of: typeof trainsOn) =>
    Int32Array.from(day.keys()).filter((r) => day[r] >= start && day[r] < end && of(fold, trader[r]));
  return {fold, train: rows(fold.train, trainsOn), test: rows(fold.test, testsTrader)};
}
