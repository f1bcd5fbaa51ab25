/** A coefficient of a least-squares fit: all that its sensitivity to a hidden cause depends on (Cinelli and Hazlett 2020). */
export interface LinearEstimate {
  readonly estimate: number;
  /** Its classical standard error: the partial R² of the treatment is worked out from it. Robust ones have no such meaning. */
  readonly se: number;
  /** Residual degrees of freedom, above 1: rows less regressors, absorbed groups among them. */
  readonly df: number;
}

/** How much a hidden cause explains, each as a partial R² given the covariates in the fit. */
export interface Strength {
  /** Of what is left of the treatment: in [0, 1). */
  readonly treatment: number;
  /** Of what is left of the outcome, the treatment also given: in [0, 1]. */
  readonly outcome: number;
}

/** @throws RangeError unless the estimate is finite, its standard error above 0 and there is more than one degree of freedom. */
export function checkEstimate({estimate, se, df}: LinearEstimate): void {
  if (!Number.isFinite(estimate)) throw new RangeError(`invalid estimate; not finite: ${estimate}`);
  if (!(se > 0 && se < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid standard error; not above 0 and finite: ${se}`);
  if (!(df > 1 && df < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid degrees of freedom; not above 1 and finite: ${df}`);
}

/** @throws RangeError for a partial R² with the treatment outside [0, 1) or with the outcome outside [0, 1]. */
export function checkStrength({treatment, outcome}: Strength): void {
  if (!(treatment >= 0 && treatment < 1))
    throw new RangeError(`invalid strength; partial R² with the treatment is not in [0, 1): ${treatment}`);
  if (!(outcome >= 0 && outcome <= 1))
    throw new RangeError(`invalid strength; partial R² with the outcome is not in [0, 1]: ${outcome}`);
}

/**
 * What strength does to an estimate, free of units: √(R²_Y R²_D / (1 − R²_D)), which times √(σ² ν²) (DML) or times
 * se √df (least squares) is the bias. Needs nothing, so that a page can fetch it alone.
 */
export function biasFactor({treatment, outcome}: Strength): number {
  return Math.sqrt((outcome * treatment) / (1 - treatment));
}

/** The strength, of treatment and outcome alike, that has this factor: r² / (1 − r) = f². */
export function equalStrength(factor: number): number {
  const square = factor * factor;
  return (Math.sqrt(square * square + 4 * square) - square) / 2;
}

/** Size of the bias that a hidden cause of this strength makes (Cinelli and Hazlett 2020). */
export function linearBias({se, df}: Pick<LinearEstimate, "se" | "df">, strength: Strength): number {
  return biasFactor(strength) * se * Math.sqrt(df);
}
