import {type Column, type Table, table} from "../../numeric/index.ts";
import type {FillsPnl, TraderDay} from "./types.ts";

/**
 * The trader-day panel as a table: account and date as text, then net, gross, realised, unrealised, fees, a column for each
 * kind of fee (fees_1, … in the order of `feeKinds`), fills, shares, symbols, traded_value, and first and last, the times of
 * the first and last fill in seconds after midnight (NaN without times).
 */
export function panelTable({days, feeKinds}: Pick<FillsPnl, "days" | "feeKinds">): Table {
  const columns: Record<string, Column> = {account: days.map((day) => day.trader), date: days.map((day) => day.date)};
  const number = (name: string, of: (day: TraderDay) => number | null) => {
    columns[name] = Float64Array.from(days, (day) => of(day) ?? Number.NaN);
  };
  for (const name of ["net", "gross", "realised", "unrealised", "fees", "fills", "shares", "symbols"] as const)
    number(name, (day) => day[name]);
  number("traded_value", (day) => day.tradedValue);
  number("first", (day) => day.first);
  number("last", (day) => day.last);
  feeKinds.forEach((kind, k) => {
    columns[`fees_${k + 1}`] = Float64Array.from(days, (day) => day.feesByKind[kind]);
  });
  return table(columns);
}
