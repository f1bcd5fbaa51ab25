import type {Aside} from "./contract.ts";
import type {FileReport} from "./desk.ts";
import type {FillTotals} from "./fills.ts";
import type {DayEnds} from "./half-days.ts";
import type {RepeatedLines} from "./pnl/index.ts";

/** What a desk takes over of files of fills that the database reads alone: their rows are nowhere among its sources. */
export interface LargeFillFacts {
  readonly reports: readonly FileReport[];
  /** Rows that are set aside, under the names of their traders. */
  readonly aside: readonly (Aside & {readonly file: string})[];
  /** Of all fills, those of smaller files too. */
  readonly totals: FillTotals;
  readonly ends: DayEnds;
  readonly repeated: readonly RepeatedLines[];
}
