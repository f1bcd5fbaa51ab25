import {type DiscontinuityFit, type DiscontinuityOptions, regressionDiscontinuity} from "./estimate.ts";
import type {DiscontinuitySample} from "./types.ts";

export interface CovariateContinuity {
  readonly name: string;
  readonly fit: DiscontinuityFit;
  /** Adjusted for testing all covariates (Holm 1979). */
  readonly adjustedP: number;
}

/**
 * What was fixed before the treatment cannot jump at the cutoff: each covariate is estimated as if it were the outcome, with
 * bandwidths of its own (Lee and Lemieux 2010, section 4.4).
 * @param covariates one column a name, in this order.
 */
export function covariateContinuity(
  {score, cutoff, cluster}: Omit<DiscontinuitySample, "outcome" | "treatment">,
  covariates: readonly {readonly name: string; readonly values: Float64Array}[],
  options: DiscontinuityOptions = {},
): CovariateContinuity[] {
  const fits = covariates.map(({name, values}) => {
    try {
      return regressionDiscontinuity({outcome: values, score, cutoff, cluster}, options);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`covariate "${name}": ${error.message}`);
    }
  });
  const order = Array.from(fits.keys()).sort((a, b) => fits[a].p - fits[b].p || a - b);
  const adjusted = new Float64Array(fits.length);
  let least = 0;
  order.forEach((k, rank) => {
    least = Math.max(least, Math.min(1, (fits.length - rank) * fits[k].p));
    adjusted[k] = least;
  });
  return covariates.map(({name}, k) => ({name, fit: fits[k], adjustedP: adjusted[k]}));
}
