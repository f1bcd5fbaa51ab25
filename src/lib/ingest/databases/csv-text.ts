import {oneLine} from "./values.ts";

const MUST_QUOTE = /[",;|\t]|^\s|\s$/;

/** One line of the canonical CSV, with its line feed. null is empty. */
export function csvLine(fields: readonly (string | null)[]): string {
  let line = "";
  for (let k = 0; k < fields.length; k++) {
    if (k > 0) line += ",";
    const field = fields[k];
    if (field !== null) line += csvField(field);
  }
  return `${line}\n`;
}

function csvField(value: string): string {
  const text = oneLine(value);
  return MUST_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
