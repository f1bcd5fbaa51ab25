export {addPnl, type DeskPnl, type DeskPnlOptions, pnlOptions} from "./desk-pnl.ts";
export {type FirstSale, firstSalesOf} from "./first-sales.ts";
export {type LargeFacts, largeFacts} from "./large-facts.ts";
export type {HeldFills, LargeInput} from "./large-table.ts";
export type {OpeningPosition} from "./opening.ts";
export {panelTable} from "./panel-table.ts";
export {fillsPnl} from "./pnl.ts";
export {type Difference, type Reason, type Reconciliation, reconcile, type SummaryDay} from "./reconcile.ts";
export type {RepeatedLines} from "./repeated-lines.ts";
export type {
  AsideFill,
  Close,
  Expiry,
  FillColumns,
  FillFile,
  FillInput,
  FillsPnl,
  OpenPosition,
  PnlMethod,
  PnlOptions,
  PnlStep,
  Rate,
  Split,
  TraderDay,
  Unmarked,
} from "./types.ts";
