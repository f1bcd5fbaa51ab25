/**
 * Ranks 1 … n of the values, tied values sharing the mean of the ranks they span (midranks).
 * @param values finite numbers, in any order.
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  return midranksOf(countsBelow(values));
}

/** The same, from counts that are there already. */
export function midranksOf({below, upTo}: ReturnType<typeof countsBelow>): Float64Array {
  return Float64Array.from(below, (count, i) => (count + 1 + upTo[i]) / 2);
}

/**
 * For each value, how many are below it, and how many are not above it. By search in a sorted copy: several times as fast as
 * sorting indices by a function, which is what a large panel's ranks would spend their time on.
 */
export function countsBelow(values: ArrayLike<number>): {readonly below: Uint32Array; readonly upTo: Uint32Array} {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const runEnd = new Uint32Array(n); // of the run of equal values that starts here
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && sorted[end] === sorted[start]) end++;
    runEnd[start] = end;
  }
  const below = Uint32Array.from({length: n}, (_, i) => firstAtLeast(sorted, values[i]));
  return {below, upTo: below.map((start) => runEnd[start])};
}

/** Number of ascending values below x. */
function firstAtLeast(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Area under the ROC curve: the probability that a row where the event happened has a higher score than one where it did
 * not, ties counting half. From the rank sum (Hanley and McNeil 1982): (R₁ − n₁(n₁+1)/2) / (n₁·n₀).
 * @param outcome 0 or 1 a row. @returns null when all outcomes are the same.
 */
export function auc(outcome: ArrayLike<number>, score: ArrayLike<number>): number | null {
  const ranks = midranks(score);
  let events = 0;
  let rankSum = 0;
  for (let i = 0; i < ranks.length; i++) {
    if (outcome[i] !== 1) continue;
    events++;
    rankSum += ranks[i];
  }
  const others = ranks.length - events;
  return events === 0 || others === 0 ? null : (rankSum - (events * (events + 1)) / 2) / (events * others);
}
