import {fromIso, isoDate, weekday} from "../ingest/index.ts";
import type {DateFacts} from "./feature.ts";

/** Facts of an ISO date (YYYY-MM-DD), without a clock or a time zone. @throws RangeError if it is not a date. */
export function dateFacts(date: string): DateFacts {
  const epoch = fromIso(date);
  const month = date.slice(0, 7);
  const isLaterWeekday = (ahead: number) => {
    const later = isoDate(epoch + ahead);
    return later.startsWith(month) && weekday(later) <= 5;
  };
  return {
    weekday: weekday(date),
    dayOfMonth: Number(date.slice(8)),
    lastOfMonth: ![1, 2, 3].some(isLaterWeekday), // of any three days in a row one is no weekend day
  };
}
