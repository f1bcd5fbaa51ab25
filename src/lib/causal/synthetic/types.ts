/** K values of the treated unit, and of each donor. */
export interface Predictors {
  readonly treated: Float64Array;
  readonly donors: readonly Float64Array[];
}

/** One treated unit beside units that were not treated: the input of every synthetic control. */
export interface SyntheticControlData {
  /** Outcome of the treated unit in T consecutive periods. */
  readonly treated: Float64Array;
  /** Outcomes of the J donors, each in the same T periods. */
  readonly donors: readonly Float64Array[];
  /** T₀: periods 0 … T₀ − 1 are before the treatment. At least 2, below T. */
  readonly prePeriods: number;
  /** K values known before the treatment, of the treated unit and of each donor; without them the pre-period outcomes. */
  readonly predictors?: Predictors;
  /** The same predictors as measured in the first `trainingPeriods` of the pre-period: for a cross-validated V. */
  readonly trainingPredictors?: Predictors;
  /** Default: half of the pre-periods, rounded down. */
  readonly trainingPeriods?: number;
}

export interface SyntheticControlFit {
  /** One a donor. On the simplex, save for the ridge-augmented estimator, whose weights may be negative (they sum to 1). */
  readonly weights: Float64Array;
  /** Constant difference between the treated unit and the weighted donors; 0 unless the method allows one. */
  readonly intercept: number;
  /** Ŷ(0): intercept + Σ weights × donors, all T periods. */
  readonly counterfactual: Float64Array;
  /** Outcome − counterfactual, all T periods: the effect where t ≥ T₀. */
  readonly gap: Float64Array;
  /** Mean squared gap before the treatment. */
  readonly preMspe: number;
  /** Mean squared gap from the treatment on. */
  readonly postMspe: number;
  /** √(postMspe / preMspe); Infinity where the pre-period fit is perfect. */
  readonly rmspeRatio: number;
  /** Mean gap from the treatment on: the effect on the treated, in units of the outcome. */
  readonly att: number;
  /** V, summing to 1, one a predictor; null where predictors are not used. */
  readonly predictorWeights: Float64Array | null;
  /** λ of the penalised and the augmented estimator, given or chosen. */
  readonly lambda?: number;
  /** How exactly the weights solve their quadratic program (see `solveSimplexProgram`). */
  readonly kktResidual: number;
}

/**
 * How weights are chosen.
 * - `outcomes`: nearest pre-period outcomes. `ridge` ρ adds ρ Σ w² (default 0); `demean` allows a constant difference
 *   (Doudchenko and Imbens 2016; Ferman and Pinto 2021). Default false.
 * - `predictors`: nearest predictors, weighted by V (Abadie, Diamond and Hainmueller 2010): `nested` (default) finds the V
 *   whose weights predict the pre-period outcomes best, `cross-validated` the V that does so in the pre-period's second half
 *   for predictors taken in its first (Abadie, Diamond and Hainmueller 2015), `equal` takes 1/K each, an array is taken as V.
 * - `penalised`: predictors (each over its standard deviation; V = I unless given) with λ Σ wⱼ ‖X₁ − Xⱼ‖²: few and near donors
 *   (Abadie and L'Hour 2021). λ is given, or the best by leave-one-donor-out prediction of the post-period.
 * - `augmented`: `outcomes`, then corrected by a ridge regression of the remaining imbalance (Ben-Michael, Feller and Rothstein
 *   2021); λ is given, or chosen by leaving pre-periods out (`rule`: "min", or "1se": the largest λ within one standard error).
 * - `did`: every donor weighs the same, with a constant difference: difference-in-differences.
 */
export type SyntheticControlMethod =
  | {readonly method: "outcomes"; readonly ridge?: number; readonly demean?: boolean}
  | {readonly method: "predictors"; readonly v?: "nested" | "cross-validated" | "equal" | Float64Array}
  | {readonly method: "penalised"; readonly lambda?: number; readonly v?: Float64Array}
  | {readonly method: "augmented"; readonly lambda?: number; readonly rule?: "min" | "1se"}
  | {readonly method: "did"};
