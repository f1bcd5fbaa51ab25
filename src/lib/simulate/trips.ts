import type {Random} from "../numeric/index.ts";
import {BAR_SECONDS} from "./session.ts";

/** Seconds after the open at which a trip begins: a third in the first hour or so, a third towards the close, the rest evenly. */
export function entrySecond(random: Random, session: number, morning: number): number {
  const which = random.uniform();
  const u = random.uniform();
  const late = session - 90;
  if (which < 0.33 + 0.14 * morning) return Math.min(late, -2400 * Math.log(1 - u)) | 0;
  if (which < 0.66) return Math.max(0, late + 2400 * Math.log(1 - u)) | 0;
  return (u * late) | 0;
}

/** Price in cents at a second after the open, between the half hours of the path, which starts at `at`. */
export function priceAt(path: Float64Array, at: number, second: number): number {
  const bar = Math.floor(second / BAR_SECONDS);
  const share = second / BAR_SECONDS - bar;
  return Math.round(100 * (path[at + bar] + share * (path[at + bar + 1] - path[at + bar])));
}

/**
 * Splits a whole number into `parts` whole numbers of about the same size, by jittered boundaries.
 * @param total at least 8 · parts, so that no part is empty.
 */
export function splitShares(random: Random, total: number, parts: number, out: Int32Array): void {
  let before = 0;
  for (let k = 1; k < parts; k++) {
    const boundary = Math.round((total * (k + 0.7 * (random.uniform() - 0.5))) / parts);
    out[k - 1] = boundary - before;
    before = boundary;
  }
  out[parts - 1] = total - before;
}

/**
 * Splits a day's gross over its trips: what an average share earned, and noise that sums to nothing. Per share no trip earns
 * or loses more than 0.9 of the range.
 * @param grossCents whole cents, at most about a quarter of the range for each share.
 * @param luck one number a trip, within ±2.
 * @param range the day's range, cents.
 */
export function splitGross(
  grossCents: number,
  shares: Int32Array,
  luck: Float64Array,
  trips: number,
  range: number,
  out: Int32Array,
): void {
  let total = 0;
  let mean = 0;
  for (let k = 0; k < trips; k++) {
    total += shares[k];
    mean += shares[k] * luck[k];
  }
  mean /= total;
  const each = grossCents / total;
  let sum = 0;
  let before = 0;
  for (let k = 0; k < trips; k++) {
    sum += shares[k] * (each + 0.15 * range * (luck[k] - mean));
    // Rounding what has been handed out so far, not each part, makes the parts sum to the whole.
    const handedOut = k === trips - 1 ? grossCents : Math.round(sum);
    out[k] = handedOut - before;
    before = handedOut;
  }
}
