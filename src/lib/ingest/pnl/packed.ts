import {type Sql, sql} from "../sql/index.ts";
import {tenTo} from "./decimal.ts";
import type {Precision} from "./precision.ts";

/**
 * Price and quantity of a fill, in units, in one whole number of 63 bits, the price above: a list of structs costs a group about
 * as much for each of its members as a scan of the column. Such numbers sort by price, then quantity.
 */

const BITS = 63;
/** Bits of the whole part of a price, at most: 16.7 million. */
const PRICE_BITS = 24;

const bits = (value: bigint) => value.toString(2).length;

/** Whole parts of prices and quantities that can be packed lie below these; what the decimals need is not free for them. */
export function packedBelow({price, quantity}: Precision): {readonly price: number; readonly quantity: number} {
  const free = BITS - bits(tenTo(price)) - bits(tenTo(quantity));
  const ofPrice = Math.min(PRICE_BITS, Math.floor(free * 0.45));
  const power = (n: number) => Number(1n << BigInt(n));
  return {price: power(ofPrice), quantity: power(free - ofPrice)};
}

/** What the quantity's units take at the lower end. */
function lower(precision: Precision): bigint {
  return 1n << BigInt(bits(BigInt(packedBelow(precision).quantity) * tenTo(precision.quantity)));
}

/** Packs a price and a quantity in units (numbers of any type). */
export function pack(precision: Precision, p: Sql, q: Sql): Sql {
  return sql`CAST(${p} AS BIGINT) * ${lower(precision)}::BIGINT + CAST(${q} AS BIGINT)`;
}

/** The price and the quantity that were packed, in units. */
export function unpack(precision: Precision, packed: Sql): {readonly p: Sql; readonly q: Sql} {
  const size = lower(precision);
  return {p: sql`(${packed} >> ${bits(size) - 1}::BIGINT)`, q: sql`(${packed} & ${size - 1n}::BIGINT)`};
}
