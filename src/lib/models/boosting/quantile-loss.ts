import type {Objective} from "./objectives.ts";

/**
 * Pinball loss of the quantile `level`: level · (y − margin) above, (1 − level) · (margin − y) below. Its second derivative
 * is 0, so the hessian is taken for 1, which serves to choose splits; a leaf then gets the weighted `level` quantile of
 * its rows' residuals, times the learning rate: the adaptive leaves of XGBoost 2.0's reg:quantileerror (Friedman 2001 for
 * the median).
 */
export function quantileLoss(level: number): Objective {
  return {
    link: "identity",
    base: ({y, weights}) => weightedQuantile(y, weights, level),
    gradients(margin, {y, weights}, gradient, hessian) {
      for (let i = 0; i < y.length; i++) gradient[i] = margin[i] >= y[i] ? 1 - level : -level;
      if (weights === null) return false;
      for (let i = 0; i < y.length; i++) gradient[i] *= weights[i];
      hessian.set(weights);
      return true;
    },
    loss: (margin, y) => (margin >= y ? (1 - level) * (margin - y) : level * (y - margin)),
    leafWeight: (residuals, weights) => weightedQuantile(residuals, weights, level),
  };
}

/** The smallest value that at least a share `level` of the weight does not exceed: it minimises the pinball loss. */
export function weightedQuantile(values: Float64Array, weights: Float64Array | null, level: number): number {
  if (weights === null) {
    const sorted = values.slice().sort();
    return sorted[Math.max(0, Math.ceil(level * sorted.length - 1e-9) - 1)];
  }
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  let total = 0;
  for (const i of order) total += weights[i];
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= level * total * (1 - 1e-12)) return values[i];
  }
  return values[order[order.length - 1]];
}
