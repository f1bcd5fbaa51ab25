import type {Labels} from "../inference/labels.ts";
import {checkColumns, type LinearScoreFit, solveScore} from "./linear-score.ts";

/** A fitted partially linear regression with an instrument. */
export interface PlivFit extends LinearScoreFit {
  /** y − ℓ̂(x), d − r̂(x) and z − m̂(x), one a row. */
  readonly residualY: Float64Array;
  readonly residualD: Float64Array;
  readonly residualZ: Float64Array;
  /** First-stage F of residualD on residualZ, heteroskedasticity-robust: below about 10, a weak instrument. */
  readonly firstStageF: number;
}

export interface PlivPredictions {
  /** Of E[y | x], E[d | x] and E[z | x], one a row. */
  readonly outcome: Float64Array;
  readonly treatment: Float64Array;
  readonly instrument: Float64Array;
}

/**
 * Partialling-out estimate of θ in y = θ·d + g(x) + ε with an instrument z (Chernozhukov et al. 2018, eq. 4.8):
 * θ̂ = Σ (z − m̂)(y − ℓ̂) / Σ (z − m̂)(d − r̂).
 * Estimand: the effect of d on y. Assumes that z is as good as random given x, moves d, and moves y only through d.
 * @throws RangeError if lengths differ, values are not finite, or z moves nothing of d once x is partialled out.
 */
export function plivFromPredictions(
  y: Float64Array,
  d: Float64Array,
  z: Float64Array,
  {outcome, treatment, instrument}: PlivPredictions,
  labels?: Labels,
): PlivFit {
  const n = checkColumns({
    y,
    d,
    z,
    "prediction of y": outcome,
    "prediction of d": treatment,
    "prediction of z": instrument,
  });
  const residualY = y.map((v, i) => v - outcome[i]);
  const residualD = d.map((v, i) => v - treatment[i]);
  const residualZ = z.map((v, i) => v - instrument[i]);
  const vanished = "invalid instrument; nothing of it moves the treatment once x is partialled out";
  const fit = solveScore(
    residualZ.map((v, i) => -v * residualD[i]),
    residualZ.map((v, i) => v * residualY[i]),
    vanished,
    labels,
  );
  let [cross, square] = [0, 0];
  for (let i = 0; i < n; i++) {
    cross += residualZ[i] * residualD[i];
    square += residualZ[i] * residualZ[i];
  }
  const slope = cross / square;
  let meat = 0;
  for (let i = 0; i < n; i++) meat += (residualZ[i] * (residualD[i] - slope * residualZ[i])) ** 2;
  return {...fit, residualY, residualD, residualZ, firstStageF: meat > 0 ? cross ** 2 / meat : Number.MAX_VALUE};
}
