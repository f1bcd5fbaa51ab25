import type {DesignName} from "../../causal/index.ts";

/** What decides how long a twin takes. */
export interface KnownTruthSize {
  readonly rows: number;
  readonly traders: number;
  readonly days: number;
  readonly features: number;
  /** Rows that the policy is judged on; 0: none is. */
  readonly policyRows: number;
}

/** Twins of each effect that each kind of method is given, and the processor time that the model expects of all. */
export interface KnownTruthPlan {
  readonly designs: number;
  readonly timing: number;
  readonly estimatedSeconds: number;
}

/** Designs whose regressions on features take nearly all the time. */
export const adjustedDesigns: readonly DesignName[] = [
  "partially-linear",
  "by-trader",
  "interactive-ate",
  "interactive-att",
  "multi-valued",
  "discontinuity",
];

/**
 * Seconds of one processor of 2020 or later, measured on desks of 9,000 to 100,000 trader-days: a model and no clock, so that a
 * study has the same draws on every machine. Linear in what each step passes over.
 */
export const seconds = {
  /** Fitting the twins' shape, once. */
  shape: ({rows, traders, days}: KnownTruthSize) => 4e-5 * rows + 2e-9 * traders * traders * days,
  /** Drawing one, and its features. */
  twin: ({rows, traders, days}: KnownTruthSize) => 4e-6 * rows + 2e-9 * traders * traders * days,
  features: ({rows, features}: KnownTruthSize) => 2e-7 * rows * features,
  designs: (names: readonly DesignName[], {rows, features, traders}: KnownTruthSize) => {
    const cells = rows * (features + traders);
    const any = (...of: DesignName[]) => (names.some((name) => of.includes(name)) ? 1 : 0);
    return (
      any("partially-linear") * 9e-7 * rows * features +
      any("interactive-ate", "interactive-att", "by-trader") * 7e-7 * cells +
      any("multi-valued") * 1.2e-6 * cells +
      any("discontinuity") * 1e-5 * rows +
      any("off-policy") * 2e-6 * rows +
      any("staggered-did") * 1e-5 * rows +
      any("synthetic-control", "synthetic-did") * 1e-5 * rows +
      any("interrupted") * 2e-6 * rows
    );
  },
  timing: (size: KnownTruthSize, bootstrapDraws: number) =>
    seconds.twin(size) + 1e-6 * size.policyRows + 2e-9 * bootstrapDraws * size.policyRows,
};

/**
 * How many twins the budget allows: timing, which is cheap, may take a tenth of it (all, where there is nothing else); every design
 * has as many as the rest allows.
 */
export function planKnownTruth(
  size: KnownTruthSize,
  designs: readonly DesignName[],
  {draws, budget, bootstrapDraws}: {readonly draws: number; readonly budget: number; readonly bootstrapDraws: number},
): KnownTruthPlan {
  const adjusted = designs.filter((name) => adjustedDesigns.includes(name));
  const others = designs.filter((name) => !adjustedDesigns.includes(name));
  const once = seconds.shape(size) + (adjusted.length > 0 ? 3 * seconds.designs(adjusted, size) : 0);
  const ofTiming = size.policyRows > 0 ? 2 * seconds.timing(size, bootstrapDraws) : 0;
  const ofDesigns =
    (others.length > 0 ? 2 * (seconds.twin(size) + seconds.designs(others, size)) : 0) +
    (adjusted.length > 0 ? 2 * (seconds.twin(size) + seconds.features(size) + seconds.designs(adjusted, size)) : 0);
  const allowed = (cost: number, share: number) =>
    cost === 0 ? 0 : Math.max(0, Math.min(draws, Math.floor(share / cost)));
  const left = budget - once;
  const timing = allowed(ofTiming, left / (ofDesigns > 0 ? 10 : 1));
  const each = allowed(ofDesigns, left - timing * ofTiming);
  const used = timing * ofTiming + each * ofDesigns;
  return {designs: each, timing, estimatedSeconds: used === 0 ? 0 : once + used};
}
