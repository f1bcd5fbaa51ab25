import {DATE_FORMATS, type DateFormat, findDateFormat, inYearsOf, mirrorOf, parseDate} from "../dates.ts";
import {IngestError, shown} from "../error.ts";

/** How a file's dates are read. */
export interface DateReader {
  /** As it is reported. */
  readonly format: string;
  /** The ISO date, or null. */
  readonly read: (text: string) => string | null;
}

/** The order of day and month in 01/02/2025: known of US platforms; null where it depends on the user's settings. */
export type SlashOrder = "MM/DD/YYYY" | "DD/MM/YYYY" | null;

/**
 * How the dates of an export are read: formats that leave nothing open are all understood; of the slash orders the one that
 * the platform writes, or the study declares, or that the values themselves decide.
 * @throws IngestError where the values leave it open.
 */
export function dateReader(
  file: string,
  values: readonly string[],
  order: SlashOrder,
  declared: DateFormat | undefined,
): DateReader {
  const plain = values.map(withSlashes);
  const found = findDateFormat(plain, declared ?? order ?? undefined);
  let slash: DateFormat | null = declared ?? order;
  if (found.format !== null && mirrorOf(found.format) !== null)
    slash = order !== null && declared === undefined ? order : found.format;
  else if (found.undecided && slash === null)
    throw new IngestError(file, {
      what: "its dates can be read as MM/DD/YYYY or as DD/MM/YYYY, and no row decides which",
      found: shown(values.find((value) => /^\d{1,2}[/-]\d{1,2}[/-](\d{2}|\d{4})$/.test(value)) ?? ""),
      fix: 'say in the study which it is: dateFormat: "DD/MM/YYYY" beside source.path, or export dates as YYYY-MM-DD',
    });
  const wrong = slash === null ? null : mirrorOf(inYearsOf(slash, "MM/DD/YYYY"));
  const formats = DATE_FORMATS.filter(
    (format) => mirrorOf(format) === null || inYearsOf(format, "MM/DD/YYYY") !== wrong,
  );
  const cache = new Map<string, string | null>(); // few distinct dates in many rows
  return {
    format: found.format ?? slash ?? "none",
    read(text) {
      const known = cache.get(text);
      if (known !== undefined) return known;
      const written = withSlashes(text);
      const format = formats.find((f) => parseDate(written, f) !== null);
      const date = format === undefined ? null : parseDate(written, format);
      if (cache.size < 50_000) cache.set(text, date);
      return date;
    },
  };
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** 01-31-2025 as 01/31/2025, and 31-Jan-25 as 2025-01-31; other text as it is. */
function withSlashes(text: string): string {
  const named = /^(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{2}|\d{4})$/.exec(text);
  const month = named === null ? -1 : MONTHS.indexOf(named[2].toLowerCase());
  if (named !== null && month >= 0) {
    const year = named[3].length === 4 ? named[3] : `${Number(named[3]) < 70 ? 20 : 19}${named[3]}`;
    return `${year}-${month + 1}-${named[1]}`;
  }
  return /^\d{1,2}-\d{1,2}-(\d{2}|\d{4})$/.test(text) ? text.replaceAll("-", "/") : text;
}

/** A time of day as written: seconds since midnight, and the zone beside it. */
export interface Clock {
  readonly seconds: number;
  readonly zone: string | null;
}

const CLOCK =
  /^(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?\s*([AaPp])?\.?(?:[Mm]\.?)?\s*(Z|UTC|GMT|E[SD]?T|C[SD]T|M[SD]T|P[SD]T|[+-]\d{2}:?\d{2})?$/;
const PACKED = /^(\d{2})(\d{2})(\d{2})?\s*(Z|UTC|GMT|E[SD]?T|[+-]\d{2}:?\d{2})?$/;

/** Zones of the United States by their letters, as offsets; ET and its like leave summer time open: the zone itself. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{UTC: "Z", GMT: "Z", EST: "-05:00", EDT: "-04:00", ET: "America/New_York", CST: "-06:00", CDT: "-05:00"},
  ...{MST: "-07:00", MDT: "-06:00", PST: "-08:00", PDT: "-07:00"},
};

/** Reads 09:30, 9:30:01.250 AM, 093001, 24:00 (the end of the day) or 09:30:00 EST; null if it is none. */
export function readClock(text: string): Clock | null {
  const packed = PACKED.exec(text);
  const match = packed ?? CLOCK.exec(text);
  if (match === null) return null;
  const half = packed === null ? match[4]?.toLowerCase() : undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  const seconds = Number((match[3] ?? "0").replace(",", "."));
  if (half !== undefined && !(hours >= 1 && hours <= 12)) return null;
  const end = hours === 24 && minutes === 0 && seconds === 0;
  if (!(end || (hours <= 23 && minutes <= 59 && seconds < 61))) return null;
  const hour = half === undefined ? hours : (hours % 12) + (half === "p" ? 12 : 0);
  const zone = (packed === null ? match[5] : match[4]) ?? null;
  return {seconds: 3600 * hour + 60 * minutes + seconds, zone: zone === null ? null : (LETTERS[zone] ?? zone)};
}

/** A date and time of day in one cell, at the separators that platforms use: "2025-01-31 09:30", "20250131;093000", "…T…". */
export function splitStamp(text: string): {date: string; clock: string} {
  const match = /^([^\s;T,]+(?:-[A-Za-z]{3}-\d+)?)(?:[;,T]\s*|\s+)(\S.*)$/.exec(text);
  return match === null ? {date: text, clock: ""} : {date: match[1], clock: match[2]};
}
