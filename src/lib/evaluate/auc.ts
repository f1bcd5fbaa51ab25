/**
 * Ranks 1 … n of the values, tied values sharing the mean of the ranks they span (midranks).
 * @param values finite numbers, in any order.
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({length: values.length}, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let k = start; k < end; k++) ranks[order[k]] = (start + 1 + end) / 2;
  }
  return ranks;
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
