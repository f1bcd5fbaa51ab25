import type {Table} from "../numeric/index.ts";
import {careersOf} from "./careers.ts";
import type {CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import type {LargeFillFacts} from "./large-desk.ts";
import {accountingChecks, plausibilityCheck} from "./quality-accounting.ts";
import {columnChecks, setAsideChecks, writingChecks} from "./quality-files.ts";
import {fillChecks} from "./quality-fills.ts";
import {marketChecks} from "./quality-market.ts";
import {scaleCheck} from "./quality-scale.ts";
import {leavingCheck} from "./quality-survivors.ts";
import {timeChecks} from "./quality-times.ts";
import {careerChecks} from "./quality-traders.ts";
import {valueChecks} from "./quality-values.ts";
import type {TradingCalendar} from "./trading-calendar.ts";

/** What the checks read: the desk's axes, its calendar and the table of rows set aside. */
interface Checked {
  readonly accounts: readonly string[];
  readonly days: readonly string[];
  readonly setAside: Table;
  readonly calendar: TradingCalendar;
}

/**
 * The data-quality checks, in the order of a report. Each counts what it looks for; a count of 0 is "ok".
 * @param rows the daily rows that are used, by trader and day.
 */
export function qualityChecks(
  desk: Checked,
  files: readonly CheckedFile[],
  rows: readonly Row[],
  large?: LargeFillFacts,
): QualityCheck[] {
  const {accounts, days, calendar} = desk;
  const of = (kind: string) => files.find((file) => file.spec.kind === kind);
  const daily = of("daily")!;
  const at = (row: Row) =>
    `${row.file ?? daily.source.name}${row.line > 0 ? ` line ${row.line}` : ""}: ${row.account} ${row.date}`;
  const careers = careersOf(accounts, days, rows, calendar.closed);
  return [
    ...setAsideChecks(desk.setAside, files),
    ...columnChecks(files),
    ...writingChecks(files),
    ...timeChecks(files, days),
    ...fillChecks(daily, of("fills"), large),
    ...valueChecks(careers, rows, at),
    scaleCheck(careers, days, at),
    ...accountingChecks(daily, rows, at),
    plausibilityCheck(daily, rows, at),
    ...careerChecks(careers, days),
    leavingCheck(careers, days),
    ...marketChecks(calendar, days, rows, of("market")),
  ];
}
