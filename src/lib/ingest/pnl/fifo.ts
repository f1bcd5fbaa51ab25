import {type Sql, sql} from "../sql/index.ts";
import type {Engine} from "./engine.ts";
import type {Fills} from "./pieces.ts";
import {toMoney} from "./precision.ts";

/**
 * The table `boundary`: for each day that ends with a position, the day in whose fills the first open unit lies (`since`), what
 * was paid (of a short position: received) up to now and `before` that day, and how many of that day's units are `inside`, that
 * is matched. See `fifoBasis`.
 */
export function findBoundaries(): Sql {
  return sql`CREATE TABLE boundary AS
      WITH lots AS (
        SELECT i, TRUE AS buy, day, k, bought - bq AS start, paid - bv AS before FROM book WHERE bq > 0
        UNION ALL SELECT i, FALSE, day, k, sold - sq, received - sv FROM book WHERE sq > 0
      ), open AS (SELECT *, bought > sold AS buy, least(bought, sold) AS matched FROM book WHERE bought <> sold)
      SELECT o.i, o.day, o.buy, CASE WHEN o.buy THEN o.paid ELSE o.received END AS whole,
        l.day AS since, l.k AS k, l.before AS before, o.matched - l.start AS inside
      FROM open o ASOF JOIN lots l ON o.i = l.i AND o.buy = l.buy AND o.matched >= l.start`;
}

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
export async function fifoBasis(engine: Engine, fills: Fills): Promise<void> {
  await engine.run(sql`CREATE TABLE wanted AS
    SELECT *, dense_rank() OVER (ORDER BY i, buy, since) AS place FROM (SELECT DISTINCT i, buy, since, k, inside FROM boundary WHERE inside > 0)`);
  await engine.run(sql`CREATE TABLE consumed (place BIGINT, inside HUGEINT, money HUGEINT)`);
  const found = await consume(engine, fills);
  await engine.fill("consumed", (append) => {
    for (const row of found) append(row);
  });
  await engine.run(sql`CREATE TABLE basis AS
      SELECT b.i, b.day, b.since, CASE WHEN b.buy THEN 1 ELSE -1 END * (b.whole - b.before - coalesce(c.money, 0)) AS basis
      FROM boundary b LEFT JOIN wanted w USING (i, buy, since, inside) LEFT JOIN consumed c USING (place, inside)`);
}

/**
 * Money of the first `inside` units of the days that are wanted: whole fills, and a part of one. The fills are streamed in
 * their order: a running sum in the database costs several times as much as to sort them.
 */
async function consume(engine: Engine, fills: Fills): Promise<[number, bigint, bigint][]> {
  const {wide} = fills.precision;
  const scale = toMoney(fills.precision);
  const asked = await engine.rows<{place: bigint; k: bigint; inside: bigint}>(
    sql`SELECT place, k, inside FROM wanted ORDER BY place, inside`,
  );
  if (asked.length === 0) return [];
  // Narrow sums of a day are whole numbers that a double holds (see `group`); wide ones are bigints, whose arithmetic reads the
  // same.
  const unit = (x: bigint) => (wide ? x : Number(x)) as number;
  const asks = asked.map(({place, k, inside}) => ({place: Number(place), k, inside, units: unit(inside / k)}));
  const amount = (of: Sql) => (wide ? sql`CAST(${of} AS HUGEINT)` : sql`CAST(${of} AS DOUBLE)`);
  const days = sql`SELECT DISTINCT w.place, n.account, n.symbol, n.currency, w.since AS day, w.buy FROM wanted w JOIN instrument n USING (i)`;
  const query = sql`SELECT CAST(place AS DOUBLE), ${amount(sql`q`)}, ${amount(sql`p`)} FROM (${fills.of(days)}) ORDER BY place, ${fills.inTime}`;
  const found: [number, bigint, bigint][] = [];
  let [place, start, before, next] = [0, unit(0n), unit(0n), 0];
  for await (const [places, quantities, prices] of engine.batches(query)) {
    for (let i = 0; i < places.length; i++) {
      if (places[i] !== place) [place, start, before] = [places[i] as number, unit(0n), unit(0n)];
      const [q, p] = [quantities[i] as number, prices[i] as number];
      for (; next < asks.length && asks[next].place === place && asks[next].units < start + q; next++) {
        const {k, inside} = asks[next];
        const part = (2n * (inside - BigInt(start) * k) * BigInt(p) * scale + k) / (2n * k);
        found.push([place, inside, BigInt(before) * scale + part]);
      }
      start += q;
      before += q * p;
    }
  }
  if (next < asks.length)
    throw new Error(`${asks.length - next} of ${asks.length} lots were not found among the fills`);
  return found;
}
