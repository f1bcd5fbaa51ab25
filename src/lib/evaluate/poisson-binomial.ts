/**
 * Distribution of the number of events among independent rows with these probabilities (Poisson-binomial), by adding one
 * row at a time; both tails are cut where they fall below 1e-15, which makes it O(n·√n).
 * @returns `first`, the smallest count kept, and the probabilities from there on.
 */
export function poissonBinomial(probabilities: ArrayLike<number>): {first: number; probability: Float64Array} {
  const n = probabilities.length;
  const density = new Float64Array(n + 2);
  density[0] = 1;
  let [low, high] = [0, 0];
  for (let i = 0; i < n; i++) {
    const p = probabilities[i];
    if (!(p >= 0 && p <= 1)) throw new RangeError(`invalid probability of row ${i}; not in [0, 1]: ${p}`);
    high++;
    for (let k = high; k > low; k--) density[k] = density[k] * (1 - p) + density[k - 1] * p;
    density[low] *= 1 - p;
    while (low < high && density[low] < 1e-15) density[low++] = 0;
    while (high > low && density[high] < 1e-15) density[high--] = 0;
  }
  return {first: low, probability: density.slice(low, high + 1)};
}

/** Counts between which all but (1 − level)/2 of the probability lies on either side. */
export function poissonBinomialRange(probabilities: ArrayLike<number>, level: number): [number, number] {
  const {first, probability} = poissonBinomial(probabilities);
  const tail = (1 - level) / 2;
  const cut = (from: number, step: number) => {
    let at = from;
    for (let sum = probability[at]; sum <= tail; sum += probability[at]) at += step;
    return first + at;
  };
  return [cut(0, 1), cut(probability.length - 1, -1)];
}
