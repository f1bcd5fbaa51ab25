export {addPnl, type DeskPnl, type DeskPnlOptions} from "./desk-pnl.ts";
export {panelTable} from "./panel-table.ts";
export {fillsPnl} from "./pnl.ts";
export {type Difference, type Reason, type Reconciliation, reconcile, type SummaryDay} from "./reconcile.ts";
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
