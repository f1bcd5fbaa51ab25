import {dot} from "../../numeric/index.ts";
import type {Labels} from "../inference/labels.ts";
import {checkColumns, type LinearScoreFit, type SensitivityParts, solveScore} from "./linear-score.ts";

/** A fitted partially linear regression. */
export interface PlrFit extends LinearScoreFit, SensitivityParts {
  /** y − ℓ̂(x) and d − m̂(x), one a row; under the IV-type score `residualY` is y − ĝ(x). */
  readonly residualY: Float64Array;
  readonly residualD: Float64Array;
  /** ℓ̂(x); under the IV-type score ĝ(x). */
  readonly predictedY: Float64Array;
  /** m̂(x): the propensity where d is 0/1. Not clipped: nothing divides by it. */
  readonly predictedD: Float64Array;
}

/** Nothing of the treatment is left: the message names it, for callers that turn it into a reason. */
const vanished = "invalid treatment; nothing of it varies once x is partialled out";

/**
 * Partialling-out estimate (Robinson 1988; Chernozhukov et al. 2018, eq. 4.4) of θ in y = θ·d + g(x) + ε, from nuisance
 * predictions made elsewhere: θ̂ = Σ (y − ℓ̂)(d − m̂) / Σ (d − m̂)², with ℓ̂ of E[y | x] and m̂ of E[d | x].
 * Estimand: the effect of d on y; where it varies, its average weighted by Var(d | x). Assumes that d is as good as random
 * given x.
 * @throws RangeError if lengths differ, values are not finite, or nothing of d is left after partialling out.
 */
export function plrFromPredictions(
  y: Float64Array,
  d: Float64Array,
  predictedY: Float64Array,
  predictedD: Float64Array,
  labels?: Labels,
): PlrFit {
  checkColumns({y, d, "prediction of y": predictedY, "prediction of d": predictedD});
  const residualY = difference(y, predictedY);
  const residualD = treatmentResidual(d, predictedD);
  const n = y.length;
  const scoreA = new Float64Array(n);
  const scoreB = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    scoreA[i] = -residualD[i] * residualD[i];
    scoreB[i] = residualD[i] * residualY[i];
  }
  const fit = solveScore(scoreA, scoreB, vanished, labels);
  return {
    ...{...fit, residualY, residualD, predictedY, predictedD},
    ...sensitivityParts(residualY, residualD, residualD, fit.theta),
  };
}

/**
 * IV-type estimate (Chernozhukov et al. 2018, eq. 4.3): θ̂ = Σ (y − ĝ)(d − m̂) / Σ d (d − m̂), with ĝ of E[y − θ·d | x] at a
 * first estimate of θ (`fitPlr` takes the partialling-out one, as DoubleML does). Same estimand and assumptions.
 */
export function plrIvTypeFromPredictions(
  y: Float64Array,
  d: Float64Array,
  predictedG: Float64Array,
  predictedD: Float64Array,
  labels?: Labels,
): PlrFit {
  checkColumns({y, d, "prediction of y − θd": predictedG, "prediction of d": predictedD});
  const residualY = difference(y, predictedG);
  const residualD = treatmentResidual(d, predictedD);
  const fit = solveScore(
    residualD.map((v, i) => -v * d[i]),
    residualD.map((v, i) => v * residualY[i]),
    vanished,
    labels,
  );
  return {
    ...{...fit, residualY, residualD, predictedY: predictedG, predictedD},
    ...sensitivityParts(residualY, d, residualD, fit.theta),
  };
}

function treatmentResidual(d: Float64Array, predicted: Float64Array): Float64Array {
  const residual = difference(d, predicted);
  if (!(dot(residual, residual) > dot(d, d) * 1e-12)) throw new RangeError(vanished);
  return residual;
}

/** Loops, not `map`: thousands of repeats pass through here. */
function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i] - b[i];
  return out;
}

/** Residual of the outcome at θ, and the representer (d − m̂) / mean((d − m̂)²). */
function sensitivityParts(
  residualY: Float64Array,
  of: Float64Array,
  residualD: Float64Array,
  theta: number,
): SensitivityParts {
  const mean = dot(residualD, residualD) / residualD.length;
  const outcomeResidual = new Float64Array(residualY.length);
  const representer = new Float64Array(residualY.length);
  for (let i = 0; i < residualY.length; i++) {
    outcomeResidual[i] = residualY[i] - theta * of[i];
    representer[i] = residualD[i] / mean;
  }
  return {outcomeResidual, representer};
}
