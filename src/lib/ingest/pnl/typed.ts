import {join, name, type Sql, sql} from "../sql/index.ts";
import {MOST, MOST_MONEY} from "./check.ts";
import {tenTo} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {DAY_COLUMNS, eachFee, OF_DAY, OF_SIDE, tradingDay} from "./pieces.ts";
import type {Precision} from "./precision.ts";
import {feeColumn} from "./raw.ts";
import {BUY_WORDS, SELL_WORDS} from "./sides.ts";
import type {FillColumns} from "./types.ts";

/**
 * A file that is read in one go with typed columns, its numbers as DOUBLE, hoping that nothing is wrong with it: about as
 * fast as DuckDB can group it at all. No row is set aside; what the groups add up to says whether anything was wrong.
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
  readonly habits: Habits;
}

/** How a file writes what a row says of itself. Rows that do otherwise make their group unsound. */
export interface Habits {
  /** Words for a purchase and for a sale. */
  readonly buys: readonly string[];
  readonly sells: readonly string[];
  /** Whether fees may be below 0. */
  readonly rebates: boolean;
}

/** Relative error of one operation on doubles. */
const ROUNDING = Number.EPSILON / 2;
const FEE_DECIMALS = 8;
/** The doubles next to 0 and to `MOST`: one comparison of a range is faster than two. */
const LEAST = Number.MIN_VALUE;
const BELOW_MOST = MOST * (1 - ROUNDING);

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

const NAN = sql`'NaN'::DOUBLE`;
const either = (conditions: readonly Sql[]) => sql`(${join([...conditions, sql`FALSE`], sql` OR `)})`;

/** The habits of a file, from the words for sides that are in it. */
export function habitsOf(sides: readonly string[], rebates: boolean): Habits {
  const like = (words: string) => {
    const pattern = new RegExp(`^(?:${words})$`);
    return [...new Set(sides)].filter((side) => pattern.test(side.replace(/^ +| +$/g, "").toLowerCase())).sort();
  };
  return {buys: like(BUY_WORDS), sells: like(SELL_WORDS), rebates};
}

/** Reads the whole file for its habits. */
export async function findHabits(engine: Engine, typed: TypedFile): Promise<Habits> {
  const {columns, feeKinds} = typed;
  const negative = either(feeKinds.map((_, k) => sql`min(${feeColumn(k)}) < 0`));
  const sides = columns.side === null ? sql`NULL` : sql`list(DISTINCT side)`;
  const [found] = await engine.rows<{sides: {items: readonly string[]} | null; rebates: boolean | null}>(
    sql`SELECT ${sides} AS sides, ${negative} AS rebates FROM (${typedRelation(typed)})`,
  );
  return habitsOf(found.sides?.items ?? [], found.rebates ?? false);
}

/** The quantity of a row, above 0 where it was bought; NaN where nobody can say. */
function signed({columns, habits: {buys, sells}}: TypedFile): Sql {
  const quantity = sql`CAST(quantity AS DOUBLE)`;
  if (columns.side === null) return quantity;
  const is = (words: readonly string[]) => either(words.map((word) => sql`side = ${word}`));
  return sql`CASE WHEN ${is(buys)} THEN 1.0::DOUBLE WHEN ${is(sells)} THEN -1.0::DOUBLE ELSE ${NAN} END * ${quantity}`;
}

/** Fills of some days of a file that is known to be clean, as `Fills.of` gives them. */
export function typedFills(typed: TypedFile, days: Sql): Sql {
  const {columns, precision, rollover, kept} = typed;
  const id = columns.id === null ? sql`` : sql`, id`;
  const fills = kept
    ? sql`SELECT ${DAY_COLUMNS}, unnest(f.fills, max_depth := 2) FROM tally f JOIN (${days}) d ON ${OF_DAY}`
    : sql`SELECT ${DAY_COLUMNS}, f.* EXCLUDE (account, symbol, currency, day) FROM near f JOIN (${days}) d ON ${OF_DAY}`;
  // Most rows are of no day that is asked for: one number tells, where names would be compared. What follows is materialized
  // so that no comparison of names is pushed down to the rows of the file.
  const near = sql`near AS MATERIALIZED (
    SELECT account, symbol, ${columns.currency === null ? absent.currency : sql`currency`} AS currency, day, time, ${signed(typed)} AS quantity, price ${id}
    FROM (SELECT *, ${tradingDay(sql`time`, rollover)} AS day FROM (${typedRelation(typed)}))
    WHERE hash(account, symbol, day) IN (SELECT hash(account, symbol, day) FROM (${days})))`;
  return sql`${kept ? sql`` : sql`WITH ${near}`} SELECT d.* EXCLUDE (quantity, price ${id}), quantity > 0 AS bought, ${columns.id === null ? absent.id : sql`id`} AS id,
      ${units(sql`abs(quantity)`, precision.quantity)} AS q, ${units(sql`price`, precision.price)} AS p
    FROM (${fills}) d WHERE ${OF_SIDE}`;
}

/** A whole number of units; NULL for what is none. */
function units(value: Sql, decimals: number): Sql {
  return sql`TRY_CAST(round(${value} * ${Number(tenTo(decimals))}::DOUBLE) AS BIGINT)`;
}

/** The least fee of a kind in a group. */
const leastFee = (k: number): Sql => sql`${name(`least${k}`)}`;

/**
 * Groups a typed file: the table `tally` (see `addUp`), whole units from sums of doubles, with `sound`: whether nothing in the
 * group has to be looked at row by row; and, where they are kept, `fills`.
 *
 * A sum of n doubles is off by at most n roundings of the sum of their absolute values, whatever the order. Where that is less
 * than a quarter of a unit, the sum of numbers that are whole units lies that near to a whole number, and rounding gives the
 * exact sum; a sum that does not lie so near holds a number with more decimals than are kept. (If several such make up a whole
 * number, the sum is exact all the same.)
 */
export function group(typed: TypedFile, until: string | null): Sql {
  const {columns, feeKinds, precision, rollover, kept, habits} = typed;
  const {currency, multiplier, fxToBase, id} = columns;
  const fees = feeKinds.map((_, k) => feeColumn(k));
  const size = columns.side === null ? sql`abs(quantity)` : sql`quantity`;
  const optional = [
    ...(currency === null ? [] : [sql`currency`]),
    ...(multiplier === null ? [] : [sql`multiplier`]),
    ...(fxToBase === null ? [] : [sql`fx`]),
    ...(id === null || !kept ? [] : [sql`id`]),
    ...fees,
  ].map((column) => sql`, ${column}`);
  const rows = sql`SELECT account, symbol, ${tradingDay(sql`time`, rollover)} AS day, time, price, ${signed(typed)} AS quantity,
      price BETWEEN ${LEAST}::DOUBLE AND ${BELOW_MOST}::DOUBLE AND CAST(${size} AS DOUBLE) BETWEEN ${LEAST}::DOUBLE AND ${BELOW_MOST}::DOUBLE AS good ${join(optional, sql``)}
    FROM (${typedRelation(typed)})`;
  // A row that is not good makes the sum NaN: an aggregate of its own for it would cost as much as a sum.
  const bad = habits.rebates ? sql`FALSE` : either(fees.map((fee) => sql`${fee} < 0`));
  const fill = sql`{time: time, quantity: quantity, price: price ${id === null ? sql`` : sql`, id: id`}}`;
  const sums = sql`SELECT account, symbol, ${currency === null ? absent.currency : sql`currency`} AS currency, day, count(*) AS n,
      sum(abs(quantity)) AS q, sum(quantity) AS net, sum(CASE WHEN ${bad} THEN ${NAN} WHEN good THEN abs(quantity * price) ELSE ${NAN} END) AS v,
      sum(quantity * price) AS paid, min(time) AS first, max(time) AS last ${kept ? sql`, list(${fill}) AS fills` : sql``}
      ${multiplier === null ? sql`` : sql`, max(${m(columns)}) AS m, min(multiplier) AS least_multiplier`}
      ${fxToBase === null ? sql`` : sql`, max(fx) AS fx, min(fx) AS least_fx`}
      ${eachFee(feeKinds, (fee) => sql`coalesce(sum(${fee}), 0)`)}
      ${
        habits.rebates
          ? join(
              fees.map((fee, k) => sql`, min(${fee}) AS ${leastFee(k)}`),
              sql``,
            )
          : sql``
      }
    FROM (${rows}) GROUP BY account, symbol, ${currency === null ? sql`` : sql`currency, `} day`;
  const money = precision.price + precision.quantity;
  const half = (sum: Sql, difference: Sql, decimals: number) =>
    sql`(${units(sum, decimals)} + ${units(difference, decimals)}) // 2`;
  const [q, net, v, paid] = [sql`q`, sql`net`, sql`v`, sql`paid`];
  return sql`CREATE TABLE tally AS
    SELECT account, symbol, currency, day, n, ${half(q, net, precision.quantity)} AS bq, ${half(v, paid, money)} AS bv,
      ${half(q, sql`-net`, precision.quantity)} AS sq, ${half(v, sql`-paid`, money)} AS sv, first, last,
      ${multiplier === null ? absent.m : sql`m`} AS m, ${fxToBase === null ? absent.fx : sql`fx`} AS fx
      ${eachFee(feeKinds, (fee) => units(fee, FEE_DECIMALS))}, ${soundGroup(typed, until)} AS sound ${kept ? sql`, fills` : sql``}
    FROM (${sums})`;
}

function soundGroup({columns, feeKinds, precision, habits}: TypedFile, until: string | null): Sql {
  const exact = (sum: Sql, absolute: Sql, decimals: number) => {
    const units = sql`abs(${sum} * ${Number(tenTo(decimals))}::DOUBLE)`;
    const error = sql`(n + 4) * ${ROUNDING}::DOUBLE * ${absolute} * ${Number(tenTo(decimals))}::DOUBLE`;
    return sql`(${error} < 0.25 AND abs(${units} - round(${units})) <= ${error})`;
  };
  const money = precision.price + precision.quantity;
  const conditions = [
    sql`year(day) BETWEEN 1970 AND 2100`,
    ...(until === null ? [] : [sql`day <= CAST(${until} AS DATE)`]),
    sql`v < ${MOST_MONEY}::DOUBLE`,
    exact(sql`q`, sql`q`, precision.quantity),
    exact(sql`net`, sql`q`, precision.quantity),
    exact(sql`v`, sql`v`, money),
    exact(sql`paid`, sql`v`, money),
    ...feeKinds.map((_, k) => {
      const fee = feeColumn(k);
      const absolute = habits.rebates ? sql`(abs(${fee}) + 2 * n * greatest(0, -coalesce(${leastFee(k)}, 0)))` : fee;
      return exact(fee, absolute, FEE_DECIMALS);
    }),
    ...(columns.currency === null ? [] : [sql`regexp_full_match(currency, '([A-Z]{3})?')`]),
    ...(columns.multiplier === null ? [] : [sql`least_multiplier > 0`]),
    ...(columns.fxToBase === null ? [] : [sql`coalesce(least_fx > 0, TRUE)`]),
  ];
  return sql`coalesce(${join(conditions, sql` AND `)}, FALSE)`;
}

/** How many rows there are in `tally`, and how many groups and names that have to be looked at row by row. */
export function troubles(): Sql {
  const odd = ["account", "symbol"].map((column) => {
    const of = sql`${name(column)}`;
    return sql`${of} IS NULL OR trim(${of}) = '' OR length(${of}) > 200 OR regexp_matches(${of}, '[\\x00-\\x1f\\x7f]')`;
  });
  return sql`SELECT CAST(sum(n) AS BIGINT) AS rows, count(*) FILTER (NOT sound)
      + (SELECT count(*) FROM (SELECT DISTINCT account, symbol FROM tally) WHERE ${join(odd, sql` OR `)}) AS troubles
    FROM tally`;
}

/** How many executions of an account and day are there more than once. */
export function repeatedIds(typed: TypedFile): Sql {
  const rows = typed.kept
    ? sql`SELECT account, day, unnest(fills).id AS id FROM tally`
    : sql`SELECT account, ${tradingDay(sql`time`, typed.rollover)} AS day, id FROM (${typedRelation(typed)})`;
  return sql`SELECT count(*) AS n FROM (
    SELECT hash(account, day, id) AS h FROM (${rows}) WHERE id IS NOT NULL AND id <> '' GROUP BY h HAVING count(*) > 1)`;
}
