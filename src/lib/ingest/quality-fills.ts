import type {Aside, CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {counted, listed} from "./error.ts";
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
    duplicateFills(fills, large, tradersFromFills(daily)),
    incompleteDays(daily, [...(fills?.aside ?? []), ...(large?.aside ?? [])], fills?.source.name ?? ""),
    ...(large === undefined ? [] : [largeFiles(large), beyondDays(daily, large)]),
  ];
}

/** Different lines of a trader-day from which on it is no chance that each of them stands an even number of times. */
const DOUBLED = 5;

/**
 * Fills whose line is the same to the last character: all their columns, whether they are read or not.
 * @param derived traders whose P&L is computed from fills: days of theirs on which every line stands twice are an error.
 */
export function duplicateFills(
  file: CheckedFile | undefined,
  large?: LargeFillFacts,
  derived: ReadonlySet<string> = new Set(),
): QualityCheck {
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
  const days = doubledDays([...groups.values()].filter(([{account}]) => derived.has(account)));
  const inLarge = large?.repeated ?? [];
  const used = new Map(large?.reports.map((report) => [report.file, report.rowsUsed]));
  const whole = derived.size === 0 ? [] : inLarge.filter((one) => 2 * one.count === used.get(one.file));
  const doubled = [
    ...(days.length === 0 ? [] : [`on ${counted(days.length, "trader-day")}, the first ${days[0]}`]),
    ...whole.map(({file}) => `in ${file}`),
  ];
  const count =
    repeated.reduce((sum, group) => sum + group.length - 1, 0) + inLarge.reduce((sum, one) => sum + one.count, 0);
  const rows = (file?.rows.length ?? 0) + (large?.reports.reduce((sum, report) => sum + report.rowsUsed, 0) ?? 0);
  const say = (first: string, times: number, whose: string, also: string) =>
    `${first}: ${counted(times, "time")} ${whose}, also ${also}`;
  return check(
    "duplicate-fills",
    "Fills that are written more than once",
    doubled.length > 0 ? "error" : several || count > 0.005 * rows ? "warning" : "info",
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
    doubled.length > 0
      ? `Every one of them counts, and every line stands twice ${listed(doubled)}: an export was appended twice, or two that overlap, and the P&L that is computed from it is twice what it was. Leave the copy out.`
      : "Every one of them counts, since an order filled in equal parts looks just so. If an export was appended twice, P&L and volume of these days are too large: the reconciliation with a daily summary shows it.",
    count,
  );
}

/** Trader-days of which every line stands an even number of times: not an order in equal parts, but the day itself twice. */
function doubledDays(groups: readonly (readonly Row[])[]): string[] {
  const days = new Map<string, {lines: number; even: boolean}>();
  for (const group of groups) {
    const day = `${group[0].account} ${group[0].date}`;
    const {lines, even} = days.get(day) ?? {lines: 0, even: true};
    days.set(day, {lines: lines + 1, even: even && group.length % 2 === 0});
  }
  return [...days].flatMap(([day, {lines, even}]) => (even && lines >= DOUBLED ? [day] : []));
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
