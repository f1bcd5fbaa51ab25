import {median, medianAbsoluteDeviation} from "simple-statistics";

/** Robust z-score beyond which a day is reported. */
export const OUTLIER_Z = 8;
/** Nonzero values below which a spread is not estimated. */
export const MIN_FOR_OUTLIERS = 10;
/** Makes the median absolute deviation estimate a normal standard deviation: 1 / Φ⁻¹(3/4). */
const MAD_TO_SD = 1.482602218505602;

/**
 * Values far from the median, in median absolute deviations scaled to a standard deviation (Iglewicz and Hoaglin 1993).
 * Zeros (days without trading) are left out, of the spread too: a trader who seldom trades would else have none.
 * @returns index and robust z of each value with |z| > 8; nothing for fewer than 10 nonzero values or no spread.
 */
export function outliers(values: readonly number[]): {readonly index: number; readonly z: number}[] {
  const traded = values.filter((value) => value !== 0);
  if (traded.length < MIN_FOR_OUTLIERS) return [];
  const centre = median(traded);
  const scale = MAD_TO_SD * medianAbsoluteDeviation(traded);
  if (!(scale > 0)) return [];
  return values.flatMap((value, index) => {
    const z = (value - centre) / scale;
    return value !== 0 && Math.abs(z) > OUTLIER_Z ? [{index, z}] : [];
  });
}
