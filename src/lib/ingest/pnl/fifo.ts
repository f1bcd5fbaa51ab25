import {type Sql, sql} from "../sql/index.ts";
import type {Fills} from "./pieces.ts";
import {money, toMoney} from "./precision.ts";

/**
 * First in, first out. Number the units bought of an instrument 1, 2, … in order of time, and the units sold likewise: the
 * n-th bought is always matched with the n-th sold, whichever came first (a sale that comes first is a short sale, and a
 * fill that crosses zero needs no case of its own). So when b units are bought and s sold at the end of a day, min(b, s) are
 * matched, and what is open are the units min(b, s) + 1 … of one side. Its basis is the money of all units of that side
 * less that of its first min(b, s): only the one fill in which that unit lies has to be found among the fills, and only on
 * days that end with a position.
 *
 * The table `basis`: what the open lots cost (below 0: what a short sale brought in), and the day of the oldest.
 */
export function fifoBasis(fills: Fills): Sql[] {
  const scale = toMoney(fills.precision);
  return [
    // The day in whose fills unit `matched` + 1 of the open side lies, and what that day's first unit is numbered.
    sql`CREATE TABLE boundary AS
      WITH lots AS (
        SELECT i, TRUE AS buy, day, k, bought - bq AS start, paid - bv AS before FROM book WHERE bq > 0
        UNION ALL SELECT i, FALSE, day, k, sold - sq, received - sv FROM book WHERE sq > 0
      ), open AS (SELECT *, bought > sold AS buy, least(bought, sold) AS matched FROM book WHERE bought <> sold)
      SELECT o.i, o.day, o.buy, CASE WHEN o.buy THEN o.paid ELSE o.received END AS whole,
        l.day AS since, l.k AS k, l.before AS before, o.matched - l.start AS inside
      FROM open o ASOF JOIN lots l ON o.i = l.i AND o.buy = l.buy AND o.matched >= l.start`,
    // Money of the first `inside` units of such a day: whole fills, and a part of one.
    sql`CREATE TABLE wanted AS SELECT DISTINCT i, buy, since, k, inside FROM boundary WHERE inside > 0`,
    sql`CREATE TABLE consumed AS
      WITH running AS (
        SELECT i, buy, day AS since, p, sum(q * k) OVER earlier - q * k AS start,
          sum(CAST(${money(fills.precision)} AS HUGEINT)) OVER earlier - ${money(fills.precision)} AS before
        FROM (${fills.of(sql`SELECT DISTINCT i, buy, since AS day, k, n.account, n.symbol, n.currency FROM wanted JOIN instrument n USING (i)`)})
        WINDOW earlier AS (PARTITION BY i, buy, day ORDER BY ${IN_TIME} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
      )
      SELECT w.i, w.buy, w.since, w.inside,
        r.before * ${scale} + (2 * (w.inside - r.start) * r.p * ${scale} + w.k) // (2 * w.k) AS money
      FROM wanted w ASOF JOIN running r ON w.i = r.i AND w.buy = r.buy AND w.since = r.since AND w.inside >= r.start`,
    sql`CREATE TABLE basis AS
      SELECT b.i, b.day, b.since, CASE WHEN b.buy THEN 1 ELSE -1 END * (b.whole - b.before - coalesce(c.money, 0)) AS basis
      FROM boundary b LEFT JOIN consumed c USING (i, buy, since, inside)`,
  ];
}

/**
 * The order of an instrument's fills within a day: by time (those without one first), then by execution id (shorter first,
 * so that numbers count up), then by what they are. Never by the order of the file: a file that is sorted otherwise gives
 * the same result.
 */
export const IN_TIME: Sql = sql`time NULLS FIRST, length(id) NULLS FIRST, id NULLS FIRST, p, q`;
