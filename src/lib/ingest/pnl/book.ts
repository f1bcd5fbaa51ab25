import {type Sql, sql} from "../sql/index.ts";
import {toUnits} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {type Precision, toMoney} from "./precision.ts";
import type {Expiry, Split} from "./types.ts";

/**
 * The book of positions: one row an instrument and day of `piece` or with an expiry. Quantities here are in *final units*, those
 * after all splits of the symbol, times a whole number that makes every split a whole factor: `k` final units are one unit
 * of the day. Bought and sold are cumulative, from the first fill: `bought`, `sold` with the day, `paid` and `received`
 * likewise, money with 16 decimals.
 */
export async function makeBook(
  engine: Engine,
  precision: Precision,
  splits: readonly Split[],
  expiries: readonly Expiry[],
): Promise<void> {
  const scale = toMoney(precision);
  await engine.run(sql`CREATE TABLE factor (i INTEGER, day DATE, k HUGEINT)`);
  for (const {symbol, date, k} of splitFactors(splits))
    await engine.run(
      sql`INSERT INTO factor SELECT i, CAST(${date} AS DATE), ${k} FROM instrument WHERE symbol = ${symbol}`,
    );
  const before = sql`SELECT p.i, p.day, coalesce(f.k, 1) AS k, bq, bv, sq, sv FROM piece p ASOF LEFT JOIN factor f ON p.i = f.i AND p.day >= f.day`;
  const plain = sql`SELECT i, day, CAST(1 AS HUGEINT) AS k, bq, bv, sq, sv FROM piece`;
  await engine.run(sql`CREATE TABLE flow AS
    SELECT i, day, k, bq * k AS bq, bv * ${scale} AS bv, sq * k AS sq, sv * ${scale} AS sv FROM (${splits.length > 0 ? before : plain})`);
  for (const {symbol, date, price} of expiries)
    await engine.run(expire(symbol, date, toUnits(price, precision.price), scale));
  const flows = sql`SELECT i, day, max(k) AS k, sum(bq) AS bq, sum(bv) AS bv, sum(sq) AS sq, sum(sv) AS sv FROM flow GROUP BY i, day`;
  await engine.run(sql`CREATE TABLE book AS
    SELECT i, day, k, bq, bv, sq, sv, sum(bq) OVER days AS bought, sum(bv) OVER days AS paid, sum(sq) OVER days AS sold, sum(sv) OVER days AS received
    FROM (${expiries.length > 0 ? flows : sql`SELECT * FROM flow`}) WINDOW days AS (PARTITION BY i ORDER BY day)`);
}

/** What closes the positions that are open at the end of the day of expiry: one flow an instrument, at the price of expiry. */
function expire(symbol: string, date: string, price: bigint, scale: bigint): Sql {
  return sql`INSERT INTO flow
    SELECT i, CAST(${date} AS DATE), k, greatest(-position, 0), CASE WHEN position < 0 THEN money ELSE 0 END,
      greatest(position, 0), CASE WHEN position > 0 THEN money ELSE 0 END
    FROM (SELECT *, (2 * abs(position) * unit + k) // (2 * k) AS money FROM (
      SELECT f.i, sum(bq - sq) AS position, coalesce(max(g.k), 1) AS k, CAST(${price} AS HUGEINT) * max(n.m) // 100000000 * ${scale} AS unit
      FROM (SELECT *, CAST(${date} AS DATE) AS expiry FROM flow) f JOIN (SELECT * FROM instrument WHERE symbol = ${symbol}) n ON f.i = n.i
        ASOF LEFT JOIN factor g ON f.i = g.i AND f.expiry >= g.day
      WHERE f.day <= f.expiry GROUP BY f.i))
    WHERE position <> 0`;
}

/** From each date on, how many final units one unit of the symbol is. Symbols without splits are left out: 1. */
export function splitFactors(splits: readonly Split[]): {symbol: string; date: string; k: bigint}[] {
  const bySymbol = new Map<string, Split[]>();
  for (const split of splits) bySymbol.set(split.symbol, [...(bySymbol.get(split.symbol) ?? []), split]);
  return [...bySymbol].flatMap(([symbol, own]) => {
    const dated = [...own].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
    // One unit before split j is Π_{l ≥ j} to/from units after all; times Π from of all splits, whole.
    const common = dated.reduce((product, {from}) => product * BigInt(from), 1n);
    const dates = ["0001-01-01", ...dated.map(({date}) => date)];
    return dates.map((date, j) => {
      const after = dated.slice(j);
      const to = after.reduce((product, split) => product * BigInt(split.to), 1n);
      const from = after.reduce((product, split) => product * BigInt(split.from), 1n);
      return {symbol, date, k: (common * to) / from};
    });
  });
}
