import type {Predictors} from "./types.ts";

/**
 * Predictors as differences from the treated unit's, over the standard deviation (n − 1) across all units: one row a
 * predictor, one value a donor. Units cancel out.
 * @throws RangeError naming a predictor that is the same for all units.
 */
export function scaledDifferences({treated, donors}: Predictors): Float64Array[] {
  return Array.from(treated, (own, k) => {
    const values = [...donors.map((x) => x[k]), own];
    let mean = 0;
    for (const x of values) mean += x / values.length;
    let square = 0;
    for (const x of values) square += (x - mean) * (x - mean);
    const deviation = Math.sqrt(square / (values.length - 1));
    if (!(deviation > 1e-12 * Math.abs(mean)))
      throw new RangeError(`predictor ${k} is ${own} for every unit; it tells no donors apart: leave it out`);
    return Float64Array.from(donors, (x) => (x[k] - own) / deviation);
  });
}
