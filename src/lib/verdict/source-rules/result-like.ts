/** A piece of text that looks like a result: a number that a reader would take for a finding. */
export interface ResultLike {
  readonly text: string;
  readonly index: number;
  /** "percentage", "amount", … */
  readonly kind: string;
}

const NUMBER = String.raw`[-+\u2212]?(?:\d{1,3}(?:[,\u202f\u00a0']\d{3})+|\d+)(?:\.\d+)?|[-+\u2212]?\.\d+`;
const CURRENCY = "USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|dollars?|euros?|pounds?";

/** In order: what an earlier pattern has taken, a later one does not report again. */
const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["p-value", /\bp(?:-value)?\s*[=<>≤≥≈]\s*(?:0?\.\d+|[01]\b)/giu],
  ["R²", /\bR(?:²|\^2|2)\s*(?:=|of|is|≈)?\s*[-−]?\d*\.?\d+/gu],
  ["percentage", new RegExp(`(?:${NUMBER})(?:\\s|\u00a0|\u202f)?(?:%|per ?cent\\b|bps?\\b|basis points)`, "giu")],
  ["amount", new RegExp(`[$€£¥](?:\\s|\u00a0)?(?:${NUMBER})(?:\\s?(?:k|m|bn|million|thousand)\\b)?`, "giu")],
  [
    "amount",
    new RegExp(`(?:${NUMBER})(?:\\s|\u00a0|\u202f)?(?:k|m|bn|million|thousand)?\\s?(?:${CURRENCY})\\b`, "giu"),
  ],
  ["number with thousands", /(?<![\w.])[-+−]?\d{1,3}(?:[,\u202f\u00a0']\d{3})+(?:\.\d+)?(?!\w)/gu],
  // Not versions (1.13.4), not file names (v1.2), not dates.
  ["decimal", /(?<![\w.\-/])[-+−]?\d*\.\d+(?:e[-+]?\d+)?(?![\w]|\.\d)/giu],
  ["large number", /(?<![\w.,\-/#:])[-+−]?(?!(?:19|20)\d\d(?!\d))\d{4,}(?![\w]|[.,:/-]\d)/gu],
];

/** The level of a quantile is part of its name: "5 % value at risk". */
const NAMES = /\d+(?:\.\d+)?\s?%\s(?:value at risk|quantile of)/giu;

/** Every result-like number in a text, in order of position. */
export function findResultLike(text: string): ResultLike[] {
  const found: ResultLike[] = [];
  const taken = new Uint8Array(text.length);
  for (const name of text.matchAll(NAMES)) taken.fill(1, name.index, name.index + name[0].length);
  for (const [kind, pattern] of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (taken.subarray(match.index, end).includes(1)) continue;
      taken.fill(1, match.index, end);
      found.push({text: match[0].trim(), index: match.index, kind});
    }
  return found.sort((a, b) => a.index - b.index);
}
