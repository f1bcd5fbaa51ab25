import type {GrowSettings} from "./grow-settings.ts";

/**
 * The second-order objective of a leaf (Chen and Guestrin 2016, eq. 5 and 6), in whole-number units of the gradient:
 * weight w* = −T(G) / (H + λ) and score = the fall of 2Gw + (H + λ)w² + 2α|w| from 0 to w*, where T shrinks |G| by α. Half
 * the constants of the paper's, as XGBoost has them. With bounds on w, both are of the best weight within.
 */
export interface Scoring {
  readonly lambda: number;
  /** Sums of hessians below are no child. */
  readonly minChildWeight: number;
  /** Whether the score is G² / (H + λ) for all nodes: the kernel's own scan may be used. */
  readonly plain: boolean;
  /** In units: multiply by `unitG` for the weight itself. `h` is not in units. */
  weight(g: number, h: number, bounds: Bounds): number;
  /** In squared units. */
  score(g: number, h: number, bounds: Bounds): number;
}

/** Least and largest weight of a node under monotone constraints, in units of the gradient. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

export const unbounded: Bounds = {lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY};

/** Scoring of one tree. */
export function scoring({lambda, alpha, maxDeltaStep, minChildWeight, monotone}: GrowSettings, unitG: number): Scoring {
  const threshold = alpha / unitG;
  const largest = maxDeltaStep === 0 ? Number.POSITIVE_INFINITY : maxDeltaStep / unitG;
  const free = maxDeltaStep === 0 && monotone === undefined;
  const shrunk = (g: number) => (g > threshold ? g - threshold : g < -threshold ? g + threshold : 0);
  const weight = (g: number, h: number, {lower, upper}: Bounds) => {
    const best = h + lambda > 0 ? -shrunk(g) / (h + lambda) : 0;
    const step = Math.max(-largest, Math.min(largest, best));
    return Math.max(lower, Math.min(upper, step));
  };
  return {
    lambda,
    minChildWeight,
    plain: free && alpha === 0,
    weight,
    score(g, h, bounds) {
      if (free) {
        const t = shrunk(g);
        return h + lambda > 0 ? (t * t) / (h + lambda) : 0;
      }
      const w = weight(g, h, bounds);
      return -(2 * g * w + (h + lambda) * w * w + 2 * threshold * Math.abs(w));
    },
  };
}
