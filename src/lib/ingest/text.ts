/** Ways of writing text as bytes that are read. */
export type Encoding = "UTF-8" | "UTF-16" | "Windows-1252";

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * Bytes as text: UTF-16 where a byte-order mark says so, else UTF-8; else Windows-1252 (which holds Latin-1), as old exports
 * are written. A byte-order mark is taken off. UTF-8 that is damaged stays UTF-8, the damage shown as U+FFFD: it is told from
 * Windows-1252 by characters of several bytes that are sound. A first line for spreadsheets ("sep=;") becomes a blank one: it is
 * no row, and the lines below keep their numbers.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const {text, encoding} = decodeBytes(bytes);
  return {text: text.replace(/^"?sep=[^\r\n]"?(?=[\r\n])/i, ""), encoding};
}

function decodeBytes(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return {text: decode("utf-16le", bytes), encoding: "UTF-16"};
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return {text: decode("utf-16be", bytes), encoding: "UTF-16"};
  const text = decode("utf-8", bytes);
  const damaged = text.includes("\ufffd") && !isUtf8(bytes);
  if (!damaged || /[\u0080-\ufffc\ufffe\uffff]/.test(text)) return {text, encoding: "UTF-8"};
  return {text: windows1252(bytes), encoding: "Windows-1252"};
}

function decode(encoding: string, bytes: Uint8Array): string {
  if (encoding !== "utf-16be") return new TextDecoder(encoding).decode(bytes);
  const swapped = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16(); // not every build of Node decodes it
  return new TextDecoder("utf-16le").decode(swapped);
}

/** What Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters; unassigned ones stay. */
const HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** By hand, since TextDecoder takes it for Latin-1 in some versions of Node and not in others. */
function windows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return latin1.replace(/[\u0080-\u009f]/g, (unit) => HIGH[unit.charCodeAt(0) - 0x80]);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", {fatal: true}).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
