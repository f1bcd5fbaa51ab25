import {crossProducts} from "../../numeric/index.ts";
import {nonNegativeQuadratic} from "./nnls.ts";

/**
 * Least squares on the simplex: the x ≥ 0 with Σ x = 1 that minimises Σ wᵢ (bᵢ − Σⱼ xⱼ aⱼᵢ)².
 *
 * On the simplex b = Σ xⱼ b, so the loss is q(x) = x'Gx with G the cross products of aⱼ − b. Without the constraint on the
 * sum, z'Gz + (Σ z − 1)² has for z = s x, x on the simplex, its smallest value q / (1 + q) at s = 1 / (1 + q): increasing in
 * q. So z, by non-negative least squares, divided by its sum is the answer, exactly.
 *
 * @param columns aⱼ, at least one. @param target b. @param weights w ≥ 0, one a row.
 */
export function simplexLeastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
): Float64Array {
  const n = columns.length;
  const gram = crossProducts(
    columns.map((column) => column.map((v, i) => v - target[i])),
    weights,
  );
  const scale = gram.reduce((sum, row, j) => sum + row[j], 0) / n;
  if (!(scale > 0)) return new Float64Array(n).fill(1 / n); // no error anywhere, or no weight
  const z = nonNegativeQuadratic(
    gram.map((row) => row.map((v) => v / scale + 1)),
    new Float64Array(n).fill(1),
  );
  const sum = z.reduce((a, b) => a + b, 0);
  return z.map((v) => v / sum);
}

/** Residuals below this share of the mean absolute residual at the start are taken to be that large. */
const smoothing = 1e-4;

/**
 * Weights on the simplex that minimise the pinball loss of Σ xⱼ aⱼ at a quantile level: the majorise-minimise algorithm of
 * Hunter and Lange (2000) for quantile regression. With r the residuals at hand and ε small, the loss of residual s lies
 * below (s + (2 level − 1)(ε + |r|))² / (4 (ε + |r|)) + a constant, so each step is least squares on the simplex, with
 * target b + (2 level − 1)(ε + |r|) and weights w / (ε + |r|). No step raises the (smoothed) loss.
 */
export function simplexPinball(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
  level: number,
): Float64Array {
  let x: Float64Array = new Float64Array(columns.length).fill(1 / columns.length);
  const absolute = () =>
    target.map((b, i) => Math.abs(b - columns.reduce((sum, column, j) => sum + x[j] * column[i], 0)));
  let size = absolute();
  const epsilon = smoothing * (size.reduce((sum, v) => sum + v, 0) / Math.max(1, size.length));
  if (epsilon === 0) return x;
  for (let step = 0; step < 200; step++) {
    const reach = size.map((r) => epsilon + r);
    const next = simplexLeastSquares(
      columns,
      target.map((b, i) => b + (2 * level - 1) * reach[i]),
      weights.map((w, i) => w / reach[i]),
    );
    const moved = next.reduce((most, v, j) => Math.max(most, Math.abs(v - x[j])), 0);
    x = next;
    if (moved < 1e-7) break;
    size = absolute();
  }
  return x;
}

/** A probability is taken to be at least this: a model that is sure and wrong must not be minus infinity. */
const least = 1e-15;

/**
 * Weights on the simplex that maximise Σ wᵢ log P(yᵢ) of the mixture Σ xⱼ pⱼ of probabilities, by expectation-maximisation
 * (Dempster, Laird and Rubin 1977): no step lowers it.
 *
 * @param columns pⱼ, probabilities that y is 1. @param target y, 0 or 1. @param weights w ≥ 0, one a row.
 */
export function simplexLikelihood(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
): Float64Array {
  const n = columns.length;
  const likelihood = columns.map((p) => p.map((v, i) => Math.max(least, target[i] > 0.5 ? v : 1 - v)));
  const total = weights.reduce((sum, w) => sum + w, 0);
  let x = new Float64Array(n).fill(1 / n);
  if (!(total > 0)) return x;
  for (let step = 0; step < 2000; step++) {
    const share = new Float64Array(n);
    for (let i = 0; i < target.length; i++) {
      let mixed = 0;
      for (let j = 0; j < n; j++) mixed += x[j] * likelihood[j][i];
      for (let j = 0; j < n; j++) share[j] += (weights[i] * x[j] * likelihood[j][i]) / mixed;
    }
    const next = share.map((v) => v / total);
    const moved = next.reduce((most, v, j) => Math.max(most, Math.abs(v - x[j])), 0);
    x = next;
    if (moved < 1e-7) break;
  }
  return x;
}
