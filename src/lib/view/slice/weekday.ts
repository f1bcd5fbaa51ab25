/** Monday to Sunday: the key used in addresses, the short and the full English name. Position + 1 is the ISO number. */
export const WEEKDAYS = [
  {key: "mon", short: "Mon", name: "Monday"},
  {key: "tue", short: "Tue", name: "Tuesday"},
  {key: "wed", short: "Wed", name: "Wednesday"},
  {key: "thu", short: "Thu", name: "Thursday"},
  {key: "fri", short: "Fri", name: "Friday"},
  {key: "sat", short: "Sat", name: "Saturday"},
  {key: "sun", short: "Sun", name: "Sunday"},
] as const;

/** True for a date that exists, written YYYY-MM-DD (proleptic Gregorian, years 0001 to 9999). */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

/**
 * Days from 1970-01-01 to a date (Hinnant, "chrono-compatible low-level date algorithms", days_from_civil): arithmetic
 * only, so that no clock or time zone can matter.
 * @throws RangeError if the text is not an existing date written YYYY-MM-DD.
 */
export function daysFromEpoch(date: string): number {
  if (!isDate(date)) throw new RangeError(`invalid date; not an existing day written YYYY-MM-DD: ${date}`);
  const month = Number(date.slice(5, 7));
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0); // years start in March, so that leap days end them
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + Number(date.slice(8, 10)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** ISO 8601 weekday of a date, 1 (Monday) to 7 (Sunday). @throws RangeError as `daysFromEpoch`. */
export function isoWeekday(date: string): number {
  const fromThursday = daysFromEpoch(date) % 7; // 1970-01-01 was a Thursday
  return ((fromThursday + 7 + 3) % 7) + 1;
}
