import {sql} from "../sql/index.ts";
import {toUnits} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {type Precision, toMoney} from "./precision.ts";
import type {Close} from "./types.ts";

/**
 * Values what is held at the end of each day: the table `valued`, one row an instrument and day of the book or on which a
 * position was held; money in units. `realised` and `unrealised` are the day's: differences of what had been realised and
 * what the open position was worth beyond its basis.
 *
 * A position is marked at the market's close of the day; where there is none, at the latest close since the oldest open lot
 * was bought; else at its basis, so that it shows no unrealised P&L. `fresh` says whether there was a close of the day.
 * The days are those on which anyone traded or the market closed, up to `end`.
 */
export async function valueDays(
  engine: Engine,
  precision: Precision,
  closes: readonly Close[],
  end: string | null,
): Promise<void> {
  await engine.run(sql`CREATE TABLE given (symbol VARCHAR, date VARCHAR, price HUGEINT)`);
  await engine.fill("given", (append) => {
    for (const {symbol, date, close} of closes) if (close > 0) append([symbol, date, toUnits(close, precision.price)]);
  });
  // Only of what is held: a market file may know thousands of symbols.
  await engine.run(sql`CREATE TABLE closes AS
    SELECT n.i, g.day, g.price * n.m // 100000000 * ${toMoney(precision)} AS price, coalesce(f.k, 1) AS k
    FROM (SELECT symbol, CAST(date AS DATE) AS day, max(price) AS price FROM given GROUP BY ALL) g
      JOIN (SELECT * FROM instrument WHERE i IN (SELECT i FROM book WHERE bought <> sold)) n ON g.symbol = n.symbol
      ASOF LEFT JOIN factor f ON n.i = f.i AND g.day >= f.day`);
  await engine.run(sql`CREATE TABLE active AS SELECT day FROM tally UNION SELECT day FROM book`);
  const latest = sql`(SELECT max(day) FROM active)`;
  const last = end === null ? latest : sql`greatest(CAST(${end} AS DATE), ${latest})`;
  await engine.run(sql`CREATE TABLE held AS
    WITH calendar AS (
      SELECT day FROM active UNION
      SELECT CAST(date AS DATE) FROM given WHERE CAST(date AS DATE) BETWEEN (SELECT min(day) FROM active) AND ${last}
    ), spans AS (
      SELECT i, day, bought <> sold AS open, lead(day) OVER (PARTITION BY i ORDER BY day) AS next FROM book
    )
    SELECT i, day, day AS booked FROM book
    UNION ALL
    SELECT s.i, c.day, s.day FROM (SELECT * FROM spans WHERE open) s JOIN calendar c
      ON c.day > s.day AND c.day < coalesce(s.next, DATE '9999-12-31')`);
  await engine.run(sql`CREATE TABLE valued AS
    WITH state AS (
      SELECT h.i, h.day, b.bought - b.sold AS position, x.since, coalesce(x.basis, 0) AS basis, b.received - b.paid + coalesce(x.basis, 0) AS gained
      FROM held h JOIN book b ON h.i = b.i AND h.booked = b.day LEFT JOIN basis x ON h.i = x.i AND h.booked = x.day
    ), marked AS (
      SELECT s.*, c.day AS close_day, c.k, c.price FROM state s ASOF LEFT JOIN closes c ON s.i = c.i AND s.day >= c.day
    ), worth AS (
      SELECT i, day, position, basis, since, gained, coalesce(position <> 0 AND close_day = day, FALSE) AS fresh,
        coalesce(position <> 0 AND close_day >= since, FALSE) AS is_marked,
        CASE WHEN position <> 0 AND close_day >= since
          THEN (CASE WHEN position > 0 THEN 1 ELSE -1 END) * ((2 * abs(position) * price + k) // (2 * k)) - basis
          ELSE 0 END AS beyond
      FROM marked
    )
    SELECT i, day, position, basis, since, fresh, is_marked, beyond,
      gained - coalesce(lag(gained) OVER days, 0) AS realised, beyond - coalesce(lag(beyond) OVER days, 0) AS unrealised
    FROM worth WINDOW days AS (PARTITION BY i ORDER BY day)`);
}
