import {nearest} from "../study/index.ts";
import {IngestError, listed, shown} from "./error.ts";
import {readNumber} from "./numbers.ts";
import type {ColumnSpec, FileSpec} from "./specs.ts";

/** Which field of a row holds what. */
export interface Columns {
  /** Field index of each specified column that was found. */
  readonly known: readonly {readonly index: number; readonly spec: ColumnSpec}[];
  /** Fields that no specified column took, with the names they would have in a table. */
  readonly others: readonly {readonly index: number; readonly name: string}[];
  /** Fields that are not read, and why. */
  readonly unused: readonly {readonly index: number; readonly why: string}[];
}

/** How headers are compared: lower case, units in brackets and all but letters and digits removed. "Net P&L ($)" → "netpl". */
export function headerKey(header: string): string {
  // Behind the last bracket that closes none can open: looking for its end anew from each would take hours for a line of "(((…".
  const end = Math.max(header.lastIndexOf(")"), header.lastIndexOf("]")) + 1;
  return (header.slice(0, end).replace(/[([].*?[)\]]/g, "") + header.slice(end))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** A header as a column name of letters, digits and _: kept as it is where it is one already, else in snake case. */
export function columnName(header: string): string {
  let name = header;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    name = name
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "");
    if (/^[0-9]/.test(name)) name = `_${name}`;
  }
  name = name.slice(0, 64);
  return name in {} ? `${name}_column` : name; // "__proto__", "constructor": not safe as keys
}

/** How many of the required columns a header has: chooses the delimiter. */
export function headerFit(header: readonly string[], spec: FileSpec): number {
  const keys = new Set(header.map(headerKey));
  return spec.columns.filter((c) => c.required && namesOf(c).some((name) => keys.has(name))).length;
}

/**
 * Finds the specified columns in a header.
 * @throws IngestError if a required one is missing (it lists what was found and suggests the nearest), or if a header is
 * there twice.
 * @param clock a column with a time of day alone, beside another with the date (see `clockBeside`); −1: none is known to be one.
 */
export function findColumns(file: string, header: readonly string[], spec: FileSpec, clock = -1): Columns {
  const keys = header.map(headerKey);
  const taken = new Map<number, string>();
  const known: {index: number; spec: ColumnSpec}[] = [];
  const clocks = spec.columns.filter((column) => column.type === "clock").flatMap(namesOf);
  if (clock >= 0) {
    known.push({index: clock, spec: spec.columns.find((column) => column.type === "clock")!});
    taken.set(clock, "clock");
  }
  for (const column of spec.columns) {
    if (clock >= 0 && column.type === "clock") continue;
    const alternatives = namesOf(column).flatMap((name) =>
      keys.flatMap((key, index) => (key === name && !taken.has(index) ? [index] : [])),
    );
    if (alternatives.length === 0) {
      if (column.required) throw missingColumn(file, header, spec, column, taken);
      continue;
    }
    const [index, ...rest] = alternatives;
    if (rest.some((i) => keys[i] === keys[index])) throw twice(file, header[index]);
    known.push({index, spec: column});
    taken.set(index, column.name);
    if (mustNotBeMore(column))
      for (const i of rest.filter((k) => !clocks.includes(keys[k])))
        taken.set(i, `not used: ${shown(header[index])} is the ${column.label}`);
  }
  const unused: {index: number; why: string}[] = [];
  const others: {index: number; name: string}[] = [];
  header.forEach((name, index) => {
    if (known.some((k) => k.index === index)) return;
    const why = taken.get(index);
    const tableName = columnName(name);
    if (why !== undefined) unused.push({index, why});
    else if (tableName === "") unused.push({index, why: "not used: it has no name"});
    else others.push({index, name: tableName});
  });
  const names = new Set([...RESERVED, ...known.map((k) => k.spec.name)]);
  for (const other of others) {
    if (names.has(other.name)) throw twice(file, header[other.index]);
    names.add(other.name);
  }
  return {known, others, unused};
}

/** Columns that the desk's tables have themselves. */
const RESERVED = ["trader", "day"];

/** A second account or date is no number; a second net or price must not be taken for a number of its own. */
function mustNotBeMore(column: ColumnSpec): boolean {
  return column.required || column.type !== "number";
}

function namesOf(column: ColumnSpec): string[] {
  return [headerKey(column.name), ...column.aliases];
}

function twice(file: string, header: string): IngestError {
  return new IngestError(file, {
    what: "two columns have the same name, or one that the desk's tables use themselves",
    found: shown(header),
    fix: "rename or remove one of them",
  });
}

function missingColumn(
  file: string,
  header: readonly string[],
  spec: FileSpec,
  column: ColumnSpec,
  taken: ReadonlyMap<number, string>,
): IngestError {
  const required = spec.columns.filter((c) => c.required).map((c) => c.name);
  const free = header.filter((name, i) => name !== "" && !taken.has(i));
  const byKey = new Map(free.map((name) => [headerKey(name), name]));
  const guess = namesOf(column)
    .map((name) => nearest(name, [...byKey.keys()]))
    .find((key) => key !== undefined && key !== "");
  const hint = guess === undefined ? "" : ` (did you mean ${shown(byKey.get(guess)!)}? rename it to ${column.name})`;
  if (header.length === 1 && /[^\p{L}\p{N}_]/u.test(header[0]))
    return new IngestError(file, {
      what: "its first line is one column: it is not separated by commas, semicolons, tabs or vertical bars",
      found: shown(header[0]),
      fix: `export it again separated by one of these, with a header that has ${listed(required)}`,
    });
  const isData = header.length > 1 && header.some((name) => readNumber(name).kind === "number");
  return new IngestError(file, {
    what: isData
      ? "the first line looks like data, not like a header"
      : `no column holds the ${column.label}; needed is ${spec.purpose}`,
    found: header.map((name) => shown(name, 30)).join(", "),
    fix: `give it a header with ${listed(required)}${hint}; for ${column.name}, these are understood too: ${column.aliases.join(", ")}`,
  });
}
