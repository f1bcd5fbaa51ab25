import type {CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {OUTLIER_Z, outliers} from "./outliers.ts";
import {check} from "./quality-check.ts";
import type {TradingCalendar} from "./trading-calendar.ts";

/** Bars in a row with the same close that look like a value carried forward. */
const STALE_BARS = 5;
/** A close this many times the one before, or one part in as many: a split of two for one is more, a market's own day seldom. */
const JUMP = 1.8;

/** What the calendar and the market say of the desk's days. */
export function marketChecks(
  calendar: TradingCalendar,
  days: readonly string[],
  daily: readonly Row[],
  market: CheckedFile | undefined,
): QualityCheck[] {
  return [...dayChecks(calendar, daily), overlap(calendar, days), staleBars(market), jumps(market)];
}

function dayChecks({basis, nobody, openWithoutRows, closed}: TradingCalendar, daily: readonly Row[]): QualityCheck[] {
  const shut = new Set(basis === "market" ? closed : []);
  const traded = [...new Set(daily.filter((row) => shut.has(row.date) && row.values[0] !== 0).map((row) => row.date))];
  return [
    check(
      "nobody",
      "Weekdays without a row of anybody",
      "info",
      nobody,
      "A holiday, or missing: no list of holidays is kept here that could tell. They are no trading days of the desk; the day after counts as the next.",
    ),
    check(
      "open-without-rows",
      "Days with market bars and without a row of anybody",
      basis === "market" ? "warning" : "info",
      openWithoutRows,
      "The market was open, and the whole desk is silent: nobody traded, or a day is missing from the export. They are no trading days of the desk.",
    ),
    check(
      "traded-while-closed",
      "Days with P&L on which the market has no bar",
      "warning",
      traded.sort(),
      "The market data have bars for most of the desk's days, and none for these: bars are missing, or rows are dated wrongly. The rows are used; what is computed from the market has no value on them.",
    ),
  ];
}

function overlap({basis, marketDays, marketDaysOfDesk}: TradingCalendar, days: readonly string[]): QualityCheck {
  const without = days.length - (marketDaysOfDesk ?? days.length);
  return check(
    "market-overlap",
    "Days of the desk that the market data do not cover",
    basis === "market" || marketDays === null ? "info" : "warning",
    without === 0
      ? []
      : [
          marketDaysOfDesk === 0
            ? "no bar lies on any day of the desk"
            : `bars on ${marketDaysOfDesk} of ${days.length} days`,
        ],
    "What is computed from the market has no value there, and the calendar rests on the desk alone where they are most.",
    without,
  );
}

function staleBars(market: CheckedFile | undefined): QualityCheck {
  const close = market?.numbers.indexOf("close") ?? -1;
  const bySymbol = new Map<string, Row[]>();
  for (const row of market?.rows ?? []) {
    const own = bySymbol.get(row.symbol);
    if (own === undefined) bySymbol.set(row.symbol, [row]);
    else own.push(row);
  }
  const runs: Row[][] = [];
  for (const rows of bySymbol.values()) {
    if (rows.some((row) => !Number.isNaN(row.time))) continue; // within a day a price may well stand still
    const sorted = [...rows].sort((a, b) => (a.date < b.date ? -1 : 1));
    for (let start = 0, i = 1; i <= sorted.length; i++) {
      if (i < sorted.length && sorted[i].values[close] === sorted[start].values[close]) continue;
      if (i - start >= STALE_BARS) runs.push(sorted.slice(start, i));
      start = i;
    }
  }
  const name = market?.source.name ?? "";
  return check(
    "stale-market",
    "Market closes repeated day after day",
    "warning",
    runs.map(
      ([first, ...more]) =>
        `${first.file ?? name} line ${first.line}: ${first.symbol === "" ? "" : `${first.symbol} `}${first.values[close]} on ${more.length + 1} days from ${first.date}`,
    ),
    "The same close to the last digit on five days or more looks like a value carried forward: returns of zero that never were. The bars are used.",
    runs.reduce((sum, run) => sum + run.length, 0),
  );
}

/** Closes that are of another size than the one before, and far outside of what is usual for their symbol. */
function jumps(market: CheckedFile | undefined): QualityCheck {
  const close = market?.numbers.indexOf("close") ?? -1;
  const found = [...lastBars(market)].flatMap(([symbol, rows]) => {
    const steps = rows.slice(1).map((row, k) => Math.log(row.values[close] / rows[k].values[close]));
    return outliers(steps)
      .filter(({index}) => Math.abs(steps[index]) >= Math.log(JUMP))
      .map(({index}) => ({symbol, before: rows[index], row: rows[index + 1], step: steps[index]}));
  });
  const name = market?.source.name ?? "";
  return check(
    "market-jumps",
    "Market closes that jump",
    "warning",
    found
      .sort((a, b) => Math.abs(b.step) - Math.abs(a.step))
      .map(
        ({symbol, before, row}) =>
          `${row.file ?? name} line ${row.line}: ${symbol === "" ? "" : `${symbol} `}${row.values[close]} on ${row.date}, after ${before.values[close]} on ${before.date}`,
      ),
    `A factor of ${JUMP} or more from one bar to the next, and further than ${OUTLIER_Z} robust standard deviations of the symbol's returns: a split that is not adjusted for, another unit, or a wrong price. The bars are used: what is computed from returns is wrong there.`,
  );
}

/** The last bar of each day, by symbol, in the order of time. */
function lastBars(market: CheckedFile | undefined): Map<string, Row[]> {
  const latest = new Map<string, Map<string, Row>>();
  for (const row of market?.rows ?? []) {
    const own = latest.get(row.symbol) ?? new Map<string, Row>();
    latest.set(row.symbol, own);
    const last = own.get(row.date);
    if (last === undefined || !(row.time < last.time)) own.set(row.date, row);
  }
  const byDate = (a: Row, b: Row) => (a.date < b.date ? -1 : 1);
  return new Map([...latest].map(([symbol, own]) => [symbol, [...own.values()].sort(byDate)]));
}
