import {gaussLegendre} from "./gauss-legendre.ts";
import {backgroundCounts, beta, bits, type FillTable} from "./shapley-tables.ts";

/**
 * As `pathDependent`, for pairs of conditions i < j in the order (0,1), (0,2) … (1,2) …: half of the Shapley interaction index,
 * ½ value (oᵢ − zᵢ)(oⱼ − zⱼ) ∫₀¹ Π_{m≠i,j} (t oₘ + (1 − t) zₘ) dt.
 */
export function pathDependentPairs(value: number, shares: readonly number[]): FillTable {
  return (patterns, k, out) => {
    const {nodes, weights} = gaussLegendre(k >> 1); // a polynomial of degree k − 2
    const factor = new Float64Array(k);
    const after = new Float64Array(k + 1).fill(1);
    const size = patterns.length;
    out.fill(0);
    for (let s = 0; s < size; s++) {
      const met = (j: number) => (patterns[s] >> j) & 1;
      for (let q = 0; q < nodes.length; q++) {
        for (let j = k - 1; j >= 0; j--) {
          factor[j] = nodes[q] * met(j) + (1 - nodes[q]) * shares[j];
          after[j] = after[j + 1] * factor[j];
        }
        let before = 0.5 * value * weights[q];
        let pair = 0;
        for (let i = 0; i < k; i++) {
          let between = before * (met(i) - shares[i]);
          for (let j = i + 1; j < k; j++) {
            out[pair++ * size + s] += between * (met(j) - shares[j]) * after[j + 1];
            between *= factor[j];
          }
          before *= factor[i];
        }
      }
    }
  };
}

/** As `interventional`, for pairs of conditions, in the order of `pathDependentPairs`. */
export function interventionalPairs(value: number, background: Int32Array): FillTable {
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
        const scale = (0.5 * value * count) / background.length;
        let pair = 0;
        for (let i = 0; i < k; i++)
          for (let j = i + 1; j < k; j++, pair++) {
            const n = ((mine >> i) & 1) + ((mine >> j) & 1);
            if (((mine | theirs) >> i) & ((mine | theirs) >> j) & 1)
              out[pair * size + s] +=
                n === 1 ? -scale * beta(a - 1, b - 1) : scale * (n === 2 ? beta(a - 2, b) : beta(a, b - 2));
          }
      }
  };
}
