import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import {addPair, correlation, pairs} from "../facts.ts";

/**
 * Correlations between traders on days when both have P&L, shrunk towards their common mean with the intensity of Schäfer and
 * Strimmer (2005, target F), so that noise of few days is not taken for structure. Fewer than 20 common days count as the mean.
 */
export function crossCorrelations(scores: readonly Float64Array[]): {
  correlations: Float64Array[];
  mean: number;
  shrinkage: number;
} {
  const n = scores.length;
  const raw = scores.map(() => new Float64Array(n).fill(Number.NaN));
  let [sum, count, noise] = [0, 0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const p = pairs();
      for (let t = 0; t < scores[i].length; t++)
        if (!Number.isNaN(scores[i][t]) && !Number.isNaN(scores[j][t])) addPair(p, scores[i][t], scores[j][t]);
      const r = p.n < 20 ? Number.NaN : correlation(p);
      if (Number.isNaN(r)) continue;
      raw[i][j] = raw[j][i] = r;
      sum += r;
      count++;
      noise += (1 - r * r) ** 2 / (p.n - 1);
    }
  const mean = count === 0 ? 0 : sum / count;
  let spread = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) if (!Number.isNaN(raw[i][j])) spread += (raw[i][j] - mean) ** 2;
  const shrinkage = spread > 0 ? Math.min(1, noise / spread) : 1;
  const correlations = raw.map((row, i) =>
    row.map((r, j) => (i === j ? 1 : Number.isNaN(r) ? mean : shrinkage * mean + (1 - shrinkage) * r)),
  );
  return {correlations, mean, shrinkage};
}

/** R with R Rᵀ ≈ C and rows of length 1: from the eigenvalues, those below 0 set to 0. */
export function correlationRoot(correlations: readonly Float64Array[]): Float64Array[] {
  const {eigenvectorMatrix: v, realEigenvalues: lambda} = new EigenvalueDecomposition(
    new Matrix(correlations.map((row) => Array.from(row))),
    {assumeSymmetric: true},
  );
  return correlations.map((_, i) => {
    const row = Float64Array.from(lambda, (l, k) => v.get(i, k) * Math.sqrt(Math.max(0, l)));
    let length = 0;
    for (const x of row) length += x * x;
    return row.map((x) => x / Math.sqrt(length));
  });
}
