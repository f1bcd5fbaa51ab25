import {type LimitSample, type NuisancePenalties, type PlrFit, plrFromPredictions} from "../../causal/index.ts";
import {type FoldFit, type FoldRidge, foldRidge, foldSource, solveFold} from "./fold-ridge.ts";
import {type WithinSample, withinSample} from "./within-sample.ts";

/** The penalty of fold k; the last one stands for all further folds. */
export const penaltyOf = (penalties: readonly number[], k: number) => penalties[Math.min(k, penalties.length - 1)];

/**
 * Partially linear regression within traders, ridge nuisances of given penalties: the fit that `fitPlr` gives where its ridge
 * regressions choose these, but for missing values, which have the median of the sample and not of each fold's training rows. Nothing
 * is chosen and cross products are summed once: a hundred specifications cost what a few full fits do.
 * @throws RangeError as `plrFromPredictions`; for a penalty below 0.
 */
export function fixedRidgePlr(
  {y, treated, x, day, trader, folds}: Pick<LimitSample, "y" | "treated" | "x" | "day" | "trader" | "folds">,
  penalties: NuisancePenalties,
): PlrFit {
  const sample = withinSample(x, trader);
  const source = foldSource(sample);
  const predictedY = new Float64Array(y.length);
  const predictedD = new Float64Array(y.length);
  folds.forEach((fold, k) => {
    const [forY, forD] = [penaltyOf(penalties.outcome, k), penaltyOf(penalties.treatment, k)];
    const outcome = foldRidge(source, fold, forY);
    const treatment = forD === forY ? outcome : foldRidge(source, fold, forD);
    predictInto(predictedY, y, sample, outcome);
    predictInto(predictedD, treated, sample, treatment);
  });
  return plrFromPredictions(y, treated, predictedY, predictedD, {day, trader});
}

function predictInto(into: Float64Array, target: Float64Array, sample: WithinSample, fold: FoldRidge): void {
  const {p, v, trader, traders} = sample;
  const {train, test} = fold;
  const products = new Float64Array(p);
  const totals = new Float64Array(traders);
  for (let k = 0; k < train.length; k++) {
    const i = train[k];
    const value = target[i];
    if (value === 0) continue;
    totals[trader[i]] += value;
    for (let j = 0, at = i * p; j < p; j++) products[j] += value * v[at++];
  }
  const fit: FoldFit = {coefficients: new Float64Array(p), offset: new Float64Array(traders)};
  solveFold(fold, products, totals, fit);
  for (let k = 0; k < test.length; k++) {
    const i = test[k];
    let sum = fit.offset[trader[i]];
    for (let j = 0, at = i * p; j < p; j++) sum += fit.coefficients[j] * v[at++];
    into[i] = sum;
  }
}
