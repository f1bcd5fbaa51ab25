import {epochDay, fromIso, isoDate, weekday} from "../ingest/index.ts";

/** Month and day on which the simulated exchange is closed, every year. */
const HOLIDAYS = new Set(["01-01", "01-02", "06-19", "07-04", "11-11", "12-25", "12-26"]);

/** The first `count` trading days from an ISO date on: Monday to Friday without a few fixed holidays. */
export function tradingDays(from: string, count: number): string[] {
  if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`invalid count; not a positive integer: ${count}`);
  const days: string[] = [];
  for (let epoch = fromIso(from); days.length < count; epoch++) {
    if ((((epoch + 3) % 7) + 7) % 7 >= 5) continue; // Saturday, Sunday: 1970-01-01 was a Thursday
    const date = isoDate(epoch);
    if (!HOLIDAYS.has(date.slice(5))) days.push(date);
    if (epoch > epochDay(2100, 12, 31)) throw new RangeError(`invalid count; runs past the year 2100: ${count}`);
  }
  return days;
}

/**
 * Whether the simulated exchange closes early (at 13:00) on a date: the day before Independence Day, the day after the fourth
 * Thursday of November, and Christmas Eve.
 */
export function isHalfDay(date: string): boolean {
  const day = date.slice(5);
  if (day === "07-03" || day === "12-24") return true;
  const dayOfMonth = Number(date.slice(8));
  return day.startsWith("11-") && weekday(date) === 5 && dayOfMonth >= 23 && dayOfMonth <= 29;
}
