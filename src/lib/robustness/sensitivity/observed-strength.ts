import type {Strength} from "./bias.ts";

/** What a fit knows of its own nuisances: θ, σ² and ν² (see `ClusteredDml`). */
export interface ShortParameters {
  readonly estimate: number;
  readonly sigma2: number;
  readonly nu2: number;
}

export interface ObservedStrength {
  readonly strength: Strength;
  /**
   * Of the errors that not knowing them makes in outcome and representer, in [−1, 1]: 1, all of it exaggerates the estimate's size; −1,
   * all of it hides some. null where they make none.
   */
  readonly correlation: number | null;
}

/**
 * Strength that features turned out to have when they were left out of a debiased machine learning fit (Chernozhukov, Cinelli,
 * Newey, Sharma and Syrgkanis 2022, on benchmarking): a hidden cause as strong takes as much off the variance of the outcome, and
 * off that of the treatment, as they did: C²_Y = (σ²_without − σ²)/σ², C²_D = (ν² − ν²_without)/ν²_without. 0 where the fit is no worse
 * without them: chance, out of sample.
 */
export function observedStrength(whole: ShortParameters, without: ShortParameters): ObservedStrength {
  const outcome = Math.max(0, without.sigma2 - whole.sigma2);
  const treatment = Math.max(0, whole.nu2 - without.nu2);
  const more = (whole.estimate < 0 ? -1 : 1) * (without.estimate - whole.estimate);
  const size = Math.sqrt(outcome * treatment);
  return {
    strength: {
      outcome: Math.min(1, outcome / whole.sigma2),
      // below 1, so that a cause is left that is not the treatment itself
      treatment: Math.min(1 - 1e-9, treatment / without.nu2),
    },
    correlation: size > 0 ? Math.max(-1, Math.min(1, more / size)) : null,
  };
}
