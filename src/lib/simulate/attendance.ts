import {type Random, stream} from "../numeric/index.ts";
import type {TraderTraits} from "./traders.ts";

/** Trading days between two holidays of a trader, on average, and how long one lasts. */
const BETWEEN = 90;
const SHORTEST = 3;
const LONGEST = 10;

/**
 * On which days a trader has a row: 1 from the first day to the last but for holidays of 3 to 10 trading days, about three
 * a year. A day at work without a trade is a row all the same, with P&L 0.
 */
export function attendance(seed: number, {account, from, until}: TraderTraits, days: number): Uint8Array {
  const random = stream(seed, "simulate", "attendance", account);
  const present = new Uint8Array(days).fill(1, from, until);
  for (let t = from + pause(random); t < until - LONGEST; t += pause(random)) {
    const length = SHORTEST + random.integer(LONGEST - SHORTEST + 1);
    present.fill(0, t, t + length);
    t += length;
  }
  return present;
}

function pause(random: Random): number {
  return Math.ceil(BETWEEN * (0.3 + 1.4 * random.uniform()));
}
