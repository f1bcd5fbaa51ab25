import {fromIso, isoDate} from "./calendar.ts";
import type {CheckedFile} from "./contract.ts";
import {setAsideWhere} from "./set-aside.ts";
import type {SourceFill, SourceRows} from "./sources/index.ts";

/** How the reason of a row begins that is later than its file can know. */
export const LATE = "it is later than";

/** Whether a row of a date is later than the last day that its file can know of. A date in another zone may be a day ahead. */
function isLate(date: string, last: string, zone: string | null): boolean {
  return date > (zone === null ? last : isoDate(fromIso(last) + 1));
}

/** A file without the rows that are later than the day on which it was made. @param fills its rows, as their source reads them. */
export function notAfter(file: CheckedFile, last: string | undefined, fills: readonly SourceFill[] = []): CheckedFile {
  if (last === undefined) return file;
  const zones = new Map(fills.map(({line, zone}) => [line, zone]));
  const why = `${LATE} ${last}, the day of the report: it cannot have been known then (a wrong date, or a clock that is off)`;
  return setAsideWhere(file, ({date, line, zone}) =>
    isLate(date, last, zones.get(line) ?? zone ?? null) ? why : null,
  );
}

/** The same of what a source has read. */
export function withoutLater(rows: SourceRows, last: string | undefined): SourceRows {
  if (last === undefined) return rows;
  return {...rows, fills: rows.fills.filter(({date, zone}) => !isLate(date, last, zone))};
}
