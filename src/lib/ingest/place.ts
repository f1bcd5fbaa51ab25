import type {CheckedFile, Row} from "./contract.ts";

/** Where a row stands, as reports say it: "line 12", or "march.csv line 12" where rows of several files stand together. */
export function placeOf(row: Pick<Row, "line" | "file">): string {
  return row.file === undefined ? `line ${row.line}` : `${row.file} line ${row.line}`;
}

/** Traders whose days are computed from fills: no file gives them. */
export function tradersFromFills(daily: CheckedFile): Set<string> {
  const names = new Set(
    partsOf(daily)
      .filter((part) => part.derived === true)
      .map((part) => part.source.name),
  );
  return new Set(daily.rows.filter((row) => names.has(row.file ?? daily.source.name)).map((row) => row.account));
}

/** The files that a merged file is made of; itself, if it is one. */
export function partsOf(file: CheckedFile): readonly CheckedFile[] {
  return file.parts ?? [file];
}
