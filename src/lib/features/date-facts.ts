import {fromIso, isoDate, weekday} from "../ingest/index.ts";
import type {DateFacts} from "./feature.ts";

/**
 * Facts of each of the desk's days, without a clock or a time zone. What concerns holidays is learned from the days before:
 * no fact of a day depends on which days follow it.
 * @param days ISO dates (YYYY-MM-DD), ascending. @throws RangeError if one is not a date.
 */
export function dateFacts(days: readonly string[]): DateFacts[] {
  const closed: Closure[] = [];
  return days.map((date, t) => {
    const epoch = fromIso(date);
    const before = t === 0 ? [] : weekdaysBetween(fromIso(days[t - 1]), epoch);
    for (const day of before) closed.push(closureOf(day));
    return {...monthFacts(date), closedBefore: before.length, closedNext: isHoliday(nextWeekday(epoch), closed)};
  });
}

/** Facts of a date that need no other. @throws RangeError if it is not a date. */
export function monthFacts(date: string): Omit<DateFacts, "closedBefore" | "closedNext"> {
  const epoch = fromIso(date);
  const sameMonth = (other: number) => isoDate(other).slice(0, 7) === date.slice(0, 7);
  const isWeekdayOfMonth = (other: number) => sameMonth(other) && weekday(isoDate(other)) <= 5;
  const dayOfMonth = Number(date.slice(8));
  const first = weekday(`${date.slice(0, 7)}-01`);
  return {
    weekday: weekday(date),
    dayOfMonth,
    month: Number(date.slice(5, 7)),
    firstOfMonth: ![1, 2, 3].some((k) => isWeekdayOfMonth(epoch - k)), // of any three days in a row one is no weekend day
    lastOfMonth: ![1, 2, 3].some((k) => isWeekdayOfMonth(epoch + k)),
    daysToExpiry: 15 + ((12 - first) % 7) - dayOfMonth,
  };
}

/** A Monday to Friday on which the desk was closed. */
interface Closure {
  readonly year: string;
  /** "12-25" */
  readonly monthDay: string;
  /** "11/4/4": the fourth Thursday of November. */
  readonly nth: string;
}

function closureOf(epoch: number): Closure {
  const date = isoDate(epoch);
  const nth = Math.floor((Number(date.slice(8)) - 1) / 7) + 1;
  return {year: date.slice(0, 4), monthDay: date.slice(5), nth: `${date.slice(5, 7)}/${nth}/${weekday(date)}`};
}

function isHoliday(epoch: number, closed: readonly Closure[]): boolean {
  const day = closureOf(epoch);
  const earlier = closed.filter((c) => c.year < day.year);
  return (
    earlier.some((c) => c.monthDay === day.monthDay) ||
    new Set(earlier.filter((c) => c.nth === day.nth).map((c) => c.year)).size >= 2
  );
}

function weekdaysBetween(after: number, before: number): number[] {
  const list: number[] = [];
  for (let day = after + 1; day < before; day++) if (isWeekday(day)) list.push(day);
  return list;
}

function nextWeekday(epoch: number): number {
  let day = epoch + 1;
  while (!isWeekday(day)) day++;
  return day;
}

/** 1970-01-01 was a Thursday. */
function isWeekday(epoch: number): boolean {
  return (((epoch + 3) % 7) + 7) % 7 < 5;
}
