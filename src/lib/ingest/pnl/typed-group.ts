import {join, name, type Sql, sql} from "../sql/index.ts";
import {MOST, MOST_MONEY, UNPRINTABLE} from "./check.ts";
import {tenTo} from "./decimal.ts";
import {pack, packedBelow} from "./packed.ts";
import {CLOCK, eachFee, tradingDay} from "./pieces.ts";
import {feeColumn} from "./raw.ts";
import {buys} from "./sides.ts";
import {ABSENT, scaled, type TypedFile, typedRelation, units} from "./typed.ts";
import type {FillColumns} from "./types.ts";

/** Relative error of one operation on doubles. */
const ROUNDING = Number.EPSILON / 2;
const FEE_DECIMALS = 8;
const NAN = sql`'NaN'::DOUBLE`;

const m = ({multiplier}: FillColumns) => (multiplier === null ? ABSENT.m : sql`CAST(multiplier * 100000000 AS BIGINT)`);

/**
 * Groups a typed file: the table `sided`, a row for each account, symbol, currency, day and side, with whole units from sums
 * of doubles; `sound`: whether nothing in the group has to be looked at row by row; and, where they are kept, `fills`.
 *
 * A sum of n doubles above 0 is off by at most n roundings of itself, whatever the order. Where that is less than a quarter of
 * a unit, the sum of numbers that are whole units lies that near to a whole number, and rounding gives the exact sum; a sum
 * that does not lie so near holds a number with more decimals than are kept. (If several such make up a whole number, the sum
 * is exact all the same.)
 */
export function groupSides(typed: TypedFile, until: string | null): Sql {
  const {columns, feeKinds, precision, rollover, kept} = typed;
  const {currency, multiplier, fxToBase, id} = columns;
  const fees = feeKinds.map((_, k) => feeColumn(k));
  const optional = [
    ...(currency === null ? [] : [sql`currency`]),
    ...(multiplier === null ? [] : [sql`multiplier`]),
    ...(fxToBase === null ? [] : [sql`fx`]),
    ...(id === null || !kept ? [] : [sql`id`]),
    ...fees,
  ].map((column) => sql`, ${column}`);
  const rows = sql`SELECT account, symbol, ${tradingDay(sql`time`, rollover)} AS day, side, time, price,
      CAST(${columns.side === null ? sql`abs(quantity)` : sql`quantity`} AS DOUBLE) AS quantity ${join(optional, sql``)}
    FROM (${typedRelation(typed)})`;
  // A row that is not good makes the sum NaN: an aggregate of its own for it would cost as much as a sum.
  const below = kept ? packedBelow(precision) : {price: MOST, quantity: MOST};
  const good = sql`${inRange(sql`price`, below.price)} AND ${inRange(sql`quantity`, below.quantity)}`;
  const packed = pack(precision, scaled(sql`price`, precision.price), scaled(sql`quantity`, precision.quantity));
  const fill = sql`{time: time, packed: ${packed} ${id === null ? sql`` : sql`, id: id`}}`;
  const sums = sql`SELECT account, symbol, ${currency === null ? ABSENT.currency : sql`currency`} AS currency, day, side, count(*) AS n,
      sum(quantity) AS q, sum(CASE WHEN ${good} THEN quantity * price ELSE ${NAN} END) AS v,
      min(${CLOCK}) AS first, max(${CLOCK}) AS last ${kept ? sql`, list(${fill}) AS fills` : sql``}
      ${multiplier === null ? sql`` : sql`, max(${m(columns)}) AS m, min(multiplier) AS least_multiplier`}
      ${fxToBase === null ? sql`` : sql`, max(fx) AS fx, min(fx) AS least_fx`}
      ${eachFee(feeKinds, (fee) => sql`coalesce(sum(${fee}), 0)`)}
      ${fees.length === 0 ? sql`` : sql`, min(least(${join(fees)})) AS least_fee`}
    FROM (${rows}) GROUP BY account, symbol, ${currency === null ? sql`` : sql`currency, `} day, side`;
  return sql`CREATE TABLE sided AS
    SELECT account, symbol, currency, day, side, n, ${units(sql`q`, precision.quantity)} AS q,
      ${units(sql`v`, precision.price + precision.quantity)} AS v, first, last,
      ${multiplier === null ? ABSENT.m : sql`m`} AS m, ${fxToBase === null ? ABSENT.fx : sql`fx`} AS fx
      ${eachFee(feeKinds, (fee) => units(fee, FEE_DECIMALS))}, ${soundGroup(typed, until)} AS sound ${kept ? sql`, fills` : sql``}
    FROM (${sums})`;
}

/** Above 0 and not absurd: one comparison of a range, to the doubles next to its ends, is faster than two. */
function inRange(value: Sql, below: number): Sql {
  return sql`${value} BETWEEN ${Number.MIN_VALUE}::DOUBLE AND ${Math.min(MOST, below) * (1 - ROUNDING)}::DOUBLE`;
}

function soundGroup({columns, feeKinds, precision}: TypedFile, until: string | null): Sql {
  const exact = (sum: Sql, absolute: Sql, decimals: number) => {
    const units = sql`abs(${sum} * ${Number(tenTo(decimals))}::DOUBLE)`;
    const error = sql`(n + 4) * ${ROUNDING}::DOUBLE * ${absolute} * ${Number(tenTo(decimals))}::DOUBLE`;
    return sql`(${error} < 0.25 AND abs(${units} - round(${units})) <= ${error})`;
  };
  const conditions = [
    sql`year(day) BETWEEN 1970 AND 2100`,
    ...(until === null ? [] : [sql`day <= CAST(${until} AS DATE)`]),
    sql`v < ${MOST_MONEY}::DOUBLE`,
    exact(sql`q`, sql`q`, precision.quantity),
    exact(sql`v`, sql`v`, precision.price + precision.quantity),
    ...feeKinds.map((_, k) => {
      const fee = feeColumn(k);
      // Fees may be below 0: their absolute values add up to no more than this.
      return exact(fee, sql`(abs(${fee}) + 2 * n * greatest(0, -coalesce(least_fee, 0)))`, FEE_DECIMALS);
    }),
    ...(columns.currency === null ? [] : [sql`regexp_full_match(currency, '([A-Z]{3})?')`]),
    ...(columns.multiplier === null ? [] : [sql`least_multiplier > 0`]),
    ...(columns.fxToBase === null ? [] : [sql`coalesce(least_fx > 0, TRUE)`]),
  ];
  return sql`coalesce(${join(conditions, sql` AND `)}, FALSE)`;
}

/** The table `side_word`: whether each word for a side in `sided` buys; NULL where nobody can say. */
export const READ_SIDES: Sql = sql`CREATE TABLE side_word AS SELECT side, ${buys(sql`side`)} AS bought FROM (SELECT DISTINCT side FROM sided)`;

/** The table `tally` (see `addUp`) of `sided`. */
export function addSides(feeKinds: readonly string[]): Sql {
  const of = (column: Sql, side: Sql) => sql`CAST(coalesce(sum(${column}) FILTER (${side}), 0) AS BIGINT)`;
  const [buy, sell] = [sql`bought`, sql`NOT bought`];
  return sql`CREATE TABLE tally AS
    SELECT account, symbol, currency, day, CAST(sum(n) AS BIGINT) AS n, ${of(sql`q`, buy)} AS bq, ${of(sql`v`, buy)} AS bv,
      ${of(sql`q`, sell)} AS sq, ${of(sql`v`, sell)} AS sv, min(first) AS first, max(last) AS last, max(m) AS m, max(fx) AS fx
      ${eachFee(feeKinds, (fee) => sql`CAST(sum(${fee}) AS BIGINT)`)}
    FROM sided JOIN side_word USING (side) GROUP BY account, symbol, currency, day`;
}

/** How many rows there are in `sided`, and how many groups, names and words for sides that have to be looked at row by row. */
export function troubles(): Sql {
  const odd = ["account", "symbol"].map((column) => {
    const of = sql`${name(column)}`;
    return sql`${of} IS NULL OR trim(${of}) = '' OR length(${of}) > 200 OR regexp_matches(${of}, ${UNPRINTABLE})`;
  });
  return sql`SELECT CAST(sum(n) AS BIGINT) AS rows, count(*) FILTER (NOT sound)
      + (SELECT count(*) FROM (SELECT DISTINCT account, symbol FROM sided) WHERE ${join(odd, sql` OR `)})
      + (SELECT count(*) FROM side_word WHERE bought IS NULL) AS troubles
    FROM sided`;
}

/** How many executions of an account and day are there more than once. */
export function repeatedIds(typed: TypedFile): Sql {
  const rows = typed.kept
    ? sql`SELECT account, day, unnest(fills).id AS id FROM sided`
    : sql`SELECT account, ${tradingDay(sql`time`, typed.rollover)} AS day, id FROM (${typedRelation(typed)})`;
  return sql`SELECT count(*) AS n FROM (
    SELECT hash(account, day, id) AS h FROM (${rows}) WHERE id IS NOT NULL AND id <> '' GROUP BY h HAVING count(*) > 1)`;
}
