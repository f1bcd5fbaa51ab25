import {type Sql, sql} from "../sql/index.ts";
import {MOST_DECIMALS, tenTo} from "./decimal.ts";

/**
 * How many decimals of prices and quantities are kept as whole units. Money is then a whole number of units of
 * 10^−(price + quantity), and every sum of it is exact.
 */
export interface Precision {
  readonly price: number;
  readonly quantity: number;
  /** Whether a single fill's money may need more than 64 bits. */
  readonly wide: boolean;
}

/** Decimals up to which a fill's money is kept in 64 bits: 92 billion at eight. */
const NARROW = 8;

/** The widest: eight decimals each, for what is read row by row. */
export const WIDEST: Precision = {price: MOST_DECIMALS, quantity: MOST_DECIMALS, wide: true};

/** The precision for prices and quantities with so many decimals (at most eight each are kept). */
export function precisionFor(price: number, quantity: number): Precision {
  const [p, q] = [Math.min(price, MOST_DECIMALS), Math.min(quantity, MOST_DECIMALS)];
  return {price: p, quantity: q, wide: p + q > NARROW};
}

/**
 * Decimals of money in the book and after it, whatever the fills have: what must be rounded (a part of a lot after a split, a
 * share of a mean cost) is rounded there.
 */
export const MONEY_DECIMALS = 16;

/** What turns price × quantity, both in units, into units of money. */
export function toMoney({price, quantity}: Precision): bigint {
  return tenTo(MONEY_DECIMALS - price - quantity);
}

/** Price × quantity, both in units. */
export function money({wide}: Precision): Sql {
  return wide ? sql`CAST(q AS HUGEINT) * p` : sql`q * p`;
}
