import {join, type Sql, sql} from "../sql/index.ts";
import {tenTo} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {packedBelow} from "./packed.ts";
import type {Precision} from "./precision.ts";
import {feeColumn} from "./raw.ts";
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
}

/**
 * The typed columns of a file under the names that are used here; those that the file does not have are left out.
 * @param more further columns, of the file's relation `t`.
 */
export function typedRelation({from, column, columns, feeKinds, stamp, home}: TypedFile, more: Sql = sql``): Sql {
  const {side, id, currency, multiplier, fxToBase} = columns;
  const number = (of: string) => sql`CAST(${column(of)} AS DOUBLE)`;
  return sql`SELECT ${column(columns.account)} AS account, ${column(columns.symbol)} AS symbol,
    ${stamp} AS time, ${column(columns.quantity)} AS quantity,
    ${multiplier === null ? number(columns.price) : sql`${number(columns.price)} * coalesce(${number(multiplier)}, 1)`} AS price,
    ${side === null ? sql`CASE WHEN ${column(columns.quantity)} > 0 THEN 'buy' ELSE 'sell' END` : column(side)} AS side
    ${currency === null ? sql`` : sql`, coalesce(nullif(upper(trim(${column(currency)})), ${home}), '') AS currency`}
    ${id === null ? sql`` : sql`, CAST(${column(id)} AS VARCHAR) AS id`}
    ${multiplier === null ? sql`` : sql`, coalesce(${number(multiplier)}, 1) AS multiplier`}
    ${fxToBase === null ? sql`` : sql`, ${number(fxToBase)} AS fx`}
    ${join(
      feeKinds.map((kind, k) => sql`, ${number(columns.fees[kind])} AS ${feeColumn(k)}`),
      sql``,
    )}
    ${more}
  FROM ${from} t`;
}

/** What to say where a file has no column for it. */
export const ABSENT = {
  currency: sql`''`,
  m: sql`CAST(100000000 AS BIGINT)`,
  fx: sql`CAST(NULL AS DOUBLE)`,
  id: sql`CAST(NULL AS VARCHAR)`,
};

/** Whether a file has numbers that are too large to be packed: the whole file is read for them. */
export async function tooLarge(engine: Engine, typed: TypedFile): Promise<boolean> {
  const {price, quantity} = packedBelow(typed.precision);
  const [{large}] = await engine.rows<{large: boolean | null}>(sql`
    SELECT max(price) >= ${price}::DOUBLE OR max(abs(quantity)) >= ${quantity}::DOUBLE AS large FROM (${typedRelation(typed)})`);
  return large === true;
}

/** A whole number of units; NULL for what is none. */
export function units(value: Sql, decimals: number): Sql {
  return sql`TRY_CAST(${scaled(value, decimals)} AS BIGINT)`;
}

/** A number of units, still a double. */
export function scaled(value: Sql, decimals: number): Sql {
  return sql`round(${value} * ${Number(tenTo(decimals))}::DOUBLE)`;
}
