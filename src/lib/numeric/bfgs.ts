import type {Minimum} from "./nelder-mead.ts";

export interface BfgsOptions {
  /** The gradient; without it central differences of `f` are taken (2n evaluations). */
  readonly gradient?: (x: Float64Array) => Float64Array;
  /** Ends when a step lowers the value by less than this share of it. Default 1e-10. */
  readonly tolerance?: number;
  /** Default 200. */
  readonly iterations?: number;
}

/**
 * Local minimum by the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno, inverse Hessian, backtracking line
 * search (Nocedal and Wright 2006, algorithms 3.1 and 6.1). A step where the curvature is not positive leaves the
 * approximation as it is; where no step goes down, steepest descent is tried once, then it ends.
 */
export function bfgs(
  f: (x: Float64Array) => number,
  start: Float64Array,
  {gradient, tolerance = 1e-10, iterations = 200}: BfgsOptions = {},
): Minimum {
  const n = start.length;
  let evaluations = 0;
  const value = (x: Float64Array) => {
    evaluations++;
    const y = f(x);
    return Number.isFinite(y) ? y : Number.POSITIVE_INFINITY;
  };
  const slope = gradient ?? ((x: Float64Array) => centralDifferences(value, x));
  let x = Float64Array.from(start);
  let y = value(x);
  let g = slope(x);
  let inverse = identity(n);
  let fresh = true;
  for (let k = 0; k < iterations; k++) {
    const direction = new Float64Array(n);
    let descent = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) direction[i] -= inverse[i * n + j] * g[j];
      descent += direction[i] * g[i];
    }
    let step = 1;
    let next = x;
    let lower = Number.POSITIVE_INFINITY;
    if (descent < 0)
      for (let tries = 0; tries < 50; tries++, step /= 2) {
        next = x.map((v, i) => v + step * direction[i]);
        lower = value(next);
        if (lower <= y + 1e-4 * step * descent) break;
        lower = Number.POSITIVE_INFINITY;
      }
    if (!Number.isFinite(lower)) {
      if (fresh) return {x, value: y, evaluations, converged: true};
      inverse = identity(n);
      fresh = true;
      continue;
    }
    const s = next.map((v, i) => v - x[i]);
    const was = g;
    const gain = y - lower;
    [x, y, g] = [next, lower, slope(next)];
    const change = g.map((v, i) => v - was[i]);
    if (gain <= tolerance * (Math.abs(y) + tolerance)) return {x, value: y, evaluations, converged: true};
    update(inverse, s, change, fresh);
    fresh = false;
  }
  return {x, value: y, evaluations, converged: false};
}

/** H ← (I − ρ s qᵀ) H (I − ρ q sᵀ) + ρ s sᵀ, where sᵀq > 0; first scaled to the curvature seen (equation 6.20). */
function update(h: Float64Array, s: Float64Array, q: Float64Array, first: boolean): void {
  const n = s.length;
  let curvature = 0;
  let square = 0;
  for (let i = 0; i < n; i++) {
    curvature += s[i] * q[i];
    square += q[i] * q[i];
  }
  if (!(curvature > 1e-14 * square)) return;
  if (first) for (let i = 0; i < n; i++) h[i * n + i] *= curvature / square;
  const hq = new Float64Array(n);
  let qhq = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) hq[i] += h[i * n + j] * q[j];
    qhq += q[i] * hq[i];
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      h[i * n + j] += ((1 + qhq / curvature) * s[i] * s[j] - hq[i] * s[j] - s[i] * hq[j]) / curvature;
}

function centralDifferences(f: (x: Float64Array) => number, x: Float64Array): Float64Array {
  return x.map((v, i) => {
    const h = 6e-6 * Math.max(1, Math.abs(v));
    const [up, down] = [Float64Array.from(x), Float64Array.from(x)];
    up[i] = v + h;
    down[i] = v - h;
    return (f(up) - f(down)) / (2 * h);
  });
}

function identity(n: number): Float64Array {
  const h = new Float64Array(n * n);
  for (let i = 0; i < n; i++) h[i * n + i] = 1;
  return h;
}
