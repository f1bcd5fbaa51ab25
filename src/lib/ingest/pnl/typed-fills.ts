import {type Sql, sql} from "../sql/index.ts";
import {unpack} from "./packed.ts";
import {DAY_COLUMNS, IN_TIME, OF_DAY, OF_SIDE, tradingDay} from "./pieces.ts";
import {ABSENT, type TypedFile, typedRelation, units} from "./typed.ts";

/** Fills of some days of a file that is known to be clean, as `Fills.of` gives them. */
export function typedFills(typed: TypedFile, days: Sql): Sql {
  return typed.kept ? keptFills(typed, days) : foundFills(typed, days);
}

/** What orders them, as `Fills.inTime`. */
export function typedOrder({columns}: TypedFile): Sql {
  return columns.id === null ? sql`time, p, q` : IN_TIME;
}

/** From the groups, which have kept them. */
function keptFills({columns, precision}: TypedFile, days: Sql): Sql {
  const {p, q} = unpack(precision, sql`packed`);
  return sql`SELECT * EXCLUDE (packed), ${columns.id === null ? sql`${ABSENT.id} AS id,` : sql``} ${p} AS p, ${q} AS q FROM (
    SELECT ${DAY_COLUMNS}, bought, unnest(f.fills, max_depth := 2)
    FROM (SELECT * FROM sided JOIN side_word USING (side)) f JOIN (${days}) d ON ${OF_DAY} WHERE ${OF_SIDE})`;
}

/**
 * From the file, which is read a second time. Most rows are of no day and side that is asked for: one number tells, where names
 * would be compared. What follows is materialized so that no comparison of names is pushed down to the rows of the file.
 */
function foundFills(typed: TypedFile, days: Sql): Sql {
  const {columns, precision, rollover} = typed;
  const {currency, id} = columns;
  return sql`WITH near AS MATERIALIZED (
      SELECT account, symbol, day, side, time, quantity, price ${currency === null ? sql`` : sql`, currency`} ${id === null ? sql`` : sql`, id`}
      FROM (SELECT *, ${tradingDay(sql`time`, rollover)} AS day FROM (${typedRelation(typed)}))
      WHERE hash(account, symbol, day, side) IN (
        SELECT hash(account, symbol, day, side) FROM (${days}) d CROSS JOIN side_word WHERE ${OF_SIDE}))
    SELECT ${DAY_COLUMNS}, f.time, bought, ${id === null ? ABSENT.id : sql`f.id`} AS id, ${units(sql`abs(f.quantity)`, precision.quantity)} AS q, ${units(sql`f.price`, precision.price)} AS p
    FROM (SELECT * ${currency === null ? sql`, ${ABSENT.currency} AS currency` : sql``} FROM near JOIN side_word USING (side)) f JOIN (${days}) d ON ${OF_DAY} WHERE ${OF_SIDE}`;
}
