import {formatDate, formatValue} from "../format.ts";

const DATE = /(?<!["“'\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!["”'\d-])/g;
const AMOUNT = /\b(net|gross|fees) (-?\d+(?:\.\d+)?)(?!\d|\.\d)/g;
const COUNT = /(?<![\d.,-])(\d{4,})(?= (?:trader-day|trading day|prediction|fill|day|row)s?\b)/g;

/**
 * Sentences of the quality report as the other pages write: dates in words, amounts in the desk's currency, commas between thousands.
 * What stands in quotes is what a file says, and stays.
 */
export function inHouseStyle(text: string, currency: string): string {
  return text
    .replace(COUNT, (digits) => formatValue(Number(digits), "count"))
    .replace(
      AMOUNT,
      (_, what: string, amount: string) => `${what} ${formatValue(Number(amount), "currency", {currency})}`,
    )
    .replace(DATE, (date) => formatDate(date));
}
