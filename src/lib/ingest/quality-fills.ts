import type {Aside, CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {counted} from "./error.ts";
import type {LargeFillFacts} from "./large-desk.ts";
import {placeOf, tradersFromFills} from "./place.ts";
import {check} from "./quality-check.ts";
import {keyOf} from "./set-aside.ts";

/** What single fills say of their own soundness. */
export function fillChecks(
  daily: CheckedFile,
  fills: CheckedFile | undefined,
  large: LargeFillFacts | undefined,
): QualityCheck[] {
  return [
    duplicateFills(fills, large),
    incompleteDays(daily, [...(fills?.aside ?? []), ...(large?.aside ?? [])], fills?.source.name ?? ""),
    ...(large === undefined ? [] : [largeFiles(large), beyondDays(daily, large)]),
  ];
}

/** Fills whose line is the same to the last character: all their columns, whether they are read or not. */
export function duplicateFills(file: CheckedFile | undefined, large?: LargeFillFacts): QualityCheck {
  const groups = new Map<string, Row[]>();
  for (const row of file?.rows ?? []) {
    const key = `${row.own ?? row.account}\u0000${row.date}\u0000${row.text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const name = file?.source.name ?? "";
  const repeated = [...groups.values()].filter((group) => group.length > 1);
  const several = repeated.some((group) => new Set(group.map((row) => row.file ?? name)).size > 1);
  const inLarge = large?.repeated ?? [];
  const count =
    repeated.reduce((sum, group) => sum + group.length - 1, 0) + inLarge.reduce((sum, one) => sum + one.count, 0);
  const rows = (file?.rows.length ?? 0) + (large?.reports.reduce((sum, report) => sum + report.rowsUsed, 0) ?? 0);
  const say = (first: string, times: number, whose: string, also: string) =>
    `${first}: ${counted(times, "time")} ${whose}, also ${also}`;
  return check(
    "duplicate-fills",
    "Fills that are written more than once",
    several || count > 0.005 * rows ? "warning" : "info",
    [
      ...repeated.map(([first, second, ...more]) =>
        say(
          placeOf({...first, file: first.file ?? name}),
          more.length + 2,
          `${first.account} ${first.date}`,
          placeOf({...second, file: second.file ?? name}),
        ),
      ),
      ...inLarge.flatMap((one) =>
        one.examples.map(({line, also, times, account, date}) =>
          say(`${one.file} line ${line}`, times, `${account} ${date}`, `${one.file} line ${also}`),
        ),
      ),
    ],
    "Every one of them counts, since an order filled in equal parts looks just so. If an export was appended twice, P&L and volume of these days are too large: the reconciliation with a daily summary shows it.",
    count,
  );
}

/** Reasons for which nothing is missing from a day: the fill is there another time, or never happened. */
const NOT_MISSED =
  /repeats an execution|was cancelled on|cancels the trade|cancels a trade|its status says that it was taken back/;

/** Days that are computed from fills, of which one could not be used. */
function incompleteDays(daily: CheckedFile, aside: readonly Aside[], name: string): QualityCheck {
  const traders = tradersFromFills(daily);
  const days = new Set(
    daily.rows.filter(({account}) => traders.has(account)).map((row) => keyOf(row.account, row.date)),
  );
  const missed = aside.filter(
    ({account, date, reason}) =>
      account !== undefined && date !== undefined && days.has(keyOf(account, date)) && !NOT_MISSED.test(reason),
  );
  const lacking = new Set(missed.map(({account, date}) => keyOf(account!, date!)));
  return check(
    "incomplete-days",
    "Days whose P&L lacks a fill that is set aside",
    "warning",
    missed.map(({file = name, line, account, date, reason}) => `${file} line ${line}: ${account} ${date}: ${reason}`),
    "The P&L of these trader-days is computed without it: positions that it opened or closed are wrong from then on. Mend the line at its source.",
    lacking.size,
  );
}

function largeFiles({reports}: LargeFillFacts): QualityCheck {
  return check(
    "large-fills",
    "Files of fills that are too large to be held in memory",
    "info",
    reports.map(({file, rowsRead, rowsSetAside}) => `${file}: ${rowsRead} fills, ${rowsSetAside} of them set aside`),
    "The database reads them. Their fills count in the P&L of each day, in behaviour (round trips, times of day) and among fills that are written more than once, as those of smaller files do. Not counted are lines out of order, values not plainly written and values that are missing.",
  );
}

/** A smaller file's fills would be set aside one by one where there is no daily row: here they are counted. */
function beyondDays(daily: CheckedFile, {reports, totals}: LargeFillFacts): QualityCheck {
  const known = new Set(daily.rows.map((row) => keyOf(row.account, row.date)));
  const beyond = [...totals.counts].filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  return check(
    "fills-without-day",
    "Fills of days without a daily row",
    "warning",
    beyond.map(([key, n]) => `${key.split("\u0000").slice(0, 2).join(" ")}: ${counted(n, "fill")}`),
    `No daily row is there for their account and date: they take part in no result but the reconciliation with the daily summary. They count as used in ${reports.map(({file}) => file).join(", ")}.`,
    beyond.reduce((sum, [, n]) => sum + n, 0),
  );
}
