import {brier, rowsOfBins} from "./calibration.ts";
import {meanOf} from "./metrics.ts";

/** Brier score = reliability − resolution + uncertainty + withinVariance − withinCovariance, exactly. */
export interface BrierDecomposition {
  readonly brier: number;
  /** Mean squared distance of bins' observed share from their mean prediction: 0 when calibrated. */
  readonly reliability: number;
  /** Mean squared distance of bins' observed share from the base rate: how far predictions tell days apart. */
  readonly resolution: number;
  /** Base rate × (1 − base rate): the score of the base rate itself. */
  readonly uncertainty: number;
  /** What binning hides: the variance of predictions inside bins, and twice their covariance with the outcome. */
  readonly withinVariance: number;
  readonly withinCovariance: number;
  readonly bins: number;
}

/**
 * Murphy's (1973) decomposition of the Brier score over bins of about equal count, with the two terms that make it exact
 * where predictions inside a bin differ (Stephenson, Coelho and Jolliffe 2008, eq. 8).
 * @param outcome 0 or 1 a row. @param bins how many to aim at; equal predictions are never split. Default 10.
 * @throws RangeError if there is no row.
 */
export function brierDecomposition(
  outcome: ArrayLike<number>,
  probability: ArrayLike<number>,
  {bins = 10}: {bins?: number} = {},
): BrierDecomposition {
  const n = outcome.length;
  if (!(n >= 1)) throw new RangeError("there is no row to decompose the Brier score of");
  const base = meanOf(outcome);
  let [reliability, resolution, withinVariance, withinCovariance] = [0, 0, 0, 0];
  const groups = rowsOfBins(probability, bins);
  for (const rows of groups) {
    const observed = meanOf(Float64Array.from(rows, (i) => outcome[i]));
    const predicted = meanOf(Float64Array.from(rows, (i) => probability[i]));
    reliability += (rows.length * (predicted - observed) * (predicted - observed)) / n;
    resolution += (rows.length * (observed - base) * (observed - base)) / n;
    for (const i of rows) {
      const off = probability[i] - predicted;
      withinVariance += (off * off) / n;
      withinCovariance += (2 * off * (outcome[i] - observed)) / n;
    }
  }
  return {
    brier: brier(outcome, probability),
    reliability,
    resolution,
    uncertainty: base * (1 - base),
    withinVariance,
    withinCovariance,
    bins: groups.length,
  };
}
