import {headerKey} from "../columns.ts";
import {IngestError, shown} from "../error.ts";
import {type ColumnMapping, mappedHeader} from "../mapping.ts";
import type {FileKind} from "../source.ts";
import {SPECS} from "../specs.ts";
import type {DatabaseColumn} from "./types.ts";

/** Which columns of a reading are written, and under which name the desk's contract finds them. */
export interface ChosenColumns {
  readonly written: readonly {
    readonly index: number;
    readonly header: string;
    readonly column: DatabaseColumn & {readonly text: (value: unknown) => string};
  }[];
  readonly leftOut: readonly {readonly name: string; readonly type: string; readonly why: string}[];
}

/**
 * Applies the study's mapping of columns (the contract's name → the database's) to what a table or query gives. A column of
 * a type that has no place in a table is left out, unless the desk needs it.
 * @param where what messages call the table or query.
 * @throws IngestError where a mapped column is not there, a name of the contract is misspelt, or a column that the desk
 * needs is of such a type.
 */
export function chooseColumns(
  kind: FileKind,
  columns: readonly DatabaseColumn[],
  mapping: ColumnMapping,
  where: string,
): ChosenColumns {
  const headers = mappedHeader(
    where,
    columns.map((column) => column.name),
    kind,
    mapping,
  );
  const written: ChosenColumns["written"][number][] = [];
  const leftOut: ChosenColumns["leftOut"][number][] = [];
  columns.forEach((column, index) => {
    const {name, type, text} = column;
    const header = headers[index];
    if (text !== null) written.push({index, header, column: {...column, text}});
    else if (isKnown(kind, header)) throw unsupported(where, name, type);
    else leftOut.push({name, type, why: "a type that has no place in a desk's tables"});
  });
  return {written, leftOut};
}

function isKnown(kind: FileKind, name: string): boolean {
  const key = headerKey(name);
  return SPECS[kind].columns.some((c) => headerKey(c.name) === key || (c.required && c.aliases.includes(key)));
}

function unsupported(where: string, name: string, type: string): IngestError {
  return new IngestError(where, {
    what: `column ${shown(name)} is of type ${type}, which has no place in a desk's tables`,
    fix: "give a query that casts it, or write the file so: to numeric, text, date or timestamp",
  });
}
