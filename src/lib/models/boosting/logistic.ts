import type {Objective} from "./objectives.ts";

/** Hessians below are taken for this, as XGBoost does: a sure prediction must not divide by 0. */
const leastHessian = 1e-16;

/**
 * Log loss of a target that is 0 or 1, the margin being the log-odds: gradient p − y, hessian p (1 − p). XGBoost's
 * binary:logistic. Where the target is all 0 or all 1 the base is the log-odds of (Σwy + ½) / (Σw + 1): finite, and the
 * more certain the more rows have said so.
 */
export const logistic: Objective = {
  link: "logistic",
  base({y, weights}) {
    let [ones, total] = [0, 0];
    for (let i = 0; i < y.length; i++) {
      const w = weights === null ? 1 : weights[i];
      ones += w * y[i];
      total += w;
    }
    const known = ones > 0 && ones < total;
    return known ? Math.log(ones / (total - ones)) : Math.log((ones + 0.5) / (total - ones + 0.5));
  },
  gradients(margin, {y, weights}, gradient, hessian) {
    for (let i = 0; i < y.length; i++) {
      const w = weights === null ? 1 : weights[i];
      const p = 1 / (1 + Math.exp(-margin[i]));
      gradient[i] = w * (p - y[i]);
      hessian[i] = w * Math.max(p * (1 - p), leastHessian);
    }
    return true;
  },
  loss: (margin, y) => Math.max(margin, 0) - margin * y + Math.log1p(Math.exp(-Math.abs(margin))),
};
