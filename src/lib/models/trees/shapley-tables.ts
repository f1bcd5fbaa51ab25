import {gaussLegendre} from "./gauss-legendre.ts";

/**
 * Fills `out[j * patterns.length + s]` with a leaf's contribution to condition j of a row whose pattern is patterns[s].
 * One leaf is the game f(S) = value · Π_{i∈S} oᵢ · Π_{i∉S} zᵢ, oᵢ whether the row meets condition i: a tree is the sum of
 * its leaves, and Shapley values are linear.
 */
export type FillTable = (patterns: Int32Array, conditions: number, out: Float64Array) => void;

/**
 * Shapley values where features left out follow the tree's cover (Lundberg et al. 2020, "path-dependent"):
 * φⱼ = value (oⱼ − zⱼ) ∫₀¹ Π_{i≠j} (t oᵢ + (1 − t) zᵢ) dt, as |S|! (k−|S|−1)! / k! = ∫ t^|S| (1−t)^(k−|S|−1) dt. The
 * integrand is a polynomial of degree k − 1, for which Gauss-Legendre quadrature with ⌈k/2⌉ points is exact; unlike
 * Algorithm 2's "unwind" nothing is divided by a share that may be 0.
 */
export function pathDependent(value: number, shares: readonly number[]): FillTable {
  return (patterns, k, out) => {
    const {nodes, weights} = gaussLegendre((k + 1) >> 1);
    const prefix = new Float64Array(k + 1).fill(1);
    const size = patterns.length;
    for (let s = 0; s < size; s++) {
      const pattern = patterns[s];
      for (let j = 0; j < k; j++) out[j * size + s] = 0;
      for (let q = 0; q < nodes.length; q++) {
        const [t, rest] = [nodes[q], 1 - nodes[q]];
        for (let j = 0; j < k; j++) prefix[j + 1] = prefix[j] * (rest * shares[j] + (pattern & (1 << j) ? t : 0));
        let suffix = weights[q] * value;
        for (let j = k - 1; j >= 0; j--) {
          out[j * size + s] += prefix[j] * suffix;
          suffix *= rest * shares[j] + (pattern & (1 << j) ? t : 0);
        }
      }
      for (let j = 0; j < k; j++) out[j * size + s] *= (pattern & (1 << j) ? 1 : 0) - shares[j];
    }
  };
}

/**
 * Shapley values where features left out take a background row's values, mean over background rows (Lundberg et al. 2020,
 * "interventional"): zᵢ is whether that row meets condition i, so the leaf counts only where one of the two meets each; with
 * a conditions met by the row alone and b by the background alone, φⱼ is value (a−1)! b! / (a+b)! for each of the former
 * and −value a! (b−1)! / (a+b)! for each of the latter.
 * @param background patterns of the background rows at this leaf.
 */
export function interventional(value: number, background: Int32Array): FillTable {
  const others = backgroundCounts(background);
  return (patterns, k, out) => {
    const all = (1 << k) - 1;
    const size = patterns.length;
    out.fill(0);
    for (let s = 0; s < size; s++)
      for (const [other, count] of others) {
        const own = patterns[s];
        if ((own | other) !== all || own === other) continue;
        const [mine, theirs] = [own & ~other, other & ~own];
        const [a, b] = [bits(mine), bits(theirs)];
        const scale = (value * count) / background.length;
        for (let j = 0; j < k; j++)
          if (mine & (1 << j)) out[j * size + s] += scale * beta(a - 1, b);
          else if (theirs & (1 << j)) out[j * size + s] -= scale * beta(a, b - 1);
      }
  };
}

/** Distinct patterns of the background rows, ascending, and how many rows have each. */
export function backgroundCounts(background: Int32Array): [pattern: number, rows: number][] {
  const counts = new Map<number, number>();
  for (const pattern of background) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

/** a! b! / (a + b + 1)!, for a and b of 0 or more. */
export function beta(a: number, b: number): number {
  let value = 1 / (a + b + 1);
  for (let k = 1; k <= b; k++) value *= k / (a + k);
  return value;
}

/** Number of ones. */
export function bits(pattern: number): number {
  let n = 0;
  for (let rest = pattern; rest !== 0; rest &= rest - 1) n++;
  return n;
}
