import type {Objective} from "./objectives.ts";

/** Half the squared error: gradient margin − y, hessian 1. XGBoost's reg:squarederror. */
export const squaredError: Objective = {
  link: "identity",
  base({y, weights}) {
    let [sum, total] = [0, 0];
    for (let i = 0; i < y.length; i++) {
      const w = weights === null ? 1 : weights[i];
      sum += w * y[i];
      total += w;
    }
    return sum / total;
  },
  gradients(margin, {y, weights}, gradient, hessian) {
    for (let i = 0; i < y.length; i++) gradient[i] = margin[i] - y[i];
    if (weights === null) return false;
    for (let i = 0; i < y.length; i++) gradient[i] *= weights[i];
    hessian.set(weights);
    return true;
  },
  loss: (margin, y) => (margin - y) ** 2 / 2,
};
