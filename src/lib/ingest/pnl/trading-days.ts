import type {CheckedFile, Row} from "../contract.ts";
import {derivedDays, type FolderParts} from "../folder-parts.ts";
import {REPORTED, reportedDays} from "../reported-days.ts";
import {setAsideWhere} from "../set-aside.ts";
import type {FillsPnl} from "./types.ts";

/** Times that carry a zone which nothing says how to use. */
export function zoneNotes(fills: FolderParts["fills"], timeZone: string | null): string[] {
  if (timeZone !== null) return [];
  const names = new Set(fills.filter(({zone}) => zone !== null).map(({file}) => file));
  return [...names].map(
    (name) =>
      `${name}: times carry a zone, and the study names none of the exchange: the date as written is the trading day`,
  );
}

/** The files, with days of what the platform reports made of the fills' trading days where these are not the dates written. */
export function onTradingDays({checked, reports, fills}: FolderParts, {moved}: FillsPnl): readonly CheckedFile[] {
  if (moved.length === 0) return checked;
  const at = new Map(moved.map(({file, line, date}) => [`${file}\u0000${line}`, date]));
  const days = reportedDays(reports, fills, ({file, line, date}) => at.get(`${file}\u0000${line}`) ?? date);
  return checked.map((file) => {
    if (file.derived !== true || file.source.name !== REPORTED) return file;
    const accounts = new Set(file.rows.map(({account}) => account));
    return derivedDays(
      days.filter(({account}) => accounts.has(account)),
      REPORTED,
    );
  });
}

/** A file's fills without those that P&L cannot use, each on its trading day. */
export function asUsed(file: CheckedFile, {aside, moved}: FillsPnl): CheckedFile {
  const own = <T extends {readonly file: string}>(rows: readonly T[]) =>
    rows.filter((row) => row.file === file.source.name);
  const reasons = new Map(own(aside).map((row) => [row.line, row.reason]));
  const days = new Map(own(moved).map((row) => [row.line, row]));
  const used = reasons.size === 0 ? file : setAsideWhere(file, (row) => reasons.get(row.line) ?? null);
  return days.size === 0 ? used : {...used, rows: used.rows.map((row) => onDay(row, days.get(row.line)))};
}

/** A row on its trading day, in the exchange's time: a Sunday's 18:00 is −360 minutes of its Monday. */
function onDay(row: Row, moved: FillsPnl["moved"][number] | undefined): Row {
  return moved === undefined ? row : {...row, date: moved.date, time: moved.minutes};
}
