import type {CheckedFile} from "./contract.ts";
import {IngestError, listed} from "./error.ts";

/** @throws IngestError if nothing gives a day's P&L. */
export function requireDays(checked: readonly CheckedFile[]): void {
  if (checked.some((file) => file.spec.kind === "daily")) return;
  const names = checked.map((file) => file.source.name);
  throw new IngestError(names[0] ?? "daily.csv", {
    what: "there is no daily.csv, and no other file gives a day's P&L",
    found: names.length === 0 ? "no files" : listed(names),
    fix: "add daily.csv with the columns account_id, date, net: one row a trader and day; or an export that reports P&L",
  });
}
