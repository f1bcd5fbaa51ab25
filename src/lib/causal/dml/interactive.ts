import type {Labels} from "../inference/labels.ts";
import {
  checkBinary,
  checkColumns,
  clipPropensity,
  type LinearScoreFit,
  type SensitivityParts,
  solveScore,
} from "./linear-score.ts";

/** Whose mean effect: of all rows, of the treated, of the untreated. */
export type IrmTarget = "ate" | "att" | "atu";

export interface IrmPredictions {
  /** Of E[y | d = 0, x] and E[y | d = 1, x], for every row. */
  readonly outcome0: Float64Array;
  readonly outcome1: Float64Array;
  /** Of P(d = 1 | x), before clipping. */
  readonly propensity: Float64Array;
}

export interface IrmOptions {
  /** Default "ate". */
  readonly target?: IrmTarget;
  /** Propensities are kept within [clip, 1 − clip]. Default 0.01, DoubleML's. */
  readonly clip?: number;
  /** Propensities scaled so that the inverse weights of each arm have mean one (Hájek). Default false. */
  readonly normalise?: boolean;
  readonly labels?: Labels;
}

/** A fitted interactive regression (AIPW). */
export interface IrmFit extends LinearScoreFit, SensitivityParts {
  readonly target: IrmTarget;
  /** Doubly robust signals of E[y(0)], E[y(1)] and their difference, one a row: what group effects and learners build on. */
  readonly signal0: Float64Array;
  readonly signal1: Float64Array;
  readonly signal: Float64Array;
  /** As used: clipped, and scaled where normalised. */
  readonly propensity: Float64Array;
  /** Rows whose propensity was clipped, and the bound. */
  readonly clipped: number;
  readonly clip: number;
  readonly outcome0: Float64Array;
  readonly outcome1: Float64Array;
}

/**
 * Mean effect of a 0/1 treatment by augmented inverse propensity weighting (Robins and Rotnitzky 1995; Chernozhukov et al. 2018,
 * eq. 5.3 and 5.4), from nuisance predictions made elsewhere:
 * ψ = ω (ĝ₁ − ĝ₀) + ω̄ (d (y − ĝ₁)/m̂ − (1 − d)(y − ĝ₀)/(1 − m̂)) − ω θ, with ω = ω̄ = 1 for all rows, ω = d/E[d], ω̄ = m̂/E[d] for
 * the treated, and ω = (1 − d)/E[1 − d], ω̄ = (1 − m̂)/E[1 − d] for the untreated.
 * Assumes that d is as good as random given x, and that every row could have gone either way (overlap).
 * @throws RangeError if lengths differ, values are not finite, or d is not 0/1 or does not vary.
 */
export function irmFromPredictions(
  y: Float64Array,
  d: Float64Array,
  {outcome0, outcome1, propensity: raw}: IrmPredictions,
  {target = "ate", clip = 0.01, normalise = false, labels}: IrmOptions = {},
): IrmFit {
  const n = checkColumns({y, d, "prediction of y(0)": outcome0, "prediction of y(1)": outcome1, propensity: raw});
  checkBinary(d, "treatment");
  const clipped = clipPropensity(raw, clip);
  const propensity = normalise ? normalised(clipped.values, d) : clipped.values;
  const share = d.reduce((sum, v) => sum + v, 0) / n;
  const signal1 = outcome1.map((g, i) => g + (d[i] * (y[i] - g)) / propensity[i]);
  const signal0 = outcome0.map((g, i) => g + ((1 - d[i]) * (y[i] - g)) / (1 - propensity[i]));
  const weight = (i: number) => (target === "ate" ? 1 : target === "att" ? d[i] / share : (1 - d[i]) / (1 - share));
  const weightBar = (i: number) =>
    target === "ate" ? 1 : target === "att" ? propensity[i] / share : (1 - propensity[i]) / (1 - share);
  const inverse = d.map((v, i) => v / propensity[i] - (1 - v) / (1 - propensity[i]));
  const outcomeResidual = y.map((v, i) => v - (d[i] === 1 ? outcome1[i] : outcome0[i]));
  const representer = inverse.map((v, i) => weightBar(i) * v);
  const fit = solveScore(
    d.map((_, i) => -weight(i)),
    d.map((_, i) => weight(i) * (outcome1[i] - outcome0[i]) + representer[i] * outcomeResidual[i]),
    "invalid treatment; no row to average over",
    labels,
  );
  return {
    ...fit,
    target,
    signal0,
    signal1,
    signal: signal1.map((v, i) => v - signal0[i]),
    propensity,
    clipped: clipped.count,
    clip,
    outcome0,
    outcome1,
    outcomeResidual,
    representer,
  };
}

/** Scaled so that d / m and (1 − d) / (1 − m) have mean one: treated rows by the one, untreated rows by the other. */
function normalised(propensity: Float64Array, d: Float64Array): Float64Array {
  let [one, zero] = [0, 0];
  for (let i = 0; i < d.length; i++) {
    one += d[i] / propensity[i] / d.length;
    zero += (1 - d[i]) / (1 - propensity[i]) / d.length;
  }
  return propensity.map((p, i) => (d[i] === 1 ? p * one : 1 - (1 - p) * zero));
}
