export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly evaluations: number;
  /** False: the limit of evaluations was reached first. */
  readonly converged: boolean;
}

export interface NelderMeadOptions {
  /** Edge of the first simplex along each coordinate. Default 0.1 of the largest |x|, at least 0.1. */
  readonly step?: number;
  /** Ends when the simplex's values differ by less than this share of the lowest. Default 1e-8. */
  readonly tolerance?: number;
  /** Default 500 per coordinate. */
  readonly evaluations?: number;
}

/**
 * Minimum of a function without derivatives, by the simplex of Nelder and Mead (1965): reflection 1, expansion 2,
 * contraction ½, shrinkage ½. Values that are not finite count as worst.
 */
export function nelderMead(
  f: (x: Float64Array) => number,
  start: Float64Array,
  {step, tolerance = 1e-8, evaluations: limit = 500 * start.length}: NelderMeadOptions = {},
): Minimum {
  const n = start.length;
  const edge = step ?? 0.1 * Math.max(1, ...start.map(Math.abs));
  let evaluations = 0;
  const at = (x: Float64Array) => {
    evaluations++;
    const value = f(x);
    return {x, value: Number.isFinite(value) ? value : Number.POSITIVE_INFINITY};
  };
  const points = [at(Float64Array.from(start))];
  for (let j = 0; j < n; j++) points.push(at(start.map((x, k) => (k === j ? x + edge : x))));
  const bySize = (a: {value: number}, b: {value: number}) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  points.sort(bySize);
  const done = () => points[n].value - points[0].value <= tolerance * (Math.abs(points[0].value) + tolerance);
  while (!done() && evaluations < limit) {
    const centre = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) centre[j] += points[i].x[j] / n;
    const towards = (share: number) => at(centre.map((m, j) => m + share * (points[n].x[j] - m)));
    const reflected = towards(-1);
    if (reflected.value < points[0].value) {
      const expanded = towards(-2);
      points[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < points[n - 1].value) points[n] = reflected;
    else {
      const contracted = towards(reflected.value < points[n].value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, points[n].value)) points[n] = contracted;
      else for (let i = 1; i <= n; i++) points[i] = at(points[i].x.map((x, j) => (x + points[0].x[j]) / 2));
    }
    points.sort(bySize);
  }
  return {...points[0], evaluations, converged: done()};
}
