/**
 * The lower weighted quantile: the smallest value that at least a share `level` of the weight does not exceed.
 * @param w non-negative, not all 0.
 */
export function weightedQuantile(y: Float64Array, w: Float64Array, level: number): number {
  const order = Uint32Array.from(y.keys())
    .filter((i) => w[i] > 0)
    .sort((a, b) => y[a] - y[b] || a - b);
  let total = 0;
  for (const i of order) total += w[i];
  let sum = 0;
  for (const i of order) {
    sum += w[i];
    if (sum >= level * total * (1 - 1e-12)) return y[i]; // a share met but for rounding is met
  }
  return y[order[order.length - 1]];
}
