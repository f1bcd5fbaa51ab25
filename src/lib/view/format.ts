import type {Unit} from "../study/index.ts";

/** How a value is printed; all optional. */
export interface FormatOptions {
  /** ISO 4217 code of the study. Default "USD". */
  readonly currency?: string;
  /** Write "+" before a positive number: for changes, not for levels. Default false. */
  readonly signed?: boolean;
  /** Leave out what the column head or the label already says ("p =", "days", "per trader-day"). Default false. */
  readonly bare?: boolean;
  /** The largest size among numbers that are read together: all in whole units of currency if it is, or all to the cent. */
  readonly beside?: number;
}

/** A real minus and a narrow no-break space: a number never breaks over two lines. */
const MINUS = "\u2212";
const NARROW = "\u202f";
const SPACE = "\u00a0";
const SYMBOLS: Readonly<Record<string, string>> = {USD: "$", EUR: "€", GBP: "£", JPY: "¥"};

/** Trading days of 100 years: more are said in words, since nobody can picture them and no desk will see them. */
const CENTURY = 25_200;

/** Whether a number of days is printed as "more than 100 years". */
export const beyondCentury = (value: number | string | null): boolean => typeof value === "number" && value > CENTURY;

/**
 * A value as a reader sees it: currency in whole units from 100 up and to the cent below (an interval as its larger end), shares as percentages,
 * p-values to three decimals, ratios to three significant digits. No locale is consulted: the same text everywhere.
 * null and NaN print as "not available".
 */
export function formatValue(value: number | string | null, unit: Unit, options: FormatOptions = {}): string {
  if (value === null) return "not available";
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value) : value;
  if (Number.isNaN(value)) return "not available";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const {bare = false} = options;
  switch (unit) {
    case "currency":
      return currencyText(value, options);
    case "currency/day":
      return currencyText(value, options) + (bare ? "" : `${SPACE}a${SPACE}day`);
    case "currency/trader-day":
      return currencyText(value, options) + (bare ? "" : " per trader-day");
    case "share":
      return signed(value, `${percentDigits(Math.abs(value) * 100)}${NARROW}%`, options);
    case "count":
      return signed(value, countDigits(Math.abs(value)), options);
    case "days":
      if (value > CENTURY) return bare ? `>${SPACE}100${SPACE}years` : `more than 100${SPACE}years`;
      return (
        signed(value, countDigits(Math.abs(value)), options) + (bare ? "" : `${SPACE}${value === 1 ? "day" : "days"}`)
      );
    case "p-value":
      return pText(value, bare);
    default:
      return signed(value, significant(Math.abs(value), 3), options);
  }
}

/** "[+$1,200, +$9,800]"; an end that is null is unbounded. */
export function formatInterval(
  [lower, upper]: readonly [number | null, number | null],
  unit: Unit,
  options: FormatOptions = {},
): string {
  const beside = largest([options.beside ?? 0, lower, upper]);
  const inside = {...options, beside, bare: true};
  return `[${formatValue(lower ?? -Infinity, unit, inside)},${SPACE}${formatValue(upper ?? Infinity, unit, inside)}]`;
}

/** The largest size among numbers that are there and finite. */
export function largest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, v) => (v !== null && Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
}

/** Changes are written with their sign, levels without "+": which is which follows from the last part of the id. */
export function isChange(id: string): boolean {
  return /(^|\.)(delta|derisking|timing|difference|effect|truth)$/.test(id);
}

/** "24 Jan 2025" from "2025-01-24". */
export function formatDate(iso: string): string {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const [year, month, day] = iso.split("-").map(Number);
  if (!(year > 0 && month >= 1 && month <= 12 && day >= 1))
    throw new RangeError(`invalid date; not YYYY-MM-DD: ${iso}`);
  return `${day}${SPACE}${months[month - 1]}${SPACE}${year}`;
}

/** "1.4 kB", "36 MB": decimal units, two significant digits below ten. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let k = 0;
  while (value >= 1000 && k < units.length - 1) {
    value /= 1000;
    k++;
  }
  return `${k > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0)}${SPACE}${units[k]}`;
}

/** "#,###" grouping of a string of digits; digits after a point stay as they are. */
function group(digits: string): string {
  const [whole, part] = digits.split(".");
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + (part === undefined ? "" : `.${part}`);
}

function currencyText(value: number, options: FormatOptions): string {
  const {currency = "USD"} = options;
  const size = Math.abs(value);
  const [whole, cents] = size.toFixed(Math.max(size, options.beside ?? 0) < 99.995 ? 2 : 0).split(".");
  const digits = group(whole) + (cents === undefined || (size === 0 && cents === "00") ? "" : `.${cents}`);
  return signed(value, (SYMBOLS[currency] ?? `${currency}${SPACE}`) + digits, options);
}

/** Puts the sign before a text; none where every digit shown is zero. */
function signed(value: number, text: string, {signed: plus = false}: FormatOptions): string {
  if (!/[1-9]/.test(text)) return text;
  return value < 0 ? MINUS + text : plus ? `+${text}` : text;
}

function percentDigits(percent: number): string {
  if (percent === 0) return "0";
  const whole = Math.round(percent);
  // a zero is dropped where nothing was rounded: 5 % that was declared, but 5.0 % that was measured
  if (Math.abs(percent - whole) < 1e-9 * percent) return group(String(whole));
  return group(percent >= 1 ? percent.toFixed(1) : significant(percent, 2));
}

function countDigits(size: number): string {
  const [whole, part] = (Number.isInteger(size) ? size.toFixed(0) : size.toFixed(1)).split(".");
  return group(whole) + (part === undefined ? "" : `.${part}`);
}

function pText(p: number, bare: boolean): string {
  if (p < 0.001) return bare ? "< 0.001" : `p${SPACE}<${SPACE}0.001`;
  if (p > 0.999) return bare ? "> 0.999" : `p${SPACE}>${SPACE}0.999`;
  const text = p < 0.0995 ? p.toFixed(3) : p.toFixed(2);
  return bare ? text : `p${SPACE}=${SPACE}${text}`;
}

/** Fixed notation with so many significant digits; whole numbers are never cut. */
function significant(size: number, digits: number): string {
  if (size === 0) return "0";
  if (size >= 1000) return group(size.toFixed(0));
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const places = Math.max(0, digits - 1 - Number(exponent));
  return places > 9 ? `${mantissa}e${exponent.replace("-", MINUS)}` : Number(`${mantissa}e${exponent}`).toFixed(places);
}
