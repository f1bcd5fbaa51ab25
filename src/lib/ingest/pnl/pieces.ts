import {join, type Sql, sql} from "../sql/index.ts";
import {money, type Precision} from "./precision.ts";
import {feeColumn} from "./raw.ts";

/** Fills that were checked and added up in `tally`. */
export interface Fills {
  /**
   * Those of some days only: `days` is a relation with account, symbol, currency, day, buy and others. Gives the others, day
   * and buy, and time, id, q, p (in whole units) and bought of each fill; `buy` NULL asks for both sides.
   */
  readonly of: (days: Sql) => Sql;
  /** What orders the fills of an instrument and day that `of` gives; see `IN_TIME`. */
  readonly inTime: Sql;
  readonly precision: Precision;
  readonly feeKinds: readonly string[];
}

/** Trading day of a local time stamp: the calendar day, or from the rollover on the next weekday. */
export function tradingDay(stamp: Sql, rollover: string | null): Sql {
  if (rollover === null) return sql`CAST(${stamp} AS DATE)`;
  const [hours, minutes] = rollover.split(":").map(Number);
  const shifted = sql`CAST(${stamp} + to_minutes(${1440 - 60 * hours - minutes}) AS DATE)`;
  return sql`${shifted} + CASE isodow(${shifted}) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END`;
}

/** `, of fee0, of fee1 …` for each kind of fee. */
export function eachFee(feeKinds: readonly string[], of: (fee: Sql) => Sql): Sql {
  return join(
    feeKinds.map((_, k) => sql`, ${of(feeColumn(k))} AS ${feeColumn(k)}`),
    sql``,
  );
}

/** The time stamp `time` where it says a time of day: midnight is how tools write a date. */
export const CLOCK: Sql = sql`CASE WHEN epoch_us(time) % 86400000000 <> 0 THEN time END`;

/**
 * Adds the checked fills of a table up: the table `tally`, a row for each account, symbol, currency and day, with what was
 * bought (`bq` units for `bv`) and sold (`sq` for `sv`), how many fills there were (`n`), the first and last time, fees by
 * kind, the money that one unit of price and quantity is (`m`, in 10^−8) and the rate that the fills tell (`fx`).
 */
export function addUp(from: Sql, {precision, feeKinds}: Pick<Fills, "precision" | "feeKinds">): Sql {
  return sql`CREATE TABLE tally AS
    SELECT account, symbol, currency, day, count(*) AS n, coalesce(sum(q) FILTER (buy), 0) AS bq,
      coalesce(sum(${money(precision)}) FILTER (buy), 0) AS bv, coalesce(sum(q) FILTER (NOT buy), 0) AS sq,
      coalesce(sum(${money(precision)}) FILTER (NOT buy), 0) AS sv,
      min(${CLOCK}) AS first, max(${CLOCK}) AS last, max(m) AS m, max(fx) AS fx ${eachFee(feeKinds, (fee) => sql`sum(${fee})`)}
    FROM ${from} GROUP BY ALL`;
}

/**
 * From `tally`: `instrument`, what a position was ever held in overnight (an account's symbol in a currency), numbered in the
 * order of their names; and `piece`, what was bought and sold of each on the days that begin or end with a position. A day that
 * does neither realises what it received less what it paid, whatever the method: nothing on it has to be matched or marked.
 * On days of `eventful` symbols a position may change without a fill: all of theirs are kept.
 */
export function numberInstruments(eventful: readonly string[]): Sql[] {
  const always = eventful.map((symbol) => sql` OR symbol = ${symbol}`);
  return [
    sql`CREATE TABLE instrument AS
      SELECT CAST(row_number() OVER (ORDER BY account, symbol, currency) AS INTEGER) AS i, account, symbol, currency, max(m) AS m
      FROM tally GROUP BY account, symbol, currency HAVING bool_or(bq <> sq)`,
    sql`CREATE TABLE piece AS
      WITH own AS (
        SELECT n.i, n.symbol, t.day, bq, bv, sq, sv FROM tally t JOIN instrument n USING (account, symbol, currency)
      ), turned AS (
        SELECT i, day, sum(bq - sq) OVER (PARTITION BY i ORDER BY day) AS position FROM own WHERE bq <> sq
      )
      SELECT o.i, o.day, bq, bv, sq, sv FROM own o ASOF JOIN turned t ON o.i = t.i AND o.day >= t.day
      WHERE t.position <> 0 OR t.day = o.day ${join(always, sql``)}`,
  ];
}

/** What is taken over from the days: names would only be carried about. */
export const DAY_COLUMNS: Sql = sql`d.* EXCLUDE (account, symbol, currency)`;
/** What joins the fills `f` of a day to the days `d` that are asked for. */
export const OF_DAY: Sql = sql`f.account = d.account AND f.symbol = d.symbol AND f.currency = d.currency AND f.day = d.day`;
/** Whether a fill is of the side that is asked for. */
export const OF_SIDE: Sql = sql`bought = coalesce(d.buy, bought)`;

/**
 * The order of an instrument's fills within a day: by time (those without one first), then by execution id (shorter first,
 * so that numbers count up), then by what they are. Never by the order of the file: a file that is sorted otherwise gives
 * the same result.
 */
export const IN_TIME: Sql = sql`time NULLS FIRST, length(id) NULLS FIRST, id NULLS FIRST, p, q`;
