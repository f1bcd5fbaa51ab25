/**
 * Dates as whole days, without a clock or a time zone: the proleptic Gregorian calendar in integer arithmetic
 * (Hinnant, "chrono-compatible low-level date algorithms", 2013).
 */

/** Days since 1970-01-01 of a calendar date (month 1 to 12, day 1 to 31). No check that the date exists. */
export function epochDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The ISO date (YYYY-MM-DD) of a day number: the inverse of `epochDay`. */
export function isoDate(epoch: number): string {
  const z = epoch + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Day number of an ISO date (YYYY-MM-DD). @throws RangeError if it is not one, or not a day of the calendar. */
export function fromIso(date: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null || !isDay(Number(match[1]), Number(match[2]), Number(match[3])))
    throw new RangeError(`invalid date; not YYYY-MM-DD: ${date}`);
  return epochDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** ISO weekday of an ISO date: 1 Monday … 7 Sunday. */
export function weekday(date: string): number {
  return mod(fromIso(date) + 3, 7) + 1; // 1970-01-01 was a Thursday
}

/** Whether the date exists: 2024-02-29 does, 2025-02-29 does not. */
export function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= length;
}

function mod(a: number, n: number): number {
  return ((a % n) + n) % n;
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, "0");
}
