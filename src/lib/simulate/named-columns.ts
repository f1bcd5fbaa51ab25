import type {Desk} from "../ingest/index.ts";
import type {Column, Table} from "../numeric/index.ts";

/**
 * A table's columns with the names of traders and days in place of their numbers, as files have them. A fold that is missing
 * throughout is left out: it says nothing.
 */
export function namedColumns(
  {accounts, days}: Pick<Desk, "accounts" | "days">,
  {columns}: Table,
): Record<string, ArrayLike<string | number>> {
  const {trader, day, fold, ...rest} = columns;
  return {
    account_id: Array.from(trader as Int32Array, (i) => accounts[i]),
    date: Array.from(day as Int32Array, (i) => days[i]),
    ...(fold === undefined || everyMissing(fold) ? {} : {fold}),
    ...rest,
  };
}

function everyMissing(column: Column): boolean {
  for (const value of column) if (!Number.isNaN(value)) return false;
  return true;
}
