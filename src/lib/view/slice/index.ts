export {type Cell, CSV_END, csvRecord} from "../csv-cell.ts";
export {type Agreement, compareTotals} from "./agreement.ts";
export {connectDuckdb, type DuckdbSource} from "./duckdb.ts";
export {
  openSlice,
  type ResultTable,
  type SliceConnection,
  type SliceEngine,
  type SliceImpact,
  type SliceResult,
  type SliceRow,
} from "./engine.ts";
export {mountSlice, type SliceDrawn, type SlicePageOptions} from "./page.ts";
export {parseSlice} from "./parse.ts";
export {latestWins} from "./queue.ts";
export {curveQuery, impactQuery, type Query, rowsQuery, SET_VARIABLE, type Variable} from "./sql.ts";
export {formatSlice, isWhole, type SliceDomain, type SliceState, wholeTable} from "./state.ts";
export {daysFromEpoch, isDate, isoWeekday, WEEKDAYS} from "./weekday.ts";
