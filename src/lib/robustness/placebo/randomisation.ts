import {type Random, shuffled} from "../../numeric/index.ts";

/** Which draws count against the estimate: those at least as high, as low, or as far from zero. */
export type Tail = "above" | "below" | "both";

/** Relative slack within which a draw counts as a tie, so that rounding never favours the estimate. */
const tie = 1e-9;

/**
 * p = (1 + draws at least as extreme as the observed) / (1 + draws): the observed is one of the arrangements, so that p is valid
 * whatever the number of draws (Phipson and Smyth 2010). Ties count against the estimate, and so does a draw that is not finite.
 * @param exact all other arrangements were listed: p has no Monte-Carlo error.
 */
export function randomisationP(
  observed: number,
  drawn: ArrayLike<number>,
  {tail, exact, scale = 0}: {readonly tail: Tail; readonly exact: boolean; readonly scale?: number},
): {readonly p: number; readonly pError: number} {
  let reached = 0;
  const slack = tie * Math.max(Math.abs(observed), scale);
  for (let b = 0; b < drawn.length; b++) {
    const v = drawn[b];
    const short =
      tail === "above"
        ? v < observed - slack
        : tail === "below"
          ? v > observed + slack
          : Math.abs(v) < Math.abs(observed) - slack;
    if (!short) reached++;
  }
  const p = (1 + reached) / (1 + drawn.length);
  return {p, pError: exact ? 0 : Math.sqrt((p * (1 - p)) / (1 + drawn.length))};
}

/** Orders of 0 … n − 1 in which a placebo puts things; the true one is not among them. */
export interface Orders {
  readonly count: number;
  /** Order number b: place k gets what was at order[k]. Calling it twice gives the same. */
  order(b: number): Int32Array;
  /** All orders but the true one are here. */
  readonly exact: boolean;
}

/**
 * All n! − 1 other orders where they are not more than `draws`, else random ones, all equally likely.
 * @param random a new stream for draw b.
 */
export function ordersOf(n: number, draws: number, random: (b: number) => Random): Orders {
  let all = 1;
  for (let k = 2; k <= n && all <= draws; k++) all *= k;
  if (all - 1 <= draws) {
    const listed = permutations(n).slice(1);
    return {count: listed.length, order: (b) => listed[b], exact: true};
  }
  const own = Int32Array.from({length: n}, (_, k) => k);
  return {count: draws, order: (b) => shuffled(own, random(b)), exact: false};
}

/** All orders of 0 … n − 1, lexicographic: the first is the true one. */
export function permutations(n: number): Int32Array[] {
  const found: Int32Array[] = [];
  const now = Array.from({length: n}, (_, k) => k);
  for (;;) {
    found.push(Int32Array.from(now));
    let i = n - 2;
    while (i >= 0 && now[i] > now[i + 1]) i--;
    if (i < 0) return found;
    let j = n - 1;
    while (now[j] < now[i]) j--;
    [now[i], now[j]] = [now[j], now[i]];
    now.splice(i + 1, n - i - 1, ...now.slice(i + 1).reverse());
  }
}
