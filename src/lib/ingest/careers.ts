import type {Row} from "./contract.ts";

/** A trader's time on the desk. */
export interface Career {
  readonly account: string;
  /** In order of time; at least one. */
  readonly rows: readonly Row[];
  readonly first: string;
  readonly last: string;
  /** The desk's trading days between first and last on which the trader has no row though the exchange was open. */
  readonly gaps: readonly string[];
}

/**
 * One career a trader, in the order of the accounts.
 * @param daily rows by trader, then day.
 * @param days the desk's trading days, ascending.
 * @param closed days of the desk on which nobody is missed (see trading-calendar.ts).
 */
export function careersOf(
  accounts: readonly string[],
  days: readonly string[],
  daily: readonly Row[],
  closed: readonly string[] = [],
): Career[] {
  const shut = new Set(closed);
  const rowsOf = new Map<string, Row[]>(accounts.map((account) => [account, []]));
  for (const row of daily) rowsOf.get(row.account)!.push(row);
  return accounts.map((account) => {
    const rows = rowsOf.get(account)!;
    const [first, last] = [rows[0].date, rows[rows.length - 1].date];
    const present = new Set(rows.map((row) => row.date));
    const gaps = days.filter((date) => date > first && date < last && !present.has(date) && !shut.has(date));
    return {account, rows, first, last, gaps};
  });
}
