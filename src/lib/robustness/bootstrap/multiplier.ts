import {checkDraws, clustersOf, type ResampleOptions} from "./resample.ts";
import {type WeightKind, weightOf} from "./weights.ts";

export interface MultiplierOptions extends ResampleOptions {
  /** Rows of the same label share a weight. */
  readonly clusters?: Int32Array;
  /** Default "normal". */
  readonly weights?: WeightKind;
}

/**
 * Multiplier bootstrap of an estimate by its influence function, nothing re-run: θ̂ + Σ w ψ / n (Chernozhukov, Chetverikov and
 * Kato 2013).
 * @param influence of mean zero, one a row, as fits give it.
 */
export function multiplierBootstrap(
  estimate: number,
  influence: Float64Array,
  {random, draws, clusters, weights = "normal"}: MultiplierOptions,
): Float64Array {
  checkDraws(draws);
  const n = influence.length;
  if (clusters !== undefined && clusters.length !== n)
    throw new RangeError(`invalid clusters; ${clusters.length} labels for ${n} rows`);
  const bad = influence.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`invalid influence; not finite in row ${bad}: ${influence[bad]}`);
  if (!(n >= 2)) throw new RangeError(`invalid rows; needs 2 or more: ${n}`);
  const totals = clusters
    ? Float64Array.from(clustersOf(clusters).rows, (rows) => rows.reduce((sum, i) => sum + influence[i], 0))
    : influence;
  return Float64Array.from({length: draws}, () => {
    let sum = 0;
    for (let g = 0; g < totals.length; g++) sum += weightOf(weights, random) * totals[g];
    return estimate + sum / n;
  });
}
