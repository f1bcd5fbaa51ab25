import type {Table} from "../numeric/index.ts";
import {careersOf} from "./careers.ts";
import type {CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {setAsideChecks, writingChecks} from "./quality-files.ts";
import {careerChecks} from "./quality-traders.ts";
import {valueChecks} from "./quality-values.ts";

/** What the checks read: the desk's axes and the table of rows set aside. */
interface Checked {
  readonly accounts: readonly string[];
  readonly days: readonly string[];
  readonly setAside: Table;
}

/**
 * The data-quality checks, in the order of a report. Each counts what it looks for; a count of 0 is "ok".
 * @param daily the daily rows that are used, by trader and day.
 */
export function qualityChecks(desk: Checked, files: readonly CheckedFile[], daily: readonly Row[]): QualityCheck[] {
  const file = files[0].source.name;
  const at = (row: Row) => `${file} line ${row.line}: ${row.account} ${row.date}`;
  const careers = careersOf(desk.accounts, desk.days, daily);
  return [
    ...setAsideChecks(desk.setAside, files),
    ...writingChecks(files),
    ...valueChecks(careers, daily, at),
    ...careerChecks(careers, desk.days),
  ];
}
