/** Nodes and weights of a quadrature rule on [0, 1]. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<number, Quadrature>();

/**
 * Gauss-Legendre quadrature with `points` points on [0, 1]: exact for polynomials up to degree 2·points − 1 (Abramowitz and
 * Stegun 1964, 25.4.29). Nodes by Newton's method from Tricomi's approximation, to the last bit or two.
 */
export function gaussLegendre(points: number): Quadrature {
  const known = rules.get(points);
  if (known !== undefined) return known;
  const nodes = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let k = 0; k < points; k++) {
    let x = Math.cos((Math.PI * (k + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, p] = [1, x]; // Legendre polynomials of degree m − 1 and m
      for (let m = 1; m < points; m++) [before, p] = [p, ((2 * m + 1) * x * p - m * before) / (m + 1)];
      slope = (points * (x * p - before)) / (x * x - 1);
      x -= p / slope;
    }
    nodes[k] = (1 - x) / 2; // ascending
    weights[k] = 1 / ((1 - x * x) * slope * slope);
  }
  const rule = {nodes, weights};
  rules.set(points, rule);
  return rule;
}
