import type {Objective} from "./objectives.ts";

/**
 * Pseudo-Huber loss δ² (√(1 + (r/δ)²) − 1) of the residual r: squared near 0, absolute far out, so that tail days pull
 * less. Gradient r / s, hessian 1 / s³ with s = √(1 + (r/δ)²). XGBoost's reg:pseudohubererror with huber_slope δ.
 */
export function pseudoHuber(slope: number): Objective {
  return {
    link: "identity",
    base({y, weights}) {
      // The gradient rises in the margin: its zero is between the smallest and the largest target.
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of y) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      for (let step = 0; step < 60; step++) {
        const middle = low / 2 + high / 2;
        let sum = 0;
        for (let i = 0; i < y.length; i++) {
          const r = middle - y[i];
          sum += ((weights === null ? 1 : weights[i]) * r) / Math.sqrt(1 + (r / slope) ** 2);
        }
        if (sum > 0) high = middle;
        else low = middle;
      }
      return low / 2 + high / 2;
    },
    gradients(margin, {y, weights}, gradient, hessian) {
      for (let i = 0; i < y.length; i++) {
        const w = weights === null ? 1 : weights[i];
        const r = margin[i] - y[i];
        const s = Math.sqrt(1 + (r / slope) ** 2);
        gradient[i] = (w * r) / s;
        hessian[i] = w / (s * s * s);
      }
      return true;
    },
    loss: (margin, y) => slope * slope * (Math.sqrt(1 + ((margin - y) / slope) ** 2) - 1),
  };
}
