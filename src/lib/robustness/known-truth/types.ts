import type {DesignName} from "../../causal/index.ts";

/** `known-truth.json`: would this method have found the truth on desks like this one? */
export interface KnownTruthReport {
  readonly methods: readonly KnownTruthMethod[];
  /** Coverage that intervals claim. */
  readonly level: number;
  readonly rule: KnownTruthRule;
  readonly budget: KnownTruthBudget;
  /** How alike the desk and one of its twins are; null where there is none. */
  readonly likeness: KnownTruthLikeness | null;
  /** What a limit adds to a day on twins with an effect, study currency; null: no design is in use. */
  readonly effect: number | null;
  /** Timing that is put into twins of the other kind, study currency in total; null: no policy acts. */
  readonly timing: number | null;
}

/** A design of the causal part, or the interval of the policy's timing. */
export type KnownTruthId = DesignName | "timing";

export interface KnownTruthMethod {
  readonly design: KnownTruthId;
  readonly label: string;
  /**
   * "fails": more intervals missed the truth than the rule allows, or the bias is too large; "holds": not so, in draws enough to have
   * seen it; "cannot tell": not so, in too few draws to have seen it; "not tried": no draw, for the reason given.
   */
  readonly status: "holds" | "fails" | "cannot tell" | "not tried";
  readonly why: string;
  /** On twins where nothing has an effect. */
  readonly null: (KnownTruthWorld & {readonly falsePositives: number; readonly falsePositivesError: number}) | null;
  /** On twins with the effect that was estimated on the study itself. */
  readonly effect: (KnownTruthWorld & {readonly power: number; readonly powerError: number}) | null;
}

/** One world: twins of one effect. Money in study currency. Errors are Monte-Carlo standard errors. */
export interface KnownTruthWorld {
  readonly draws: number;
  /** Twins on which the method would not be used: it refuses them. */
  readonly refused: number;
  /** Mean of what it should have found. */
  readonly truth: number;
  readonly bias: number;
  readonly biasError: number;
  /** Bias over the standard deviation of the estimates' errors, and its error. */
  readonly biasInStandardErrors: number;
  readonly biasInStandardErrorsError: number;
  /** Standard deviation of estimate − truth over the draws. */
  readonly spread: number;
  readonly meanStandardError: number;
  readonly coverage: number;
  readonly coverageError: number;
  /** Exact 95 % interval of the coverage (Clopper and Pearson 1934). */
  readonly coverageInterval: readonly [number, number];
}

/** When a method is said to fail. */
export interface KnownTruthRule {
  /** Misses beyond 1 − level that are let pass. */
  readonly tolerance: number;
  /** Level of the one-sided exact binomial test that there are more. */
  readonly alpha: number;
  /** Bias in standard deviations of the estimate that is let pass. */
  readonly bias: number;
  /** Share of misses that draws must be enough to see, with probability one half. */
  readonly seen: number;
}

export interface KnownTruthBudget {
  /** Twins of each kind that the study asks for. */
  readonly draws: number;
  /** Seconds of one processor that they may take, and that a cost model expects of those drawn. */
  readonly seconds: number;
  readonly estimatedSeconds: number;
}

export interface KnownTruthLikeness {
  /** Twins compared with the desk. */
  readonly twins: number;
  readonly measures: readonly {
    readonly id: string;
    readonly label: string;
    readonly original: number | null;
    /** Mean over the twins, and the smallest and largest. */
    readonly twin: number | null;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  /** Share of traders whose distribution of P&L can be told from its twin's at 5 % (Kolmogorov-Smirnov), mean over the twins. */
  readonly told: number | null;
  readonly traders: number;
  /** Where the rule of limits comes from. */
  readonly rule: "fitted" | "assumed";
}
