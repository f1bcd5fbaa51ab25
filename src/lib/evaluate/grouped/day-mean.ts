/** A metric of a sample in which day d occurs counts[offset + d] times; NaN where it is not defined. */
export type Evaluate = (counts: Float64Array, offset: number) => number;

/** Σ over ÷ Σ under of the rows drawn, from sums by day; NaN where Σ under is not above 0. @param at position of each row's day. */
export function dayMean(at: Int32Array, over: (i: number) => number, under: (i: number) => number): Evaluate {
  const span = at.reduce((last, d) => Math.max(last, d), -1) + 1;
  const [rows, sumOver, sumUnder] = [new Uint8Array(span), new Float64Array(span), new Float64Array(span)];
  for (let i = 0; i < at.length; i++) {
    rows[at[i]] = 1;
    sumOver[at[i]] += over(i);
    sumUnder[at[i]] += under(i);
  }
  // packed: a group of few days must not cost as much as the whole desk
  const own = rows.reduce((n, r) => n + r, 0);
  const [days, above, below] = [new Int32Array(own), new Float64Array(own), new Float64Array(own)];
  for (let d = 0, k = 0; d < span; d++) {
    if (rows[d] === 0) continue;
    days[k] = d;
    above[k] = sumOver[d];
    below[k++] = sumUnder[d];
  }
  return (counts, offset) => {
    let [a, b] = [0, 0];
    for (let k = 0; k < days.length; k++) {
      const times = counts[offset + days[k]];
      a += times * above[k];
      b += times * below[k];
    }
    return b > 0 ? a / b : Number.NaN;
  };
}
