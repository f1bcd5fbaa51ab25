import type {Labels} from "../inference/index.ts";

/** Units (traders) over periods, each treated from some period on, or never. */
export interface AdoptionOutcomes {
  /** One series of T values a unit; NaN where it was not seen. */
  readonly outcome: readonly Float64Array[];
  /** First treated period of each unit, 0 … T − 1; −1: never. */
  readonly adoption: Int32Array;
  /** Values known before any treatment, one column of N each: parallel trends are assumed given these. */
  readonly covariates?: readonly Float64Array[];
  /** Labels of the units that may be clustered by; "unit" is always there. */
  readonly labels?: Labels;
}

/** An estimate that inference can be chosen for: one influence value a unit. */
export interface DidEffect {
  readonly theta: number;
  readonly influence: Float64Array;
  readonly labels: Labels;
}

/** ATT(g, t): the mean effect at t on the units first treated at g (Callaway and Sant'Anna 2021). */
export interface GroupTimeEffect extends DidEffect {
  /** g: the period of first treatment. */
  readonly cohort: number;
  /** t. */
  readonly period: number;
  /** The period compared with. */
  readonly base: number;
  /** Units of the cohort, and units compared with. */
  readonly treated: number;
  readonly controls: number;
}

export interface GroupTimeOptions {
  /**
   * Units compared with: `not-yet` (default): not treated by t (nor by the base period), the never treated among them; `never`:
   * only these.
   */
  readonly control?: "not-yet" | "never";
  /**
   * How covariates enter: `dr` (default) doubly robust, right if either the regression or the propensity is; `regression` of the
   * controls' change; `ipw` weights by the odds of treatment. Without covariates all are the difference of mean changes.
   */
  readonly method?: "dr" | "regression" | "ipw";
  /**
   * What periods before treatment are compared with: `varying` (default), the period before; `universal`, the last
   * before treatment (as event-study regressions do): choose this for a test of trends.
   */
  readonly base?: "varying" | "universal";
  /** Periods before treatment in which units may already act on it. Default 0. */
  readonly anticipation?: number;
}

export interface GroupTimeFit {
  readonly effects: readonly GroupTimeEffect[];
  /** Effects that the data do not permit, each with the reason. */
  readonly refused: readonly {readonly cohort: number; readonly period: number; readonly reason: string}[];
  /** First treated period of each unit; −1: never. Units treated from the first period are left out: they have no past. */
  readonly adoption: Int32Array;
  /** Units left out for that. */
  readonly leftOut: readonly number[];
  readonly options: Required<GroupTimeOptions>;
  readonly labels: Labels;
  readonly periods: number;
}
