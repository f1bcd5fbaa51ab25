/**
 * The nearest point of the simplex {w ≥ 0, Σ w = 1} (Held, Wolfe and Crowder 1974): w = max(v − θ, 0), θ found by sorting.
 * @param v finite values, at least one.
 */
export function projectOnSimplex(v: Float64Array): Float64Array {
  const sorted = Float64Array.from(v).sort();
  let sum = 0;
  let theta = 0;
  for (let k = 1; k <= sorted.length; k++) {
    const value = sorted[sorted.length - k];
    sum += value;
    const candidate = (sum - 1) / k;
    if (value <= candidate) break;
    theta = candidate;
  }
  return v.map((x) => Math.max(x - theta, 0));
}

/**
 * An approximate minimum of ½ wᵀHw − cᵀw over the simplex by accelerated projected gradients (Beck and Teboulle 2009, with
 * O'Donoghue and Candès's restart): a start whose support is nearly right, for an exact method.
 * @param h n × n, row by row, symmetric positive semidefinite. @param c n values.
 */
export function approximateSimplexMinimum(h: Float64Array, c: Float64Array, iterations: number): Float64Array {
  const n = c.length;
  const bound = largestEigenvalue(h, n);
  let w: Float64Array = new Float64Array(n).fill(1 / n);
  if (!(bound > 0)) return w;
  let ahead = w;
  let momentum = 1;
  for (let k = 0; k < iterations; k++) {
    const step = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let g = -c[i];
      for (let j = 0; j < n; j++) g += h[i * n + j] * ahead[j];
      step[i] = ahead[i] - g / bound;
    }
    const next = projectOnSimplex(step);
    let uphill = 0;
    for (let i = 0; i < n; i++) uphill += (ahead[i] - next[i]) * (next[i] - w[i]);
    const faster = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const carry = uphill > 0 ? 0 : (momentum - 1) / faster;
    const previous = w;
    ahead = next.map((x, i) => x + carry * (x - previous[i]));
    momentum = faster;
    w = next;
  }
  return w;
}

/** Slightly above the largest eigenvalue: power iterations, then the largest ratio of a component with a margin. */
function largestEigenvalue(h: Float64Array, n: number): number {
  let v = Float64Array.from({length: n}, (_, i) => 1 + (i % 7) / 7);
  let value = 0;
  for (let k = 0; k < 12; k++) {
    const next = new Float64Array(n);
    let norm = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) next[i] += h[i * n + j] * v[j];
      norm += next[i] * next[i];
    }
    value = Math.sqrt(norm);
    if (value === 0) return 0;
    let length = 0;
    for (let i = 0; i < n; i++) length += v[i] * v[i];
    value /= Math.sqrt(length);
    v = next.map((x) => x / Math.sqrt(norm));
  }
  return 1.1 * value;
}
