import {quoteIdentifier} from "./identifier.ts";

/** What may be bound to a parameter. */
export type SqlValue = string | number | bigint | boolean | null;

/** A name of a table or column: quoted where the statement is written out. */
export interface SqlName {
  readonly name: string;
}

/** A statement, or a piece of one: constant text, names and values, kept apart until it is written out. */
export interface Sql {
  readonly pieces: readonly (string | SqlName | {readonly value: SqlValue})[];
}

/**
 * The one way statements with changing parts are written: what stands in the template is constant text; `${…}` is another
 * piece made with `sql`, a name made with `name`, or a value, which becomes a bound parameter. No value is ever part of the
 * text.
 * @throws TypeError where a part is undefined.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlName | SqlValue)[]): Sql {
  const pieces: Sql["pieces"][number][] = [];
  strings.forEach((text, i) => {
    if (text !== "") pieces.push(text);
    if (i >= parts.length) return;
    const part = parts[i];
    if (part === undefined) throw new TypeError(`invalid SQL; nothing is given for part ${i + 1}`);
    if (part === null || typeof part !== "object") pieces.push({value: part});
    else if ("pieces" in part) pieces.push(...part.pieces);
    else pieces.push(part);
  });
  return {pieces};
}

/** A name of a column or table from outside, whatever it holds. */
export function name(of: string): SqlName {
  return {name: of};
}

/** Pieces one after another, with a constant piece between them. */
export function join(pieces: readonly Sql[], between: Sql = sql`, `): Sql {
  return {pieces: pieces.flatMap((piece, i) => (i === 0 ? piece.pieces : [...between.pieces, ...piece.pieces]))};
}

/** A statement as DuckDB and PostgreSQL take it: `$1` stands for the first of the values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** Writes a statement out: names quoted, a parameter for each value, in the order of the values. */
export function statement({pieces}: Sql): Statement {
  const values: SqlValue[] = [];
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    else if ("name" in piece) text += quoteIdentifier(piece.name);
    else text += `$${values.push(piece.value)}`;
  }
  return {text, values};
}
