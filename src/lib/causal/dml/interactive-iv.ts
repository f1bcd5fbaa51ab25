import type {Labels} from "../inference/labels.ts";
import {checkBinary, checkColumns, clipPropensity, type LinearScoreFit, solveScore} from "./linear-score.ts";

export interface IivmPredictions {
  /** Of E[y | z = 0, x] and E[y | z = 1, x], for every row. */
  readonly outcome0: Float64Array;
  readonly outcome1: Float64Array;
  /** Of P(d = 1 | z = 0, x); all 0 where nobody is treated without the instrument (one-sided compliance). */
  readonly treatment0: Float64Array;
  /** Of P(d = 1 | z = 1, x). */
  readonly treatment1: Float64Array;
  /** Of P(z = 1 | x), before clipping. */
  readonly instrument: Float64Array;
}

export interface IivmFit extends LinearScoreFit {
  /** Share of compliers: the mean of the doubly robust effect of z on d. */
  readonly compliers: number;
  readonly instrument: Float64Array;
  readonly clipped: number;
}

/**
 * Local average treatment effect with a 0/1 instrument and treatment (Imbens and Angrist 1994; Chernozhukov et al. 2018,
 * eq. 5.7): the doubly robust effect of z on y over that of z on d.
 * Estimand: the mean effect on compliers, who are treated if and only if z says so. Assumes that z is as good as random given x,
 * acts only through d, moves nobody the other way (monotonicity), and overlap of z.
 * @throws RangeError if lengths differ, values are not finite, z or d is not 0/1, or z moves nothing.
 */
export function iivmFromPredictions(
  y: Float64Array,
  d: Float64Array,
  z: Float64Array,
  {outcome0, outcome1, treatment0, treatment1, instrument: raw}: IivmPredictions,
  {clip = 0.01, labels}: {readonly clip?: number; readonly labels?: Labels} = {},
): IivmFit {
  checkColumns({
    y,
    d,
    z,
    "prediction of y at z = 0": outcome0,
    "prediction of y at z = 1": outcome1,
    "prediction of d at z = 0": treatment0,
    "prediction of d at z = 1": treatment1,
    "prediction of z": raw,
  });
  checkBinary(z, "instrument");
  checkBinary(d, "treatment");
  const {values: instrument, count} = clipPropensity(raw, clip);
  const effect = (v: Float64Array, at0: Float64Array, at1: Float64Array) =>
    v.map(
      (value, i) =>
        at1[i] -
        at0[i] +
        (z[i] * (value - at1[i])) / instrument[i] -
        ((1 - z[i]) * (value - at0[i])) / (1 - instrument[i]),
    );
  const onTreatment = effect(d, treatment0, treatment1);
  const fit = solveScore(
    onTreatment.map((v) => -v),
    effect(y, outcome0, outcome1),
    "invalid instrument; it moves nobody's treatment",
    labels,
  );
  const compliers = onTreatment.reduce((sum, v) => sum + v, 0) / z.length;
  return {...fit, compliers, instrument, clipped: count};
}
