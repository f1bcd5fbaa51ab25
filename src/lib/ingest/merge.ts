import type {CheckedFile, Row} from "./contract.ts";
import {listed} from "./error.ts";

/**
 * Several files of one kind as one: rows in the order of the files, each with the name of its own; a column that a file does
 * not have is missing there. One file is itself.
 */
export function mergeFiles(files: readonly CheckedFile[]): CheckedFile {
  if (files.length === 1) return files[0];
  const [first] = files;
  const numbers = [...new Set(files.flatMap((file) => file.numbers))];
  const formats = [...new Set(files.map((file) => file.dates.format))];
  return {
    ...first,
    source: {
      ...first.source,
      name: listed(
        files.map((file) => file.source.name),
        3,
      ),
    },
    delimiter: [...new Set(files.map((file) => file.delimiter))].join(" or "),
    dates: {
      format: formats[0],
      undecided: false,
      otherOrder: files.reduce((sum, file) => sum + file.dates.otherOrder, 0),
      eitherOrder: files.reduce((sum, file) => sum + file.dates.eitherOrder, 0),
    },
    numbers,
    rowsRead: files.reduce((sum, file) => sum + file.rowsRead, 0),
    rows: files.flatMap((file) => {
      const at = numbers.map((name) => file.numbers.indexOf(name));
      return file.rows.map((row) => ({
        ...row,
        file: row.file ?? file.source.name,
        values: at.map((k) => (k < 0 ? Number.NaN : row.values[k])),
      }));
    }),
    aside: files.flatMap((file) => file.aside.map((aside) => ({...aside, file: aside.file ?? file.source.name}))),
    simulated: files.some((file) => file.simulated),
    parts: files,
  };
}

/** Account by account → trader, as the study says; accounts that it does not name are traders themselves. */
export type TraderOfAccount = Readonly<Record<string, string>>;

/** Whose account it is. */
export function traderOf(account: string, traders: TraderOfAccount): string {
  return Object.hasOwn(traders, account) ? traders[account] : account;
}

/** Rows under the names of their traders; `own` keeps the account that the file gives. */
export function underTraders(file: CheckedFile, traders: TraderOfAccount): CheckedFile {
  if (Object.keys(traders).length === 0) return file;
  return {
    ...file,
    rows: file.rows.map((row) => ({...row, account: traderOf(row.account, traders), own: row.own ?? row.account})),
    aside: file.aside.map((aside) =>
      aside.account === undefined ? aside : {...aside, account: traderOf(aside.account, traders)},
    ),
  };
}

/** One row a trader and day: those of several accounts of a trader added up. What one account does not say, the sum does not. */
export function sumAccounts(rows: readonly Row[]): Row[] {
  if (rows.every((row) => row.own === undefined || row.own === row.account)) return rows as Row[];
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.account}\u0000${row.date}`;
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? row : {...sum, values: sum.values.map((value, k) => value + row.values[k])});
  }
  return [...sums.values()];
}
