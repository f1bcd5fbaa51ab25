import {epochDay, fromIso, isoDate, weekday} from "../ingest/index.ts";

/** Month and day on which the simulated exchange is closed, every year. */
const HOLIDAYS = new Set(["01-01", "01-02", "06-19", "07-04", "11-11", "12-25", "12-26"]);

/** The first `count` trading days from an ISO date on: Monday to Friday without a few fixed holidays. */
export function tradingDays(from: string, count: number): string[] {
  if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`invalid count; not a positive integer: ${count}`);
  const days: string[] = [];
  for (let epoch = fromIso(from); days.length < count; epoch++) {
    const date = isoDate(epoch);
    if (weekday(date) <= 5 && !HOLIDAYS.has(date.slice(5))) days.push(date);
    if (epoch > epochDay(2100, 12, 31)) throw new RangeError(`invalid count; runs past the year 2100: ${count}`);
  }
  return days;
}
