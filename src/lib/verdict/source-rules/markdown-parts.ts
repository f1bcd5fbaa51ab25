/** A stretch of a page's source. `offset` is where it begins in the file. */
export interface MarkdownPart {
  readonly kind: "prose" | "code" | "sql" | "example";
  readonly text: string;
  readonly offset: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)^ {0,3}\1[`~]*[ \t]*$/gm;
const RUNS = new Set(["js", "javascript", "ts", "typescript", "jsx", "tsx"]);

/**
 * Takes a page of Framework apart: prose, code that runs (fences and inline `${…}`), SQL, and examples that are only shown. The front matter is left out.
 */
export function markdownParts(source: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  const start = /^---\n[\s\S]*?\n---[ \t]*(?:\n|$)/.exec(source)?.[0].length ?? 0;
  let from = start;
  for (const match of source.matchAll(FENCE)) {
    if (match.index < start) continue;
    prose(source.slice(from, match.index), from);
    const [whole, , info, body] = match;
    const language = info.trim().split(/[\s{]/)[0].toLowerCase();
    const shownOnly = /\brun=["']?false/.test(info);
    const kind = shownOnly ? "example" : RUNS.has(language) ? "code" : language === "sql" ? "sql" : null;
    const offset = match.index + whole.indexOf("\n") + 1;
    if (kind !== null) parts.push({kind, text: body, offset});
    else if (language === "html" || language === "svg" || language === "tex") prose(body, offset);
    else parts.push({kind: "example", text: body, offset});
    from = match.index + whole.length;
  }
  prose(source.slice(from), from);
  return parts;

  /** Splits inline expressions from the text around them. */
  function prose(text: string, offset: number): void {
    let at = 0;
    for (let i = text.indexOf("${"); i >= 0; i = text.indexOf("${", at)) {
      const end = closingBrace(text, i + 2);
      parts.push({kind: "prose", text: text.slice(at, i), offset: offset + at});
      parts.push({kind: "code", text: text.slice(i + 2, end), offset: offset + i + 2});
      at = Math.min(end + 1, text.length);
    }
    if (at < text.length) parts.push({kind: "prose", text: text.slice(at), offset: offset + at});
  }
}

/** Where the brace opened before `from` closes, skipping quoted text; the end of the text if it never does. */
function closingBrace(text: string, from: number): number {
  const open: string[] = [];
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    const quote = open.at(-1);
    if (quote === '"' || quote === "'" || quote === "`") {
      if (c === "\\") i++;
      else if (c === quote) open.pop();
      else if (quote === "`" && c === "$" && text[i + 1] === "{") open.push(text[++i]);
    } else if (c === '"' || c === "'" || c === "`" || c === "{") open.push(c);
    else if (c === "}" && open.pop() === undefined) return i;
  }
  return text.length;
}
