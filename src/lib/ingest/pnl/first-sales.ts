import type {SourceFill} from "../sources/types.ts";
import {type Sql, sql} from "../sql/index.ts";
import type {Engine} from "./engine.ts";
import type {LargeTable} from "./large-table.ts";

/**
 * An account's first fill in a symbol that sells what the files do not show it buy: a short sale, or shares from before the
 * files begin. P&L takes it for a short sale.
 */
export interface FirstSale {
  readonly account: string;
  readonly symbol: string;
  readonly date: string;
  readonly file: string;
  readonly line: number;
  /** Whether the platform itself says that it closes a position: then it is no short sale. */
  readonly closes: boolean;
}

/** First sales that are not marked as short, of fills that are held in memory; by account and symbol. */
export function firstSalesOf(fills: readonly SourceFill[]): FirstSale[] {
  const first = new Map<string, SourceFill>();
  for (const fill of fills) {
    const key = `${fill.account}\u0000${fill.symbol}\u0000${fill.currency ?? ""}`;
    const before = first.get(key);
    if (before === undefined || isEarlier(fill, before)) first.set(key, fill);
  }
  return [...first]
    .filter(([, fill]) => fill.side === "sell")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, {account, symbol, date, file, line, effect}]) => ({
      ...{account, symbol, date, file, line},
      closes: effect === "close",
    }));
}

function isEarlier(a: SourceFill, b: SourceFill): boolean {
  if (a.date !== b.date) return a.date < b.date;
  const [s, t] = [a.time, b.time].map((time) => (Number.isNaN(time) ? -1 : time));
  return s === t && a.file === b.file ? a.line < b.line : s < t;
}

/** The same of all fills of the table `every`. */
export async function firstSales(engine: Engine, at: LargeTable["at"]): Promise<FirstSale[]> {
  const order: Sql = sql`struct_pack(d := day, m := coalesce(minute, -1e6), r := row, f := file)`;
  const rows = await engine.rows<{account: string; symbol: string; date: string; file: number; row: bigint}>(sql`
    SELECT account, symbol, strftime(earliest.d, '%Y-%m-%d') AS date, earliest.f AS file, earliest.r AS row FROM (
      SELECT account, symbol, currency, min(${order}) AS earliest, arg_min(q, ${order}) AS q, arg_min(short, ${order}) AS short FROM every WHERE q IS NOT NULL GROUP BY account, symbol, currency
    ) WHERE q < 0 AND NOT short ORDER BY account, symbol, currency`);
  return rows.map(({account, symbol, date, file, row}) => ({
    ...{account, symbol, date},
    ...at(file, Number(row)),
    closes: false,
  }));
}
