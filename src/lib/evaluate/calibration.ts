import {normalQuantile} from "../numeric/index.ts";
import {meanOf, squaredError} from "./metrics.ts";

/** Predictions are clipped to [ε, 1 − ε] in the log loss, so that one certain miss is not infinite. */
const logLossFloor = 1e-15;

/** Brier score: mean (p − outcome)² (Brier 1950), 0 best, 1 worst. */
export function brier(outcome: ArrayLike<number>, probability: ArrayLike<number>): number {
  return meanOf(Float64Array.from({length: outcome.length}, (_, i) => squaredError(outcome[i], probability[i])));
}

/** Log loss: −mean log of the probability given to what happened, in nats; probabilities clipped to [1e-15, 1 − 1e-15]. */
export function logLoss(outcome: ArrayLike<number>, probability: ArrayLike<number>): number {
  const losses = Float64Array.from({length: outcome.length}, (_, i) => {
    const p = Math.min(Math.max(probability[i], logLossFloor), 1 - logLossFloor);
    return -Math.log(outcome[i] === 1 ? p : 1 - p);
  });
  return meanOf(losses);
}

/** One bin of a reliability diagram. */
export interface CalibrationBin {
  /** Mean prediction in the bin. */
  readonly predicted: number;
  /** Share of the bin in which the event happened, with its Wilson interval. */
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
}

/**
 * Rows in bins of about equal count, by ascending prediction. Equal predictions are never split, so bins may be fewer than
 * asked for and of unequal size.
 * @param bins how many to aim at. @returns row indices of each bin, ascending in the prediction.
 */
export function rowsOfBins(probability: ArrayLike<number>, bins: number): Uint32Array[] {
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`invalid bins; not 1 or more: ${bins}`);
  const n = probability.length;
  const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => probability[a] - probability[b] || a - b);
  const result: Uint32Array[] = [];
  for (let start = 0, k = 1; start < n; k++) {
    let end = Math.max(start, Math.round((k * n) / bins));
    if (end === start) continue;
    while (end < n && probability[order[end]] === probability[order[end - 1]]) end++;
    result.push(order.slice(start, end));
    start = end;
  }
  return result;
}

/**
 * Wilson (1927) score interval of a share: `events` of `n` independent rows, n > 0; neither need be whole (effective sizes). Stays inside [0, 1] and keeps its
 * level for rare events, as the Wald interval does not.
 */
export function wilsonInterval(events: number, n: number, level: number): [number, number] {
  if (!(n > 0 && events >= 0 && events <= n)) throw new RangeError(`invalid share; ${events} of ${n}`);
  const z = normalQuantile(0.5 + level / 2);
  const share = events / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // at 0 and n events the bound is 0 or 1 by algebra; rounding must not put it outside
  return [events === 0 ? 0 : Math.max(0, centre - half), events === n ? 1 : Math.min(1, centre + half)];
}
