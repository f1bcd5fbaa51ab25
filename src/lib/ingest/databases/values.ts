/**
 * Canonical text of values: what the same value gives from any database, so that one desk is one desk. Numbers are
 * plain decimals with every digit that the database holds; what a database writes for infinity or a date before year 1
 * passes as it is, and the contract then sets the row aside with its reason.
 */

const EXPONENT = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/;
/** Beyond it a number is not written out: the contract finds it absurd, and nobody wants 300 zeros. */
const MOST_ZEROS = 40;

/** A number as digits without an exponent, none lost: "1.5e-07" → "0.00000015". */
export function plainNumber(text: string): string {
  const match = EXPONENT.exec(text);
  if (match === null) return text;
  const [, sign, whole, fraction = "", exponent] = match;
  const shift = Number(exponent);
  if (!(Math.abs(shift) <= MOST_ZEROS)) return text;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = padded.slice(at).replace(/0+$/, "");
  return sign + left + (right === "" ? "" : `.${right}`);
}

/** A double, by the fewest digits that give it back. */
export function doubleText(value: number): string {
  return plainNumber(String(value));
}

/** A single-precision number, by the fewest digits that give it back: 1.1, not 1.100000023841858. */
export function singleText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return doubleText(Number(text));
  }
  return doubleText(Number(value.toPrecision(9)));
}

/** true → "1", false → "0": a label in a table of predictions is a number. */
export function booleanText(value: unknown): string {
  return value === true || value === "t" || value === "true" || value === 1 ? "1" : "0";
}

/** "2025-01-24T14:30:00.500000" → "2025-01-24 14:30:00.5". No zone: as written. */
export function timestampText(text: string): string {
  return text
    .replace("T", " ")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** A moment, in UTC: "2025-01-24 14:30:00.5+00" → "2025-01-24 14:30:00.5Z". */
export function instantText(text: string): string {
  return `${timestampText(text.replace(/(Z|[+-]00(:?00)?)$/, ""))}Z`;
}

/**
 * Text as one line: a row of a desk's table is a line. A line break becomes U+2028, which the contract refuses in a
 * name, as it refuses the line break that it stands for.
 */
export function oneLine(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/\r\n|\r|\n/g, "\u2028") : text;
}
