import type {Design} from "../../models/index.ts";
import type {Random} from "../../numeric/index.ts";

/** p standard normal features with correlation ρ^|j − k|: each follows the one before. */
export function correlatedNormals(n: number, p: number, rho: number, random: Random): Design {
  const columns = Array.from({length: p}, () => new Float64Array(n));
  const rest = Math.sqrt(1 - rho * rho);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++)
      columns[j][i] = j === 0 ? random.normal() : rho * columns[j - 1][i] + rest * random.normal();
  return {rows: n, names: columns.map((_, j) => `x${j + 1}`), columns};
}

/** Σ x_j / j², one a row: the index of several classic designs. */
export function decayingIndex(x: Design): Float64Array {
  const index = new Float64Array(x.rows);
  x.columns.forEach((column, j) => {
    for (let i = 0; i < x.rows; i++) index[i] += column[i] / ((j + 1) * (j + 1));
  });
  return index;
}

/** β'Σβ of that index: its variance. */
export function decayingVariance(p: number, rho: number): number {
  let sum = 0;
  for (let j = 1; j <= p; j++)
    for (let k = 1; k <= p; k++) {
      let power = 1;
      for (let m = 0; m < Math.abs(j - k); m++) power *= rho;
      sum += power / (j * j * k * k);
    }
  return sum;
}

export function logit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
