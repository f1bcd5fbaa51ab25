import type {Labels} from "../inference/labels.ts";

export type RankWeight = "autoc" | "qini";

/** A rank-weighted average treatment effect: is the ranking worth following? For `inference`. */
export interface RankWeightedEffect {
  readonly theta: number;
  /** One a row; mean zero up to the discreteness of ranks. */
  readonly influence: Float64Array;
  readonly weight: RankWeight;
  readonly labels?: Labels;
  /** Targeting operator characteristic at shares 0.01 … 1: mean effect among the top share, less that among all. */
  readonly curve: {readonly share: Float64Array; readonly gain: Float64Array};
}

/**
 * Rank-weighted average treatment effect of Yadlowsky, Fleming, Shah, Brunskill and Wager (2021): with TOC(u) the mean effect
 * among the share u of highest priority less the mean of all, AUTOC = ∫ TOC(u) du weights the top most, and QINI = ∫ u TOC(u) du
 * all shares evenly. Zero: the ranking says nothing. Rows of equal priority share their weights.
 * Both are E[w(F(S)) Γ], w(u) = −ln(1 − u) − 1 and u − ½, F the distribution of the priority S; the influence function includes
 * that ranks are estimated.
 * @param signal doubly robust signal of each row's effect. @param priority from a model that did not see the row.
 * @throws RangeError for lengths that differ, values that are not finite, or priorities that are all equal.
 */
export function rankWeightedEffect(
  signal: Float64Array,
  priority: Float64Array,
  {weight = "autoc", labels}: {readonly weight?: RankWeight; readonly labels?: Labels} = {},
): RankWeightedEffect {
  const n = signal.length;
  if (priority.length !== n) throw new RangeError(`invalid lengths; ${n} signals, ${priority.length} priorities`);
  for (const [name, values] of [
    ["signal", signal],
    ["priority", priority],
  ] as const) {
    const bad = values.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid ${name}; not finite in row ${bad}: ${values[bad]}`);
  }
  const order = Int32Array.from(priority.keys()).sort((a, b) => priority[a] - priority[b] || a - b);
  const ties: [number, number][] = []; // runs [from, to) of equal priority, ascending
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && priority[order[to]] === priority[order[from]]) to++;
    ties.push([from, to]);
    from = to;
  }
  if (ties.length < 2) throw new RangeError("invalid priority; all rows have the same: there is no ranking");
  // weight of the r-th lowest of n: exact integrals of the step functions, so that weights sum to zero
  const weights = new Float64Array(n);
  let harmonic = 0;
  for (let r = 0; r < n; r++) {
    harmonic += 1 / (n - r);
    weights[r] = weight === "autoc" ? harmonic - 1 : (r + 0.5) / n - 0.5;
  }
  const tied = new Float64Array(n);
  const mean = new Float64Array(n); // signal, averaged within ties
  for (const [from, to] of ties) {
    let [w, s] = [0, 0];
    for (let r = from; r < to; r++) {
      w += weights[r] / (to - from);
      s += signal[order[r]] / (to - from);
    }
    tied.fill(w, from, to);
    mean.fill(s, from, to);
  }
  let theta = 0;
  for (let r = 0; r < n; r++) theta += (tied[r] * signal[order[r]]) / n;
  // what estimated ranks add: ∫ w'(F)(1{S_i ≤ s} − F(s)) τ(s) dF, from the bottom and from the top
  const slope = (r: number) => (weight === "autoc" ? n / (n - r) : 1);
  const above = new Float64Array(n + 1); // Σ_{q ≥ r} w'(q) τ(q)
  for (let r = n - 1; r >= 0; r--) above[r] = above[r + 1] + slope(r) * mean[r];
  let all = 0;
  for (let r = 0; r < n; r++) all += (slope(r) * mean[r] * (r + 0.5)) / n;
  const influence = new Float64Array(n);
  for (const [from, to] of ties)
    for (let r = from; r < to; r++) {
      const middle = (above[from] + above[to]) / 2; // a tied row is half above its own run
      influence[order[r]] = tied[r] * signal[order[r]] - theta + (middle - all) / n;
    }
  return {theta, influence, weight, labels, curve: characteristic(order, signal)};
}

function characteristic(order: Int32Array, signal: Float64Array) {
  const n = order.length;
  const mean = signal.reduce((sum, v) => sum + v, 0) / n;
  const share = Float64Array.from({length: 100}, (_, k) => (k + 1) / 100);
  let [taken, sum] = [0, 0];
  const gain = share.map((u) => {
    const count = Math.max(1, Math.round(u * n));
    while (taken < count) sum += signal[order[n - 1 - taken++]];
    return sum / taken - mean;
  });
  return {share, gain};
}
