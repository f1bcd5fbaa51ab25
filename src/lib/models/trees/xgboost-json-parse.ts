/**
 * JSON as XGBoost writes it: with NaN and Infinity, which JSON does not have, as null.
 * @throws RangeError where it is no JSON: a file cut short.
 */
export function parseLenient(text: string): unknown {
  try {
    return JSON.parse(replaceOutsideStrings(text));
  } catch (error) {
    throw new RangeError(
      `invalid XGBoost model; not JSON, perhaps cut short (it has ${text.length} characters): ${(error as Error).message}`,
    );
  }
}

/** A feature may be called "NaN": text in quotes stays as it is. */
function replaceOutsideStrings(text: string): string {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const open = text.indexOf('"', from);
    const outside = text.slice(from, open < 0 ? text.length : open);
    parts.push(outside.replace(/-?\b(?:NaN|Infinity)\b/g, "null"));
    if (open < 0) break;
    const end = closingQuote(text, open);
    parts.push(text.slice(open, end));
    from = end;
  }
  return parts.join("");
}

/** Index after the quote that closes the string opened at `open`; the text's length where none does. */
function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '"') return i + 1;
    if (text[i] === "\\") i++;
  }
  return text.length;
}
