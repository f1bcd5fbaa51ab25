import {CSV_END, csvRecord} from "../csv-cell.ts";
import type {SliceEngine, SliceRow} from "./engine.ts";
import type {SliceState} from "./state.ts";
import {WEEKDAYS} from "./weekday.ts";

const HEADER = ["account_id", "date", "weekday", "model", "fold", "value", "multiplier", "net", "policy_net"];

/** The rows of a slice as the parts of a CSV file, header first; `policy_net` is multiplier × net. */
export async function* sliceCsv(engine: SliceEngine, state: SliceState): AsyncGenerator<string> {
  yield csvRecord(HEADER) + CSV_END;
  for await (const rows of engine.rows(state)) yield rows.map((row) => record(row, state.signal) + CSV_END).join("");
}

function record(row: SliceRow, model: string): string {
  const {trader, date, weekday, fold, value, multiplier, net, policy} = row;
  return csvRecord([trader, date, WEEKDAYS[weekday - 1].short, model, fold, value, multiplier, net, policy]);
}

/** "slice-ridge.csv": only what every file system allows. */
export function csvName(state: SliceState): string {
  return `slice-${state.signal.replace(/[^A-Za-z0-9_-]+/g, "-")}.csv`;
}

/** Hands a file to the reader. @param type of its content. Default: CSV. */
export function saveFile(name: string, parts: readonly string[], type = "text/csv;charset=utf-8"): void {
  const url = URL.createObjectURL(new Blob(parts as string[], {type}));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
