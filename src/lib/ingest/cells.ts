import {type DateFormat, parseDate, splitTime, whyNotDate} from "./dates.ts";
import {shown} from "./error.ts";

/** A cell that was read, or the reason why its row cannot be used (in words that follow the column's name). */
export type CellRead<T> =
  | {readonly ok: true; readonly value: T; readonly plain: boolean}
  | {readonly ok: false; readonly why: string};

const LONGEST_NAME = 200;
/** Control characters, and format characters that reorder or hide text. */
const UNPRINTABLE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** An account or symbol: any printable text, kept as it is. */
export function readName(cell: string): CellRead<string> {
  if (cell === "") return {ok: false, why: "is empty"};
  if (cell.length > LONGEST_NAME) return {ok: false, why: `is longer than ${LONGEST_NAME} characters (${shown(cell)})`};
  if (UNPRINTABLE.test(cell)) return {ok: false, why: `has a control or invisible character (${shown(cell)})`};
  if (cell.includes("\ufffd")) return {ok: false, why: `is not UTF-8 text (${shown(cell)}); save the file as UTF-8`};
  return {ok: true, value: cell, plain: true};
}

/**
 * A date as ISO (YYYY-MM-DD).
 * @param timed whether a time of day may follow: its date as written counts, whatever the zone. Otherwise only midnight
 * may, as some tools write it: any other time leaves open which trading day is meant.
 */
export function readDate(cell: string, format: DateFormat | null, timed: boolean): CellRead<string> {
  const {date, time, midnight} = splitTime(cell);
  const value = format === null ? null : parseDate(date, format);
  if (value === null) return {ok: false, why: whyNotDate(date, format)};
  if (time !== null && !timed)
    return {ok: false, why: `${shown(cell)} has a time of day; give the date of the trading day alone`};
  return {ok: true, value, plain: timed || !midnight};
}
