/** One round of a search: how many settings it judges, on which share of the resource. */
export interface Rung {
  readonly settings: number;
  readonly share: number;
}

/**
 * The rounds of successive halving (Jamieson and Talwalkar 2016; the inner loop of Hyperband, Li et al. 2018, algorithm 1):
 * rung i of s + 1 judges ⌊n / ηⁱ⌋ settings on a share ηⁱ⁻ˢ, so that each rung costs about the same and the last one has
 * all. s is the largest for which the last rung still judges a setting and the first has `least` of the resource.
 *
 * @param count n, settings at the start. @param factor η, a whole number from 2.
 * @param resource days or rows of the shortest history. @param least of them that a fit needs.
 */
export function halvingRungs(count: number, factor: number, resource: number, least: number): Rung[] {
  let last = 0;
  let power = 1; // factor to the power of `last`
  while (power * factor <= count && resource / (power * factor) >= least) {
    power *= factor;
    last++;
  }
  const rungs: Rung[] = [];
  for (let i = 0, kept = 1; i <= last; i++, kept *= factor)
    rungs.push({settings: Math.floor(count / kept), share: kept / power});
  return rungs;
}
