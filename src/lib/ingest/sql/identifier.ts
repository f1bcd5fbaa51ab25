/**
 * A name of a table or column as SQL text: the one function that quotes identifiers, the standard's way ("…", which DuckDB,
 * PostgreSQL, SQLite and, in ANSI_QUOTES mode, MySQL read). Whatever the name holds (quotes, semicolons, comment marks) is
 * part of the name.
 * @throws RangeError for the empty name, and for a NUL character, which no server takes and some cut the text at.
 */
export function quoteIdentifier(name: string): string {
  if (name === "") throw new RangeError("invalid identifier; empty");
  if (name.includes("\u0000"))
    throw new RangeError(`invalid identifier; it has a NUL character: ${JSON.stringify(name)}`);
  return `"${name.replaceAll('"', '""')}"`;
}
