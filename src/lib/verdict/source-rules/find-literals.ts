import {tokenizer} from "acorn";
import {markdownParts} from "./markdown-parts.ts";
import {findResultLike} from "./result-like.ts";

/** Numbers in a row that make an array a table of results. */
const LONG_ARRAY = 3;

/** A result that was typed into a page. */
export interface Literal {
  /** 1-based. */
  readonly line: number;
  /** "percentage", "number", "array of numbers", … */
  readonly kind: string;
  readonly text: string;
}

/**
 * Results written into the source of a page by hand: in prose, in strings, as numbers in code, in SQL; in order of lines. A
 * page may state a number only through a finding; a length, a threshold or a colour belongs in src/lib/view or in the study.
 */
export function findLiterals(source: string): Literal[] {
  const found: Literal[] = [];
  const report = (index: number, kind: string, text: string) => {
    found.push({line: source.slice(0, index).split("\n").length, kind, text});
  };
  for (const {kind, text, offset} of markdownParts(source)) {
    if (kind === "code") for (const hit of findInCode(text)) report(offset + hit.index, hit.kind, hit.text);
    else for (const hit of findResultLike(blank(text))) report(offset + hit.index, hit.kind, hit.text);
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Replaces what a reader does not read as a number (tags with their attributes, addresses, comments) by spaces. */
function blank(text: string): string {
  const spaces = (s: string) => s.replace(/[^\n]/g, " ");
  return text
    .replace(/<!--[\s\S]*?-->/g, spaces)
    .replace(/<\/?[a-zA-Z][^>]*>/g, spaces)
    .replace(/\]\([^)\s]*\)/g, spaces)
    .replace(/\b(?:https?|mailto|doi):\S+/g, spaces)
    .replace(/&#?\w+;/g, spaces);
}

interface Found {
  readonly kind: string;
  readonly text: string;
  readonly index: number;
}

/** String and template texts that hold results, numbers that are no counts or indices, and rows of numbers. */
function findInCode(code: string): Found[] {
  const found: Found[] = [];
  let row: Found[] | null = null; // the numbers since "[", while there is nothing else
  let previous = "";
  try {
    for (const token of tokenizer(code, {ecmaVersion: "latest", sourceType: "module"})) {
      const label = token.type.label;
      const raw = code.slice(token.start, token.end);
      if (label === "string" || label === "template") {
        const offset = token.start + (label === "string" ? 1 : 0);
        const text = label === "string" ? raw.slice(1, -1) : raw;
        for (const hit of findResultLike(blank(withoutCss(text))))
          found.push({kind: `${hit.kind} in text`, text: hit.text, index: offset + hit.index});
      } else if (label === "num") {
        const number = {kind: "number", text: raw, index: token.start};
        row?.push(number);
        const value = Number(raw.replaceAll("_", ""));
        const displayed = previous === "(" && /\bdisplay\s*\(\s*[-+]?\s*$/.test(code.slice(0, token.start));
        if (!Number.isInteger(value) || raw.includes(".") || Math.abs(value) >= 1000 || displayed) found.push(number);
      }
      if (label === "[") row = [];
      else if (label === "]") {
        if (row !== null && row.length >= LONG_ARRAY)
          found.push({kind: "array of numbers", text: `${row[0].text}, …, ${row.at(-1)!.text}`, index: row[0].index});
        row = null;
      } else if (!(label === "num" || label === "," || label === "+/-" || label === "[")) row = null;
      previous = label;
    }
  } catch {
    // A page that does not parse is reported by the build's check; what was read so far stands.
  }
  const only = code.trim();
  if (/^[-+]?[\d.]+$/.test(only) && found.length === 0)
    found.push({kind: "number", text: only, index: code.indexOf(only)});
  return found;
}

/** CSS lengths and shares are layout: `width: 50%`, `1.5rem`, `100%`. */
function withoutCss(text: string): string {
  const spaces = (s: string) => " ".repeat(s.length);
  return /^\s*\d+(?:\.\d+)?%\s*$/.test(text) && text.trim() === "100%"
    ? spaces(text)
    : text
        .replace(
          /[\w-]+\s*:\s*-?[\d.]+(?:%|rem|em|px|ch|vw|vh|fr|s|ms)(?:\s+-?[\d.]+(?:%|rem|em|px|ch|vw|vh|fr))*/g,
          spaces,
        )
        .replace(/(?<!\w)-?[\d.]+(?:rem|em|px|ch|vw|vh|fr)\b/g, spaces);
}
