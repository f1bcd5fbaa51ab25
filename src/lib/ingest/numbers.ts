import {shown} from "./error.ts";

/** A cell of a numeric column, read: a value, nothing, or a reason why it cannot be read (it follows the column's name). */
export type NumberRead =
  | {readonly kind: "number"; readonly value: number; readonly plain: boolean}
  | {readonly kind: "missing"}
  | {readonly kind: "unreadable"; readonly why: string};

/** Beyond it a value is surely not a number of this kind (an id, a time stamp, another column). */
export const ABSURD = 1e12;

const MISSING = /^(|na|n\/a|#n\/a|nan|null|none|nil|-|—|\.)$/i;
const INFINITE = /^[+\-−]?(inf|infinity|∞)$/i;
const PLAIN = /^-?(\d+(\.\d*)?|\.\d+)$/;
const UNSIGNED = /^(\d+(\.\d*)?|\.\d+)$/;
const SCIENTIFIC = /^(\d+(\.\d*)?|\.\d+)e[+-]?\d{1,4}$/i;
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const CURRENCY = /^[$€£¥]\s*/;
/** A comma that cannot separate thousands, or points that cannot be decimal: 12,5 · 1.234,50 · 1.234.567 */
const DECIMAL_COMMA = /^(\d{1,3}(\.\d{3})+,\d*|\d+,\d{1,2}|\d+,\d{4,}|0\d*,\d+|\d{4,},\d+|\d{1,3}(\.\d{3}){2,})$/;
/** A decimal point that cannot separate thousands: 12.5 · 1234.567 · 1,234.5 */
const DECIMAL_POINT = /^(\d+\.(\d{1,2}|\d{4,})|0\d*\.\d+|\d{4,}\.\d+|\d{1,3}(,\d{3})+\.\d+)$/;
/** 1.234 or 1,234: thousands to some, decimals to others. */
const EITHER = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * Reads one cell (already trimmed). Thousands commas, parentheses for a loss, a currency sign, a typographic minus and
 * an exponent are understood and reported as not plain. A decimal comma is never guessed at.
 * @param decimalCommas whether the file shows decimal commas elsewhere: "1.234" and "1,234" are then ambiguous.
 */
export function readNumber(cell: string, decimalCommas = false): NumberRead {
  if (PLAIN.test(cell) && !decimalCommas) return number(Number(cell), cell, true);
  if (MISSING.test(cell)) return {kind: "missing"};
  if (INFINITE.test(cell)) return unreadable(`is infinite (${shown(cell)})`);
  const {negative, body, signs} = unwrap(cell);
  if (signs > 1 || body === "") return unreadable(`${shown(cell)} is not a number`);
  if (DECIMAL_COMMA.test(body))
    return unreadable(`${shown(cell)} is written with a decimal comma or dotted thousands; write 1234.50`);
  if (decimalCommas && EITHER.test(body))
    return unreadable(`${shown(cell)} is ambiguous in a file that has decimal commas; write 1234.50`);
  if (UNSIGNED.test(body) || SCIENTIFIC.test(body) || GROUPED.test(body)) {
    const value = Number(body.replaceAll(",", ""));
    return number(negative ? -value : value, cell, PLAIN.test(cell));
  }
  if (body.endsWith("%")) return unreadable(`${shown(cell)} is a percentage; write it as a plain number`);
  return unreadable(`${shown(cell)} is not a number`);
}

/** Whether most of the cells that settle the question are written with a decimal comma. */
export function usesDecimalCommas(cells: Iterable<string>): boolean {
  let commas = 0;
  let points = 0;
  for (const cell of cells) {
    const {body} = unwrap(cell);
    if (DECIMAL_COMMA.test(body)) commas++;
    else if (DECIMAL_POINT.test(body)) points++;
  }
  return commas > 0 && commas >= points;
}

/** Takes off parentheses, signs and a currency mark, in any order that people write them: -$5, $-5, ($5), $(5). */
function unwrap(cell: string): {negative: boolean; body: string; signs: number} {
  let body = cell.replace(CURRENCY, "");
  let signs = 0;
  let negative = false;
  const sign = /^[+\-−–]\s*/.exec(body);
  if (sign !== null) {
    signs++;
    negative = sign[0][0] !== "+";
    body = body.slice(sign[0].length);
  }
  if (body.startsWith("(") && body.endsWith(")")) {
    signs++;
    negative = true;
    body = body.slice(1, -1).trim();
  }
  return {negative, body: body.replace(CURRENCY, ""), signs};
}

function number(value: number, cell: string, plain: boolean): NumberRead {
  if (!(Math.abs(value) <= ABSURD))
    return unreadable(`${shown(cell)} is absurd: beyond ±1e12 (another column, an id or a time stamp?)`);
  return {kind: "number", value: value + 0, plain}; // −0 + 0 = 0: JSON could not keep it
}

function unreadable(why: string): NumberRead {
  return {kind: "unreadable", why};
}
