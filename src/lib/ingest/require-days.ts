import type {CheckedFile} from "./contract.ts";
import {counted, IngestError, listed} from "./error.ts";
import {chargedFill} from "./fills.ts";
import {requireRows} from "./set-aside.ts";

/** @throws IngestError if nothing gives a day's P&L: why the fills do not that there are, or what is missing. */
export function requireDays(checked: readonly CheckedFile[]): void {
  if (checked.some((file) => file.spec.kind === "daily")) return;
  const names = checked.map((file) => file.source.name);
  const fills = checked.filter((file) => file.spec.kind === "fills");
  for (const file of fills) requireRows(file);
  for (const file of fills) {
    const {source, rows} = file;
    const charged = chargedFill(file);
    const why = rows.every(({symbol}) => symbol === "")
      ? "none of its fills has a symbol"
      : rows.every((row) => Number.isNaN(charged(row).quantity))
        ? "nothing says which of its fills buy and which sell"
        : null;
    if (why !== null)
      throw new IngestError(source.name, {
        what: `no P&L follows from it, since ${why}, and no file has daily rows`,
        found: `${counted(rows.length, "fill")}; the first is line ${rows[0].line}`,
        fix: "export it with the columns symbol and side (buy, sell; or a minus for what is sold), or add daily.csv with account_id, date, net",
      });
  }
  throw new IngestError(names[0] ?? "daily.csv", {
    what: "there is no daily.csv, and no other file gives a day's P&L",
    found: names.length === 0 ? "no files" : listed(names),
    fix: "add daily.csv with the columns account_id, date, net: one row a trader and day; or an export that reports P&L",
  });
}
