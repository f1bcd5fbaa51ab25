import type {DuckDBValue} from "@duckdb/node-api";
import {sql} from "../sql/index.ts";
import {divide} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import type {Fills} from "./pieces.ts";
import {money, toMoney} from "./precision.ts";

/** A position at average cost: quantity in final units (below 0: short) and what it cost (below 0: brought in). */
export interface AveragePosition {
  quantity: bigint;
  basis: bigint;
}

/**
 * Books a fill at average cost: what enlarges the position adds its money, what closes it takes out the share of the basis
 * that its quantity is of the position's, and what is left beyond zero opens the other way at the fill's price. Shares are
 * rounded to a unit of money, and what is taken out is what the rest loses: nothing is lost or made.
 * @param quantity above 0 bought, below 0 sold; in final units.
 * @param paid price × quantity, with the sign of the quantity.
 */
export function bookAtAverage(position: AveragePosition, quantity: bigint, paid: bigint): void {
  const opens = position.quantity === 0n || position.quantity > 0n === quantity > 0n;
  const after = position.quantity + quantity;
  if (opens) position.basis += paid;
  else if (after === 0n) position.basis = 0n;
  else if (after > 0n === position.quantity > 0n) {
    position.basis -= share(position.basis, -quantity, position.quantity);
  } else position.basis = share(paid, after, quantity);
  position.quantity = after;
}

/** money · part / whole, part and whole of one sign. */
function share(money: bigint, part: bigint, whole: bigint): bigint {
  return whole < 0n ? divide(money * -part, -whole) : divide(money * part, whole);
}

/**
 * The table `basis`, at average cost. It is a recurrence over single fills, which no window function computes, so that the
 * fills are streamed through `bookAtAverage`: only those of days that begin or end with a position, since on others nothing
 * is left to value.
 */
export async function averageBasis(engine: Engine, fills: Fills): Promise<void> {
  await engine.run(sql`CREATE TABLE basis (i INTEGER, day DATE, since DATE, basis HUGEINT)`);
  await engine.run(sql`CREATE TABLE carried AS
    SELECT b.i, n.account, n.symbol, n.currency, b.day, CAST(NULL AS BOOLEAN) AS buy, b.k, row_number() OVER (ORDER BY b.i, b.day) AS place,
      bought - bq - sold + sq = 0 AS starts_flat, bought = sold AS ends_flat
    FROM book b JOIN instrument n USING (i) WHERE bought <> sold OR bought - bq <> sold - sq`);
  await engine.run(sql`CREATE TABLE averaged (place BIGINT, basis HUGEINT)`);
  const found: [bigint, bigint][] = [];
  const position: AveragePosition = {quantity: 0n, basis: 0n};
  let place = 0n;
  const query = sql`SELECT place, starts_flat, CASE WHEN bought THEN 1 ELSE -1 END * q * k, CASE WHEN bought THEN 1 ELSE -1 END * CAST(${money(fills.precision)} AS HUGEINT) * ${toMoney(fills.precision)}
    FROM (${fills.of(sql`SELECT * FROM carried`)}) ORDER BY place, ${fills.inTime}, bought DESC`;
  for await (const [places, flats, quantities, paid] of engine.batches(query)) {
    for (let i = 0; i < places.length; i++) {
      const next = places[i] as bigint;
      if (next !== place) {
        if (place !== 0n) found.push([place, position.basis]);
        place = next;
        if (flats[i] === true) [position.quantity, position.basis] = [0n, 0n];
      }
      bookAtAverage(position, whole(quantities[i]), whole(paid[i]));
    }
  }
  if (place !== 0n) found.push([place, position.basis]);
  await engine.fill("averaged", (append) => {
    for (const [at, basis] of found) append([Number(at), basis]);
  });
  await engine.run(sql`INSERT INTO basis
    SELECT c.i, c.day, b.since, a.basis FROM carried c JOIN averaged a USING (place) JOIN boundary b USING (i, day) WHERE NOT c.ends_flat`);
}

function whole(value: DuckDBValue): bigint {
  return typeof value === "bigint" ? value : BigInt(value as number);
}
