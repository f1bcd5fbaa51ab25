/** Control characters but line feeds and tabs, and marks that reorder what is read. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text for a terminal: names of files and what stands in them must not move the cursor, set colours or a title, or hide a line. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
