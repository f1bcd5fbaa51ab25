import {join, name, type Sql, sql} from "../sql/index.ts";
import {MOST, MOST_MONEY} from "./check.ts";
import {tenTo} from "./decimal.ts";
import {DAY_COLUMNS, eachFee, OF_DAY, OF_SIDE, tradingDay} from "./pieces.ts";
import type {Precision} from "./precision.ts";
import {feeColumn} from "./raw.ts";
import {BUY_WORDS, SELL_WORDS} from "./sides.ts";
import type {FillColumns} from "./types.ts";

/**
 * A file that is read in one go with typed columns, its numbers as DOUBLE, hoping that nothing is wrong with it: about as
 * fast as DuckDB can group it at all. Nothing is looked at row by row; what the groups add up to says whether anything was wrong.
 */
export interface TypedFile {
  /** Relation with the file's own columns. */
  readonly from: Sql;
  readonly column: (header: string) => Sql;
  readonly columns: FillColumns;
  readonly feeKinds: readonly string[];
  readonly precision: Precision;
  /** The local time stamp, from the time column. */
  readonly stamp: Sql;
  readonly rollover: string | null;
  /** The study's currency. */
  readonly home: string;
  /** Whether the groups keep their fills: splitting a CSV file a second time costs more than to remember what it said. */
  readonly kept: boolean;
}

/** Relative error of one operation on doubles. */
const ROUNDING = Number.EPSILON / 2;
const FEE_DECIMALS = 8;

/** The typed columns of a file under the names that are used here; those that the file does not have are left out. */
export function typedRelation({from, column, columns, feeKinds, stamp, home}: TypedFile): Sql {
  const {side, id, currency, multiplier, fxToBase} = columns;
  const number = (of: string) => sql`CAST(${column(of)} AS DOUBLE)`;
  return sql`SELECT ${column(columns.account)} AS account, ${column(columns.symbol)} AS symbol,
    ${stamp} AS time, ${column(columns.quantity)} AS quantity,
    ${multiplier === null ? number(columns.price) : sql`${number(columns.price)} * coalesce(${number(multiplier)}, 1)`} AS price
    ${side === null ? sql`` : sql`, ${column(side)} AS side`}
    ${currency === null ? sql`` : sql`, coalesce(nullif(upper(trim(${column(currency)})), ${home}), '') AS currency`}
    ${id === null ? sql`` : sql`, CAST(${column(id)} AS VARCHAR) AS id`}
    ${multiplier === null ? sql`` : sql`, coalesce(${number(multiplier)}, 1) AS multiplier`}
    ${fxToBase === null ? sql`` : sql`, ${number(fxToBase)} AS fx`}
    ${join(
      feeKinds.map((kind, k) => sql`, ${number(columns.fees[kind])} AS ${feeColumn(k)}`),
      sql``,
    )}
  FROM ${from}`;
}

/** What to say where a file has no column for it. */
const absent = {
  currency: sql`''`,
  m: sql`CAST(100000000 AS BIGINT)`,
  fx: sql`CAST(NULL AS DOUBLE)`,
  id: sql`CAST(NULL AS VARCHAR)`,
};
const m = ({multiplier}: FillColumns) => (multiplier === null ? absent.m : sql`CAST(multiplier * 100000000 AS BIGINT)`);

/** How a clean file writes purchases. */
export function buyWords(): Sql {
  return sql`SELECT side FROM (SELECT DISTINCT side FROM rough) WHERE regexp_full_match(lower(trim(side)), ${BUY_WORDS}) ORDER BY side`;
}

/** Whether a row was bought. Comparing with the words that there are is faster than matching, and every row is compared. */
function isBuy({side}: FillColumns, words: readonly string[]): Sql {
  if (side === null) return sql`side`;
  return sql`(${join([...words.map((word) => sql`side = ${word}`), sql`FALSE`], sql` OR `)})`;
}

/** Fills of some days of a file that is known to be clean, as `Fills.of` gives them. @param words as `buyWords` finds them. */
export function typedFills(typed: TypedFile, words: readonly string[], days: Sql): Sql {
  const {columns, precision, rollover, kept} = typed;
  const currency = columns.currency === null ? absent.currency : sql`currency`;
  const rows = kept
    ? sql`SELECT account, symbol, ${currency} AS currency, day, side, fills FROM rough`
    : sql`SELECT account, symbol, ${currency} AS currency, ${tradingDay(sql`time`, rollover)} AS day,
        ${columns.side === null ? sql`quantity > 0 AS side` : sql`side`}, time, quantity, price${columns.id === null ? sql`` : sql`, id`} FROM (${typedRelation(typed)})`;
  const joined = sql`SELECT ${DAY_COLUMNS}, f.* EXCLUDE (account, symbol, currency, day) FROM (${rows}) f JOIN (${days}) d ON ${OF_DAY}`;
  const fills = kept ? sql`SELECT * EXCLUDE (fills), unnest(fills, max_depth := 2) FROM (${joined})` : joined;
  return sql`SELECT d.* EXCLUDE (side, quantity, price${columns.id === null ? sql`` : sql`, id`}), ${isBuy(columns, words)} AS bought,
    ${columns.id === null ? absent.id : sql`id`} AS id, ${units(sql`abs(quantity)`, precision.quantity)} AS q, ${units(sql`price`, precision.price)} AS p
    FROM (${fills}) d WHERE ${OF_SIDE}`;
}

/** A whole number of units. */
function units(value: Sql, decimals: number): Sql {
  return sql`CAST(round(CAST(${value} AS DOUBLE) * ${Number(tenTo(decimals))}::DOUBLE) AS BIGINT)`;
}

/** The least fee of a kind in a group. */
const leastFee = (k: number): Sql => sql`${name(`least${k}`)}`;

/**
 * Groups a typed file: `rough`, by the names and sides as they are written. Sums are those of doubles; `toTally` makes whole
 * units of them.
 */
export function group(typed: TypedFile): Sql {
  const {columns, feeKinds, rollover, kept} = typed;
  const fill = sql`{time: time, quantity: quantity, price: price ${columns.id === null ? sql`` : sql`, id: id`}}`;
  const size = columns.side === null ? sql`abs(quantity)` : sql`quantity`;
  // One flag of all that must hold of a row costs next to nothing, an extreme of each column does.
  const sound = sql`bool_and(coalesce(price > 0 AND price < ${MOST}::DOUBLE AND ${size} > 0 AND ${size} < ${MOST}::DOUBLE, FALSE)) AS sound`;
  const least = feeKinds.map((_, k) => sql`, min(${feeColumn(k)}) AS ${leastFee(k)}`);
  return sql`CREATE TABLE rough AS
    SELECT account, symbol, ${tradingDay(sql`time`, rollover)} AS day ${columns.currency === null ? sql`` : sql`, currency`}, ${columns.side === null ? sql`quantity > 0 AS side` : sql`side`},
      count(*) AS n, sum(quantity) AS q, sum(quantity * price) AS v, min(time) AS first, max(time) AS last,
      ${sound} ${kept ? sql`, list(${fill}) AS fills` : sql``}
      ${join(least, sql``)}
      ${columns.multiplier === null ? sql`` : sql`, max(${m(columns)}) AS m, min(multiplier) AS least_multiplier`}
      ${columns.fxToBase === null ? sql`` : sql`, max(fx) AS fx, min(fx) AS least_fx`}
      ${eachFee(feeKinds, (fee) => sql`sum(${fee})`)}
    FROM (${typedRelation(typed)}) GROUP BY ALL`;
}

/**
 * How many groups of `rough` hold something that must be looked at row by row, and how many rows there are; 0 groups: the
 * file is clean.
 *
 * A sum of n positive doubles is off by at most n roundings of it, whatever the order. Where that is less than a quarter of a
 * unit, the sum of numbers that are whole units lies that near to a whole number, and rounding gives the exact sum; a sum
 * that does not lie so near holds a number with more decimals than are kept. (If several such make up a whole number, the
 * sum is exact all the same.)
 */
export function troubles({columns, feeKinds, precision}: TypedFile, until: string | null): Sql {
  const off = (sum: Sql, absolute: Sql, decimals: number) => {
    const units = sql`abs(${sum} * ${Number(tenTo(decimals))}::DOUBLE)`;
    const error = sql`(n + 4) * ${ROUNDING}::DOUBLE * ${absolute} * ${Number(tenTo(decimals))}::DOUBLE`;
    return sql`NOT coalesce(${error} < 0.25 AND abs(${units} - round(${units})) <= ${error}, FALSE)`;
  };
  const side =
    columns.side === null
      ? sql`side IS NULL`
      : sql`side IS NULL OR NOT regexp_full_match(lower(trim(side)), ${`${BUY_WORDS}|${SELL_WORDS}`})`;
  // A name stands in many groups: each is looked at once.
  const odd = (of: Sql, trouble: Sql) =>
    sql`(SELECT count(*) FROM (SELECT DISTINCT ${of} FROM rough) WHERE ${trouble})`;
  const late = until === null ? sql`FALSE` : sql`day > CAST(${until} AS DATE)`;
  const names = [sql`account`, sql`symbol`].map((of) =>
    odd(
      of,
      sql`${of} IS NULL OR trim(${of}) = '' OR length(${of}) > 200 OR regexp_matches(${of}, '[\\x00-\\x1f\\x7f]')`,
    ),
  );
  const fees = feeKinds.map((_, k) => {
    const fee = sql`coalesce(${feeColumn(k)}, 0)`;
    return off(fee, sql`(abs(${fee}) + 2 * n * greatest(0, -coalesce(${leastFee(k)}, 0)))`, FEE_DECIMALS);
  });
  return sql`SELECT CAST(sum(n) AS BIGINT) AS rows, ${join([...names, odd(sql`side`, side)], sql` + `)} + count(*) FILTER (day IS NULL OR year(day) NOT BETWEEN 1970 AND 2100
      OR ${late} OR NOT sound OR NOT coalesce(abs(v) < ${MOST_MONEY}, FALSE)
      OR ${off(sql`v`, sql`abs(v)`, precision.price + precision.quantity)} OR ${off(sql`q`, sql`abs(q)`, precision.quantity)}
      ${join(
        fees.map((fee) => sql`OR ${fee} `),
        sql``,
      )}
      ${columns.currency === null ? sql`` : sql`OR NOT regexp_full_match(currency, '([A-Z]{3})?')`}
      ${columns.multiplier === null ? sql`` : sql`OR NOT coalesce(least_multiplier > 0, FALSE)`}
      ${columns.fxToBase === null ? sql`` : sql`OR NOT coalesce(least_fx > 0, TRUE)`}) AS groups
    FROM rough`;
}

/** `tally` from a clean `rough`. @param words as `buyWords` finds them. */
export function toTally({columns, feeKinds, precision}: TypedFile, words: readonly string[]): Sql {
  return sql`CREATE TABLE tally AS
    SELECT account, symbol, ${columns.currency === null ? absent.currency : sql`currency`} AS currency, day, ${isBuy(columns, words)} AS buy, n,
      ${units(sql`abs(q)`, precision.quantity)} AS q, ${units(sql`abs(v)`, precision.price + precision.quantity)} AS v, first, last, ${columns.multiplier === null ? absent.m : sql`m`} AS m,
      ${columns.fxToBase === null ? absent.fx : sql`fx`} AS fx ${eachFee(feeKinds, (fee) => units(sql`coalesce(${fee}, 0)`, FEE_DECIMALS))}
    FROM rough`;
}

/** How many executions of an account and day are there more than once. */
export function repeatedIds(typed: TypedFile): Sql {
  const rows = typed.kept
    ? sql`SELECT account, day, unnest(fills).id AS id FROM rough`
    : sql`SELECT account, ${tradingDay(sql`time`, typed.rollover)} AS day, id FROM (${typedRelation(typed)})`;
  return sql`SELECT count(*) AS n FROM (
    SELECT hash(account, day, id) AS h FROM (${rows}) WHERE id IS NOT NULL AND id <> '' GROUP BY h HAVING count(*) > 1)`;
}
