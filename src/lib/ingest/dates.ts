import {isDay} from "./calendar.ts";
import {shown} from "./error.ts";

/** Ways of writing a date that are read, in order of preference where a file leaves more than one open. */
export const DATE_FORMATS = [
  "YYYY-MM-DD",
  "YYYYMMDD",
  "YYYY/MM/DD",
  "MM/DD/YYYY",
  "DD/MM/YYYY",
  "DD.MM.YYYY",
  "YYYY.MM.DD",
  "MM/DD/YY",
  "DD/MM/YY",
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** Pattern, and which of its groups are year, month and day. */
const SHAPES: Readonly<Record<DateFormat, readonly [RegExp, number, number, number]>> = {
  "YYYY-MM-DD": [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, 1, 2, 3],
  YYYYMMDD: [/^(\d{4})(\d{2})(\d{2})$/, 1, 2, 3],
  "YYYY/MM/DD": [/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, 1, 2, 3],
  "MM/DD/YYYY": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 3, 1, 2],
  "DD/MM/YYYY": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 3, 2, 1],
  "DD.MM.YYYY": [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, 3, 2, 1],
  "YYYY.MM.DD": [/^(\d{4})\.(\d{1,2})\.(\d{1,2})$/, 1, 2, 3],
  "MM/DD/YY": [/^(\d{1,2})\/(\d{1,2})\/(\d{2})$/, 3, 1, 2],
  "DD/MM/YY": [/^(\d{1,2})\/(\d{1,2})\/(\d{2})$/, 3, 2, 1],
};
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;

/** The ISO date of `text` written as `format`, or null if it is not one or lies outside 1970 … 2100. */
export function parseDate(text: string, format: DateFormat): string | null {
  const [pattern, y, m, d] = SHAPES[format];
  const match = pattern.exec(text);
  if (match === null) return null;
  const year = fullYear(match[y]);
  const month = Number(match[m]);
  const day = Number(match[d]);
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && isDay(year, month, day))) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** A year of two digits lies between 1970 and 2069, as POSIX (strptime) has it but for one year. */
function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

export interface DateFormatFound {
  /** The format that fits most values; null where none fits any, or where only the study can say (`undecided`). */
  readonly format: DateFormat | null;
  /** MM/DD and DD/MM fit equally well, and nothing fits better. */
  readonly undecided: boolean;
  /** Values that fit only if day and month change places: evidence of two orders in one file. 0 where the study settles it. */
  readonly otherOrder: number;
  /** Values that fit both orders and were read in the one found. */
  readonly eitherOrder: number;
}

/**
 * Which format a file's dates are written in: the one that fits most of its values. `preferred` (the study's dateFormat)
 * settles the order of day and month wherever it fits any value; other formats leave nothing to settle.
 */
export function findDateFormat(values: readonly string[], preferred?: DateFormat): DateFormatFound {
  const counts = new Map<string, number>(); // a file has few distinct dates: parse each once
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const fits = new Map<DateFormat, number>(DATE_FORMATS.map((format) => [format, 0]));
  let either = 0;
  for (const [value, n] of counts) {
    const fitting = DATE_FORMATS.filter((format) => parseDate(value, format) !== null);
    for (const format of fitting) fits.set(format, fits.get(format)! + n);
    if (fitting.length === 2) either += n; // only the two slash orders can both fit
  }
  const ranked = [...DATE_FORMATS].sort((a, b) => fits.get(b)! - fits.get(a)!);
  const wanted = preferred === undefined ? undefined : inYearsOf(preferred, ranked[0]);
  const declared = wanted !== undefined && mirrorOf(wanted) === ranked[0] && fits.get(wanted)! > 0;
  const best = declared ? wanted : ranked[0];
  const n = fits.get(best)!;
  if (n === 0) return {format: null, undecided: false, otherOrder: 0, eitherOrder: 0};
  const mirror = mirrorOf(best);
  if (mirror === null || best === wanted) return {format: best, undecided: false, otherOrder: 0, eitherOrder: 0};
  const otherOrder = fits.get(mirror)! - either;
  if (fits.get(mirror) === n) return {format: null, undecided: true, otherOrder, eitherOrder: either};
  return {format: best, undecided: false, otherOrder, eitherOrder: either};
}

/** The format that differs in the order of day and month only; null where none does. */
export function mirrorOf(format: DateFormat | null): DateFormat | null {
  return format === null ? null : (MIRRORS[format] ?? null);
}

const MIRRORS: Readonly<Partial<Record<DateFormat, DateFormat>>> = {
  "MM/DD/YYYY": "DD/MM/YYYY",
  "DD/MM/YYYY": "MM/DD/YYYY",
  "MM/DD/YY": "DD/MM/YY",
  "DD/MM/YY": "MM/DD/YY",
};

/** A declared order of day and month holds for years of two and of four digits alike. */
export function inYearsOf(declared: DateFormat, found: DateFormat): DateFormat {
  if (!(declared in MIRRORS && found in MIRRORS)) return declared;
  return (found.endsWith("/YYYY") ? declared.replace(/\/YY$/, "/YYYY") : declared.replace(/YYYY$/, "YY")) as DateFormat;
}

/** Why `text` is not a date in `format`, in words that follow a column's name. */
export function whyNotDate(text: string, format: DateFormat | null): string {
  if (text === "") return "is empty";
  const other = DATE_FORMATS.find((f) => f !== format && parseDate(text, f) !== null);
  if (format !== null && other !== undefined)
    return `${shown(text)} is written as ${other}; this file's dates are ${format}`;
  if (DATE_FORMATS.some((f) => SHAPES[f][0].test(text)))
    return `${shown(text)} is not a day of the calendar between ${FIRST_YEAR} and ${LAST_YEAR}`;
  return `${shown(text)} is not a date (write ${format ?? "YYYY-MM-DD"})`;
}

/** A date with an optional time of day after it ("2025-01-24 09:30:00", "20250124T093000Z" is not one). */
export interface DateAndTime {
  readonly date: string;
  /** null: none written. Midnight counts as none; `midnight` then says that it was written. */
  readonly time: string | null;
  readonly midnight: boolean;
}

const WITH_TIME =
  /^(\S+?)[T ]\s*((\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?\s*(?:Z|UTC|[+-]\d{2}:?\d{2}|[AaPp][Mm])?)$/;
const MIDNIGHT = /^0?0:00(:00([.,]0+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/** Splits a time stamp at its T or space. The date is taken as written: no zone is applied. */
export function splitTime(text: string): DateAndTime {
  const match = WITH_TIME.exec(text);
  if (match === null || Number(match[3]) > 24 || Number(match[4]) > 59 || secondsOf(match[5]) >= 61)
    return {date: text, time: null, midnight: false};
  return MIDNIGHT.test(match[2])
    ? {date: match[1], time: null, midnight: true}
    : {date: match[1], time: match[2], midnight: false};
}

/**
 * Minutes since midnight of the time of day in a cell, as written, whatever its zone; NaN where it has none, and for
 * midnight itself, which is how tools write a date.
 */
export function minutesOfDay(text: string): number {
  const {time, midnight} = splitTime(text);
  const match = time === null || midnight ? null : WITH_TIME.exec(text);
  if (match === null) return Number.NaN;
  const half = /[AaPp][Mm]$/.exec(text)?.[0].toLowerCase();
  const hour = half === undefined ? Number(match[3]) : (Number(match[3]) % 12) + (half === "pm" ? 12 : 0);
  return 60 * hour + Number(match[4]) + secondsOf(match[5]) / 60;
}

const secondsOf = (text = "0") => Number(text.replace(",", "."));
