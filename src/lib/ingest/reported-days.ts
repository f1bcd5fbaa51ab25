import {type DayPart, daySums} from "./sources/day-sums.ts";
import {realisedParts, type SourceDay, type SourceFill, type SourceRows} from "./sources/index.ts";

/** What days of this kind are called where files are named. */
export const REPORTED = "P&L that the platform reports for each fill";

/**
 * Days of the P&L that platforms report for each fill, of all files together: an account's day may stand in two of them, wholly or
 * in part, and what stands in both counts once. Accounts of which any fill has no such P&L have none: theirs is computed.
 * @param fills every fill of the folder.
 * @param dayOf the trading day of a fill; default: its date as written.
 */
export function reportedDays(
  reports: readonly SourceRows[],
  fills: readonly SourceFill[],
  dayOf: (fill: SourceFill) => string = ({date}) => date,
): SourceDay[] {
  const known = reports.flatMap((rows) => realisedParts(rows) ?? []);
  if (known.length === 0) return [];
  const told = new Set(known.map(({file, line}) => `${file}\u0000${line}`));
  const open = new Set(fills.filter(({file, line}) => !told.has(`${file}\u0000${line}`)).map(({account}) => account));
  const counted = new Map<string, number>();
  const parts: DayPart[] = [];
  for (const {fills: own, ...rows} of reports) {
    const here = new Map<string, number>();
    const kept = own.filter((fill) => {
      const key = `${fill.account}\u0000${fill.date}\u0000${fill.id ?? fill.text}`;
      const n = (here.get(key) ?? 0) + 1;
      here.set(key, n);
      if (open.has(fill.account) || n <= (counted.get(key) ?? 0) || (fill.id !== null && n > 1)) return false;
      counted.set(key, n);
      return true;
    });
    const days = kept.map((fill) => ({...fill, date: dayOf(fill)}));
    for (const part of realisedParts({...rows, fills: days}) ?? []) parts.push(part);
  }
  return daySums(parts[0]?.file ?? "", parts);
}
