import {weekday} from "./calendar.ts";
import type {Career} from "./careers.ts";
import type {Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {MIN_FOR_OUTLIERS, OUTLIER_Z, outliers} from "./outliers.ts";
import {check} from "./quality-check.ts";

/** Robust deviations that P&L with heavy tails does not reach: rather a decimal point or a unit that is wrong. */
const BEYOND_TAILS = 40;
/** Days in a row with the same nonzero net that look like a value carried forward. */
const STALE_RUN = 3;

/** What the daily P&L looks like: zeros, outliers, repeats, weekends. `at` says where a row stands. */
export function valueChecks(
  careers: readonly Career[],
  daily: readonly Row[],
  at: (row: Row) => string,
): QualityCheck[] {
  return [zeroCheck(daily, at), outlierCheck(careers, at), staleCheck(careers, at), weekendCheck(daily, at)];
}

function zeroCheck(daily: readonly Row[], at: (row: Row) => string): QualityCheck {
  const zeros = daily.filter((row) => netOf(row) === 0);
  return check(
    "zero-days",
    "Days with a net P&L of zero",
    "info",
    zeros.map(at),
    "Most likely days without trading: a policy changes nothing on them.",
  );
}

function outlierCheck(careers: readonly Career[], at: (row: Row) => string): QualityCheck {
  const found = careers
    .flatMap((c) => outliers(c.rows.map(netOf)).map(({index, z}) => ({row: c.rows[index], z})))
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z)); // the worst first: the five that are shown are those to look at
  return check(
    "outliers",
    "Outlying days",
    found.some(({z}) => Math.abs(z) > BEYOND_TAILS) ? "warning" : "info",
    found.map(
      ({row, z}) => `${at(row)}: net ${netOf(row)}, ${Math.round(Math.abs(z))} robust deviations from the median`,
    ),
    `Further than ${OUTLIER_Z} robust standard deviations (median absolute deviation of traded days, at least ${MIN_FOR_OUTLIERS}) from the trader's median. They are used: check that they are real, for a total may rest on them.`,
  );
}

function staleCheck(careers: readonly Career[], at: (row: Row) => string): QualityCheck {
  const runs: Row[][] = [];
  for (const {rows} of careers) {
    for (let start = 0, i = 1; i <= rows.length; i++) {
      if (i < rows.length && netOf(rows[i]) === netOf(rows[start])) continue;
      if (i - start >= STALE_RUN && netOf(rows[start]) !== 0) runs.push(rows.slice(start, i));
      start = i;
    }
  }
  return check(
    "stale",
    "Values repeated day after day",
    "warning",
    runs.map((run) => `${at(run[0])}: net ${netOf(run[0])} on ${run.length} days in a row`),
    "The same P&L to the last digit on successive days looks like a value carried forward. The rows are used.",
    runs.reduce((sum, run) => sum + run.length, 0),
  );
}

function weekendCheck(daily: readonly Row[], at: (row: Row) => string): QualityCheck {
  const weekend = new Map<string, boolean>();
  const isWeekend = (date: string) => {
    if (!weekend.has(date)) weekend.set(date, weekday(date) >= 6);
    return weekend.get(date)!;
  };
  return check(
    "weekends",
    "Rows dated on a Saturday or Sunday",
    "info",
    daily.filter((row) => isWeekend(row.date)).map(at),
    "They count as trading days like any other.",
  );
}

/** The contract puts net first among the numbers of a daily row. */
function netOf(row: Row): number {
  return row.values[0];
}
