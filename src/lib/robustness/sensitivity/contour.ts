import {type AdjustOptions, adjustedPoint, type LinearEstimate} from "./linear.ts";

export interface ContourOptions extends Pick<AdjustOptions, "direction" | "against"> {
  /** Largest partial R² drawn, in (0, 1). Default 0.4 each. */
  readonly maxTreatment?: number;
  readonly maxOutcome?: number;
  /** Points along each side, 2 or more. Default 41. */
  readonly size?: number;
}

/** Values on a grid of strengths; of row r (outcome) and column c (treatment): values[r * size + c]. */
export interface ContourGrid {
  readonly treatment: Float64Array;
  readonly outcome: Float64Array;
  readonly estimate: Float64Array;
  readonly t: Float64Array;
}

/** Adjusted estimate and t over a grid of strengths, for a contour plot (Cinelli and Hazlett 2020, figures 2 and 3). */
export function contourGrid(
  fit: LinearEstimate,
  {maxTreatment = 0.4, maxOutcome = 0.4, size = 41, ...adjust}: ContourOptions = {},
): ContourGrid {
  return gridOf({maxTreatment, maxOutcome, size}, (treatment, outcome) =>
    adjustedPoint(fit, {treatment, outcome}, adjust),
  );
}

/** @throws RangeError for a side outside (0, 1), or fewer than 2 points. */
export function gridOf(
  {maxTreatment, maxOutcome, size}: {maxTreatment: number; maxOutcome: number; size: number},
  at: (treatment: number, outcome: number) => {readonly estimate: number; readonly t: number},
): ContourGrid {
  for (const side of [maxTreatment, maxOutcome])
    if (!(side > 0 && side < 1)) throw new RangeError(`invalid side of the grid; not in (0, 1): ${side}`);
  if (!(Number.isInteger(size) && size >= 2))
    throw new RangeError(`invalid size; not a whole number, 2 or more: ${size}`);
  const steps = (max: number) => Float64Array.from({length: size}, (_, i) => (max * i) / (size - 1));
  const treatment = steps(maxTreatment);
  const outcome = steps(maxOutcome);
  const estimate = new Float64Array(size * size);
  const t = new Float64Array(size * size);
  for (let r = 0; r < size; r++)
    for (let c = 0; c < size; c++) {
      const value = at(treatment[c], outcome[r]);
      estimate[r * size + c] = value.estimate;
      t[r * size + c] = value.t;
    }
  return {treatment, outcome, estimate, t};
}
