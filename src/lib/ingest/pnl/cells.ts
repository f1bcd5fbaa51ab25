import {isoDate} from "../calendar.ts";
import {join, type Sql, sql} from "../sql/index.ts";
import {tenTo} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {eachFee} from "./pieces.ts";
import {MONEY_DECIMALS, type Precision, toMoney} from "./precision.ts";
import {feeColumn} from "./raw.ts";
import type {TraderDay} from "./types.ts";

/**
 * The table `cell`: a trader, day and currency. A day's realised P&L is what all its fills received less what they paid, and,
 * for what is in the book, what `valued` says instead. `plain`: all numbers of the cell, and the sums and differences of its
 * money, are doubles without loss.
 */
export function makeCells(precision: Precision, feeKinds: readonly string[]): Sql {
  const scale = toMoney(precision);
  const below = (value: Sql, most: number) => sql`abs(${value}) < ${most}::DOUBLE`;
  const most = EXACT / (feeKinds.length + 2);
  const plain = [
    ...[sql`realised`, sql`unrealised`].map(
      (of) => sql`CAST(${shortened(of)} AS HUGEINT) * ${TO_PLAIN}::HUGEINT = ${of} AND ${below(shortened(of), most)}`,
    ),
    ...feeKinds.map((_, k) => below(double(feeColumn(k)), most)),
    ...[sql`q`, sql`v`].map((of) => below(double(of), EXACT)),
  ];
  return sql`CREATE TABLE cell AS
    WITH part AS (
      SELECT account, currency, day, n, 1 AS one, bq + sq AS q, bv + sv AS v, sv - bv AS cash, CAST(NULL AS HUGEINT) AS more, CAST(NULL AS HUGEINT) AS unrealised,
        FALSE AS counts, first, last ${eachFee(feeKinds, (fee) => fee)} FROM tally
      UNION ALL
      SELECT account, currency, v.day, 0, 0, 0, 0, 0, realised - coalesce(p.sv - p.bv, 0) * ${scale}, unrealised,
        fresh OR realised <> 0 OR unrealised <> 0, NULL, NULL ${eachFee(feeKinds, () => sql`0`)}
      FROM valued v JOIN instrument USING (i) LEFT JOIN piece p USING (i, day)
    )
    SELECT *, ${join(plain, sql` AND `)} AS plain FROM (
      SELECT coalesce(trader, account) AS trader, day, currency, CAST(sum(n) AS BIGINT) AS n, CAST(sum(one) AS BIGINT) AS symbols,
        sum(q) AS q, sum(v) AS v, sum(cash) * ${scale} + coalesce(sum(more), 0) AS realised, coalesce(sum(unrealised), 0) AS unrealised,
        CAST(epoch(min(first)) AS DOUBLE) % 86400 AS first, CAST(epoch(max(last)) AS DOUBLE) % 86400 AS last ${eachFee(feeKinds, (fee) => sql`sum(${fee})`)}
      FROM part LEFT JOIN trader_of USING (account) GROUP BY ALL HAVING sum(n) > 0 OR bool_or(counts))`;
}

/** Whole numbers below it are doubles. */
const EXACT = Number.MAX_SAFE_INTEGER;
/** Decimals of money that is a double without loss. */
const PLAIN_DECIMALS = 8;
const TO_PLAIN = tenTo(MONEY_DECIMALS - PLAIN_DECIMALS);

const double = (of: Sql): Sql => sql`CAST(${of} AS DOUBLE)`;
/** Money with so few decimals, if it has no more: the database divides wide whole numbers bit by bit, and doubles at once. */
const shortened = (of: Sql): Sql => sql`round(${double(of)} / ${Number(TO_PLAIN)}::DOUBLE)`;

/** The days of the cells that are plain: the same numbers as `finish` gives, without whole numbers of any size. */
export async function plainDays(
  engine: Engine,
  plain: Sql,
  precision: Precision,
  feeKinds: readonly string[],
): Promise<TraderDay[]> {
  const days: TraderDay[] = [];
  const dates = new Map<number, string>();
  const query = sql`SELECT trader, ${join([
    ...[sql`day - DATE '1970-01-01'`, sql`n`, sql`symbols`, sql`q`, sql`v`].map(double),
    ...[sql`realised`, sql`unrealised`].map(shortened),
    sql`first`,
    sql`last`,
    ...feeKinds.map((_, k) => double(feeColumn(k))),
  ])} FROM cell WHERE ${plain} ORDER BY trader, day`;
  const one = Number(tenTo(PLAIN_DECIMALS));
  const [share, value] = [precision.quantity, precision.price + precision.quantity].map((places) =>
    Number(tenTo(places)),
  );
  for await (const columns of engine.batches(query)) {
    const [traders, at, n, symbols, q, v, realised, unrealised, first, last, ...kinds] = columns as [
      string[],
      ...number[][],
    ];
    for (let i = 0; i < traders.length; i++) {
      const date = dates.get(at[i]) ?? isoDate(at[i]);
      dates.set(at[i], date);
      const feesByKind: Record<string, number> = {};
      let fees = 0;
      for (let k = 0; k < kinds.length; k++) {
        fees += kinds[k][i];
        feesByKind[feeKinds[k]] = kinds[k][i] / one;
      }
      const gross = realised[i] + unrealised[i];
      days.push({
        trader: traders[i],
        date,
        net: (gross - fees) / one,
        gross: gross / one,
        realised: realised[i] / one,
        unrealised: unrealised[i] / one,
        fees: fees / one,
        feesByKind,
        fills: n[i],
        shares: q[i] / share,
        symbols: symbols[i],
        tradedValue: v[i] / value,
        first: first[i],
        last: last[i],
      });
    }
  }
  return days;
}
