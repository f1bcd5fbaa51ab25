import {type Sql, sql} from "../sql/index.ts";
import {tenTo} from "./decimal.ts";
import type {Precision} from "./precision.ts";

/**
 * A fill in one whole number of 128 bits: microseconds since three days before its trading day, then the price and the quantity
 * in units. A list of such numbers costs a group little, where a list of structs costs more than to split the whole file; and
 * they sort by time, price and quantity.
 */

/** Prices and quantities that are packed lie below it: with eight decimals in all, 39 + 2 · 29 + 27 + 2 bits are enough. */
export const PACKED_BELOW = 5e8;
/** A trading day can begin on the Friday before: its fills lie less than three days before its midnight. */
const DAYS_BEFORE = 3;
const DAY = 86_400_000_000;

/** Bits that hold every number below `PACKED_BELOW` with so many decimals. */
function bitsFor(decimals: number): bigint {
  return BigInt((BigInt(PACKED_BELOW) * tenTo(decimals)).toString(2).length);
}

/** Packs a fill's `time` on `day`, and its price and quantity in units (as numbers of any type). */
export function pack({price, quantity}: Precision, p: Sql, q: Sql): Sql {
  const since = sql`epoch_us(time) - epoch_us(CAST(day AS TIMESTAMP)) + ${DAYS_BEFORE * DAY}::BIGINT`;
  const [ofPrice, ofQuantity] = [1n << bitsFor(price), 1n << bitsFor(quantity)];
  return sql`(CAST(${since} AS HUGEINT) * ${ofPrice}::HUGEINT + CAST(${p} AS BIGINT)) * ${ofQuantity}::HUGEINT + CAST(${q} AS BIGINT)`;
}

/** Price and quantity of a packed fill, in units, and a number that its time alone orders. */
export function unpack({price, quantity}: Precision, packed: Sql): Readonly<Record<"time" | "p" | "q", Sql>> {
  const lowest = (of: Sql, bits: bigint) => sql`CAST(${of} & ${(1n << bits) - 1n}::HUGEINT AS BIGINT)`;
  const above = (bits: bigint) => sql`(${packed} >> ${bits}::HUGEINT)`;
  const [ofPrice, ofQuantity] = [bitsFor(price), bitsFor(quantity)];
  return {time: above(ofPrice + ofQuantity), p: lowest(above(ofQuantity), ofPrice), q: lowest(packed, ofQuantity)};
}
