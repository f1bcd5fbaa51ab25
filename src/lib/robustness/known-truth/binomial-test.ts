import {binomialProbabilities} from "../../numeric/index.ts";

/** P(X ≥ k) of a binomial with n trials of probability p. */
export function atLeast(k: number, n: number, p: number): number {
  const probability = binomialProbabilities(n, p);
  let sum = 0;
  for (let x = n; x >= Math.max(0, k); x--) sum += probability[x];
  return Math.min(1, sum);
}

/** The fewest misses of n that a method with at most a share `p` of them has with probability `alpha` or less; n + 1: none are. */
export function criticalMisses(n: number, p: number, alpha: number): number {
  let k = 0;
  while (k <= n && atLeast(k, n, p) > alpha) k++;
  return k;
}

/** Exact 95 % interval of a share, `count` of n (Clopper and Pearson 1934), by bisection to the last digit that matters. */
export function coverageInterval(count: number, n: number, level = 0.95): readonly [number, number] {
  const tail = (1 - level) / 2;
  const solve = (exceeds: (p: number) => boolean) => {
    let [low, high] = [0, 1];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (exceeds(middle)) high = middle;
      else low = middle;
    }
    return (low + high) / 2;
  };
  return [
    count === 0 ? 0 : solve((p) => atLeast(count, n, p) > tail),
    count === n ? 1 : solve((p) => 1 - atLeast(count + 1, n, p) < tail),
  ];
}
