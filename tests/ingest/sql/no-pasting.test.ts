import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";

const lib = join(import.meta.dirname, "../../../src/lib");
const files = readdirSync(lib, {recursive: true, encoding: "utf8"}).filter((file) => file.endsWith(".ts"));

/** Text that begins as a statement does. */
const STATEMENT =
  /^\s*(SELECT\s+[\w*"$(]|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(OR\s+REPLACE\s+)?(TEMP\s+)?(TABLE|VIEW|MACRO)\s|DROP\s+(TABLE|VIEW)\s|ALTER\s+TABLE\s|COPY\s+[\w(]|ATTACH\s|WITH\s+\w+\s+AS\s*\(|PRAGMA\s|SET\s+(VARIABLE\s|\w+\s*=))/i;

/**
 * Where text with changing parts is SQL and is not tagged with `sql`, and why that is safe. Each names the only parts that may
 * change; a part of any other kind is a finding.
 */
const EXCEPTIONS: Readonly<Record<string, readonly RegExp[]>> = {
  // Constant conditions chosen from a fixed list; what a reader chooses is bound with SET VARIABLE.
  "view/slice/sql.ts": [/^(before|after)\.sql$/, /^sql$/],
  // Names go through quoteIdentifier (qualifiedName is made of it), values are bound.
  "ingest/databases/statement.ts": [/^qualifiedName\(rows\)$/, /^order$/, /quoteIdentifier/],
  // The study's own query, described without being run: it is a statement already, with its own placeholders.
  "ingest/databases/postgres.ts": [/^sql$/],
  // Cell by cell through quoteIdentifier.
  "ingest/databases/sqlite.ts": [/quoteIdentifier/, /^qualifiedName\(/],
};

interface Literal {
  readonly file: string;
  readonly tag: string;
  readonly text: string;
  readonly parts: readonly string[];
}

/** Template literals with parts, by a small scanner: nested templates are looked at by themselves too. */
function literals(file: string, source: string): Literal[] {
  const found: Literal[] = [];
  for (let at = source.indexOf("`"); at >= 0; at = source.indexOf("`", at + 1)) {
    const end = endOfTemplate(source, at);
    if (end === null) continue;
    const tag = /[\w$]*$/.exec(source.slice(0, at))![0];
    if (end.parts.length > 0) found.push({file, tag, text: source.slice(at + 1, end.at), parts: end.parts});
  }
  return found;
}

function endOfTemplate(source: string, start: number): {at: number; parts: string[]} | null {
  const parts: string[] = [];
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "`") return {at: i, parts};
    else if (source.startsWith("${", i)) {
      const from = i + 2;
      i = from - 1;
      for (let depth = 1; depth > 0; ) {
        i++;
        if (i >= source.length) return null;
        if (source[i] === "{") depth++;
        else if (source[i] === "}") depth--;
        else if (source[i] === "`") {
          const inner = endOfTemplate(source, i);
          if (inner === null) return null;
          i = inner.at;
        }
      }
      parts.push(source.slice(from, i).trim());
    }
  }
  return null;
}

const found = files.flatMap((file) => literals(file.replaceAll("\\", "/"), readFileSync(join(lib, file), "utf8")));

describe("SQL", () => {
  it("is never built by pasting values: statements with changing parts are tagged with `sql`", () => {
    const wrong = found.filter(({file, tag, text, parts}) => {
      if (tag === "sql" || !STATEMENT.test(text)) return false;
      return !parts.every((part) => (EXCEPTIONS[file] ?? []).some((allowed) => allowed.test(part)));
    });
    expect(wrong.map(({file, text}) => `${file}: ${text.slice(0, 80)}`)).toEqual([]);
  });

  it("nor by adding strings", () => {
    const wrong = files.flatMap((file) =>
      [...readFileSync(join(lib, file), "utf8").matchAll(/(["'])((?:(?!\1)[^\\\n]|\\.)*)\1\s*\+/g)]
        .filter(([, , text]) => STATEMENT.test(text))
        .map(([whole]) => `${file}: ${whole.slice(0, 80)}`),
    );
    expect(wrong).toEqual([]);
  });

  it("is looked for where it is (a test that finds nothing proves nothing)", () => {
    const tagged = found.filter(({tag, text}) => tag === "sql" && STATEMENT.test(text));
    expect(tagged.length).toBeGreaterThan(20);
    const part = (of: string) => `\${${of}}`;
    const nested = `\`x${part("y")}\``;
    const pasted = literals("x.ts", `run(\`SELECT * FROM t WHERE a = '${part("value")}' AND b = ${part(nested)}\`)`);
    expect(pasted.map(({parts}) => parts)).toEqual([["value", nested], ["y"]]);
    expect(STATEMENT.test(pasted[0].text)).toBe(true);
    expect(STATEMENT.test("Select a trader to begin")).toBe(true); // rather too many than too few
    expect(STATEMENT.test("The fills were set aside")).toBe(false);
  });
});
