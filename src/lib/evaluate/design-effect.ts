import {daySums} from "./tests/index.ts";

/**
 * How many times larger the variance of a share is than that of as many independent rows, because rows of one day move
 * together (Kish 1965): Σ over days of (Σ (o − ō))² · D/(D − 1), over n·ō(1 − ō); at least 1. `n / designEffect` is the
 * effective number of rows. 1 where the share is 0 or 1, or there is one day only.
 * @param outcome 0 or 1 a row.
 */
export function designEffect(day: Int32Array, outcome: ArrayLike<number>): number {
  const n = outcome.length;
  let events = 0;
  for (let i = 0; i < n; i++) events += outcome[i];
  const share = events / n;
  if (!(share > 0 && share < 1)) return 1;
  const {sums} = daySums(day, [Float64Array.from({length: n}, (_, i) => outcome[i] - share)]);
  const days = sums[0].length;
  if (days < 2) return 1;
  const squares = sums[0].reduce((sum, v) => sum + v * v, 0);
  return Math.max(1, (squares * days) / (days - 1) / (n * share * (1 - share)));
}
