import {DATE_FORMATS, type DateFormat} from "../dates.ts";
import {join, type Sql, sql} from "../sql/index.ts";
import {feeColumn} from "./raw.ts";
import {buys, closes} from "./sides.ts";

/** How a date is written → what DuckDB calls it. */
const DATES: Readonly<Record<DateFormat, Sql>> = {
  "YYYY-MM-DD": sql`'%Y-%m-%d'`,
  YYYYMMDD: sql`'%Y%m%d'`,
  "YYYY/MM/DD": sql`'%Y/%m/%d'`,
  "MM/DD/YYYY": sql`'%m/%d/%Y'`,
  "DD/MM/YYYY": sql`'%d/%m/%Y'`,
  "DD.MM.YYYY": sql`'%d.%m.%Y'`,
  "YYYY.MM.DD": sql`'%Y.%m.%d'`,
  "MM/DD/YY": sql`'%m/%d/%y'`,
  "DD/MM/YY": sql`'%d/%m/%y'`,
};

/** Largest price or quantity, and largest money of one fill: beyond it is surely another column. */
export const MOST = 1e10;
export const MOST_MONEY = 1e12;

/** Characters that no name has, as in `cells.ts`: control characters, those that reorder or hide text, and what was no UTF-8. */
export const UNPRINTABLE = sql`'[\\p{Cc}\\x{200b}-\\x{200f}\\x{2028}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}\\x{fffd}]'`;

/** Codes of the reasons why a fill is set aside, and which column they are about; the words are in `aside.ts`. */
export type Reason =
  `${"account" | "symbol" | "time" | "side" | "quantity" | "price" | "fee" | "id" | "currency" | "multiplier" | "fxToBase"}:${string}`;

/** What checking a row needs to know of the study and its files. */
export interface CheckContext {
  readonly feeKinds: readonly string[];
  /** The study's currency: fills that name it and fills that name none are of one kind. */
  readonly home: string;
  readonly timeZone: string | null;
  readonly until: string | null;
  /** The trading day of a local time stamp. */
  readonly day: (stamp: Sql) => Sql;
}

const number = (column: Sql) =>
  sql`TRY_CAST(CASE WHEN regexp_full_match(trim(${column}), '[-+]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?') THEN replace(${column}, ',', '') ELSE trim(${column}) END AS DECIMAL(38,8))`;
const blank = (column: Sql) => sql`(${column} IS NULL OR trim(${column}) = '')`;

/**
 * Creates the table `checked` of `raw`: every row with its values as whole units of 10^−8 and the code of the reason why
 * it cannot be used, or NULL.
 */
export function checkRows({feeKinds, home, timeZone, until, day}: CheckContext): Sql {
  const fees = feeKinds.map((_, k) => feeColumn(k));
  const badFee =
    fees.length === 0
      ? sql`FALSE`
      : join(
          fees.map((fee) => sql`(NOT ${blank(fee)} AND ${number(fee)} IS NULL)`),
          sql` OR `,
        );
  const zoned = sql`regexp_matches(trim(time), ':.*(Z|UTC|[-+][0-9]{2}:?[0-9]{2}|[A-Za-z]+/[A-Za-z_/]+)$')`;
  const clock = sql`trim(regexp_replace(substr(trim(time), length(written) + 2), '(Z|UTC|[-+][0-9]{2}:?[0-9]{2}|[A-Za-z]+/[A-Za-z_/]+|[AaPp][Mm])$', ''))`;
  const local = sql`CAST(day_written AS TIMESTAMP) + CASE WHEN seconds IS NULL THEN to_seconds(0) ELSE to_microseconds(CAST(seconds * 1000000 AS BIGINT)) END`;
  const moved =
    timeZone === null
      ? local
      : sql`CASE WHEN ${zoned} THEN timezone(${timeZone}, TRY_CAST(strftime(day_written, '%Y-%m-%d') || ' ' || ${clock} ||
          regexp_extract(trim(time), ' ?(Z|UTC|[-+][0-9]{2}:?[0-9]{2}|[A-Za-z]+/[A-Za-z_/]+)$') AS TIMESTAMPTZ)) ELSE ${local} END`;
  const side = sql`CASE WHEN side IS NULL THEN n_quantity > 0 ELSE ${buys(sql`side`)} END`;
  const late = until === null ? sql`FALSE` : sql`${day(sql`stamp`)} > CAST(${until} AS DATE)`;
  const formats = DATE_FORMATS.map((format) => sql`WHEN ${format} THEN try_strptime(written, ${DATES[format]})`);
  return sql`CREATE TABLE checked AS
    WITH dates AS (
      SELECT *, regexp_extract(trim(time), '^[^T ]+') AS written, ${number(sql`quantity`)} AS n_quantity,
        ${number(sql`price`)} AS n_price, coalesce(${number(sql`multiplier`)}, 1) AS n_multiplier, ${number(sql`fxToBase`)} AS n_fx
      FROM raw
    ), clocks AS (
      SELECT *, CAST(CASE dates ${join(formats, sql` `)} END AS DATE) AS day_written,
        CASE WHEN contains(time, ':') THEN epoch(TRY_CAST(${clock} AS TIME))
          + CASE WHEN regexp_matches(trim(time), '[Pp][Mm]$') AND NOT starts_with(${clock}, '12') THEN 43200
                 WHEN regexp_matches(trim(time), '[Aa][Mm]$') AND starts_with(${clock}, '12') THEN -43200 ELSE 0 END END AS seconds
      FROM dates
    ), stamps AS (
      SELECT *, CASE WHEN day_written IS NULL OR (contains(time, ':') AND seconds IS NULL) THEN NULL ELSE ${moved} END AS stamp,
        ${side} AS buy
      FROM clocks
    )
    SELECT file, row, account, symbol, coalesce(CAST(booked AS DATE), ${day(sql`stamp`)}) AS day, coalesce(nullif(upper(trim(currency)), ${home}), '') AS currency, stamp, seconds IS NOT NULL AS timed, buy, id,
      CAST(abs(n_quantity) * 100000000 AS HUGEINT) AS q, CAST(TRY_CAST(n_price * n_multiplier AS DECIMAL(38,8)) * 100000000 AS HUGEINT) AS p,
      n_multiplier AS m, n_fx AS fx,
      ${join([
        ...fees.map((fee) => sql`coalesce(CAST(${number(fee)} * 100000000 AS HUGEINT), 0) AS ${fee}`),
        sql`CASE
        WHEN ${blank(sql`account`)} THEN 'account:empty'
        WHEN length(account) > 200 OR regexp_matches(account, ${UNPRINTABLE}) THEN 'account:unprintable'
        WHEN ${blank(sql`symbol`)} THEN 'symbol:empty'
        WHEN length(symbol) > 200 OR regexp_matches(symbol, ${UNPRINTABLE}) THEN 'symbol:unprintable'
        WHEN stamp IS NULL THEN 'time:unreadable'
        WHEN year(stamp) NOT BETWEEN 1970 AND 2100 THEN 'time:absurd'
        WHEN ${late} THEN 'time:late'
        WHEN n_quantity IS NULL THEN 'quantity:unreadable'
        WHEN n_quantity = 0 THEN 'quantity:zero'
        WHEN abs(n_quantity) >= ${MOST} THEN 'quantity:absurd'
        WHEN buy IS NULL THEN 'side:unknown'
        WHEN buy AND side IS NOT NULL AND n_quantity < 0 THEN 'side:contradicts'
        WHEN n_price IS NULL THEN 'price:unreadable'
        WHEN n_price < 0 OR (n_price = 0 AND NOT ${closes(sql`side`)}) THEN 'price:not above 0'
        WHEN n_price * n_multiplier >= ${MOST} THEN 'price:absurd'
        WHEN CAST(abs(n_quantity) AS DOUBLE) * n_price * n_multiplier >= ${MOST_MONEY} THEN 'price:money'
        WHEN NOT (n_multiplier > 0) THEN 'multiplier:not above 0'
        WHEN NOT (n_fx > 0) OR (n_fx IS NULL AND NOT ${blank(sql`fxToBase`)}) THEN 'fxToBase:not above 0'
        WHEN currency IS NOT NULL AND NOT regexp_full_match(trim(currency), '([A-Za-z]{3})?') THEN 'currency:unknown'
        WHEN ${badFee} THEN 'fee:unreadable'
      END AS reason`,
      ])}
    FROM stamps`;
}

/** Rows that repeat an execution: of those that agree in all the first stays; those that contradict each other all go. */
export function markRepeats(feeKinds: readonly string[]): Sql {
  const content = join([
    sql`symbol`,
    sql`stamp`,
    sql`buy`,
    sql`q`,
    sql`p`,
    sql`currency`,
    ...feeKinds.map((_, k) => feeColumn(k)),
  ]);
  return sql`CREATE TABLE repeats AS
    SELECT file, row, CASE WHEN lowest = highest THEN 'id:repeats' ELSE 'id:contradicts' END AS reason FROM (
      SELECT file, row, row_number() OVER same AS place, count(*) OVER whole AS n, min(content) OVER whole AS lowest, max(content) OVER whole AS highest
      FROM (SELECT file, row, account, day, id, hash(${content}) AS content FROM checked WHERE reason IS NULL AND NOT ${blank(sql`id`)})
      WINDOW whole AS (PARTITION BY account, day, id), same AS (PARTITION BY account, day, id ORDER BY file, row)
    ) WHERE n > 1 AND (place > 1 OR lowest <> highest)`;
}

/** The table `fill` of the rows that are used. */
export function keepGood(feeKinds: readonly string[]): Sql {
  return sql`CREATE TABLE fill AS
    SELECT account, symbol, currency, day, CASE WHEN timed THEN stamp END AS time, buy, id, q, p, CAST(m * 100000000 AS BIGINT) AS m, CAST(fx AS DOUBLE) AS fx
      ${feeKinds.length === 0 ? sql`` : sql`, ${join(feeKinds.map((_, k) => feeColumn(k)))}`}
    FROM checked WHERE reason IS NULL AND (file, row) NOT IN (SELECT (file, row) FROM repeats)`;
}
