import {type Table, table} from "../numeric/index.ts";
import type {Aside, CheckedFile, Row} from "./contract.ts";
import {counted, IngestError, listed, shown} from "./error.ts";
import {partsOf, placeOf} from "./place.ts";

/** Sets aside the rows for which `why` gives a reason; the rest stay. No row is lost. */
export function setAsideWhere(file: CheckedFile, why: (row: Row) => string | null): CheckedFile {
  const rows: Row[] = [];
  const aside = [...file.aside];
  for (const row of file.rows) {
    const reason = why(row);
    if (reason === null) rows.push(row);
    else
      for (const {line, text} of [row, ...(row.more ?? [])])
        aside.push({
          line,
          reason,
          text,
          ...(row.file === undefined ? {} : {file: row.file}),
          account: row.account,
          date: row.date,
        });
  }
  return {...file, rows, aside};
}

/**
 * Rows that share what must be unique: of rows that agree in every value the first stays; where they disagree nobody can
 * say which is right, and all are set aside. Each reason names the other lines.
 */
export function setAsideRepeats(file: CheckedFile): CheckedFile {
  const {unique} = file.spec;
  if (unique === null) return file;
  const timed = (row: Row) => unique.byTime === true && !Number.isNaN(row.time);
  const groups = new Map<string, Row[]>();
  for (const row of file.rows) {
    const clock = timed(row) ? String(row.time) : "";
    const key = keyOf(row.own ?? row.account, row.date, unique.bySymbol ? `${row.symbol}\u0000${clock}` : clock);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const reasons = new Map<Row, string>();
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const [first] = group;
    const agree = group.every((row) => row.values.every((value, k) => Object.is(value, first.values[k])));
    for (const row of group) {
      if (agree && row === first) continue;
      const others = group
        .filter((other) => other !== row)
        .map((other) => (other.file === undefined ? other.line : placeOf(other)));
      reasons.set(
        row,
        agree
          ? `${REPEAT} ${placeOf(first)} exactly`
          : `${CONFLICT} ${row.file === undefined ? `line${others.length === 1 ? "" : "s"} ` : ""}${listed(others)}: same ${timed(row) ? `time, ${unique.words}` : unique.words}, other values`,
      );
    }
  }
  return reasons.size === 0 ? file : setAsideWhere(file, (row) => reasons.get(row) ?? null);
}

/** How the reasons of `setAsideRepeats` begin. */
export const REPEAT = "repeats";
export const CONFLICT = "contradicts";

/** One string for what identifies a row. Names hold no control character, so it is unambiguous. */
export function keyOf(account: string, date: string, symbol = ""): string {
  return `${account}\u0000${date}\u0000${symbol}`;
}

/** @throws IngestError if no row of the file could be used, with the commonest reason. */
export function requireRows(file: CheckedFile): void {
  if (file.rows.length > 0) return;
  const [first] = file.aside;
  throw new IngestError(file.source.name, {
    what: `none of its ${counted(file.rowsRead, "row")} can be used`,
    found: `line ${first.line}: ${first.reason}; the line reads ${shown(first.text, 120)}`,
    fix: "mend the rows at their source (all are set aside for this or a like reason), or remove the file",
  });
}

const LONGEST_TEXT = 400;

/**
 * The table `setAside` of a desk: file by file, each by line.
 * @param large rows of files that are not among the files.
 */
export function setAsideTable(
  files: readonly CheckedFile[],
  large: readonly (Aside & {readonly file: string})[] = [],
): Table {
  const held = files.flatMap((file) =>
    partsOf(file).flatMap((part) =>
      file.aside
        .filter((aside) => (aside.file ?? file.source.name) === part.source.name || file.parts === undefined)
        .sort((a, b) => a.line - b.line)
        .map((aside) => ({...aside, file: part.source.name})),
    ),
  );
  const all = [...held, ...large];
  return table({
    file: all.map((a) => a.file),
    line: Int32Array.from(all, (a) => a.line),
    trader: all.map((a) => a.account ?? ""),
    date: all.map((a) => a.date ?? ""),
    reason: all.map((a) => a.reason),
    row: all.map((a) => (a.text.length > LONGEST_TEXT ? `${a.text.slice(0, LONGEST_TEXT)}…` : a.text)),
  });
}
