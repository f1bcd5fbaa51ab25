import type {LimitSample} from "../../causal/index.ts";
import {
  type FoldFit,
  foldRidge,
  foldSource,
  numberedTraders,
  type Penalties,
  penaltyOf,
  solveFold,
  withinSample,
} from "../refit/index.ts";
import type {TreatmentDraws} from "./treatment-draws.ts";

/** A sample whose outcome's residuals are known: placebo treatments change the treatment only. */
export interface ResidualSample extends Pick<LimitSample, "x" | "day" | "trader" | "folds"> {
  /** y − ℓ̂(x), cross-fitted, one a row. */
  readonly residualY: Float64Array;
  /** Of the treatment's ridge regression, one a fold. */
  readonly penalties: Penalties["treatment"];
}

/** Estimate and its standard error clustered by day. */
export interface PlaceboEstimates {
  readonly theta: Float64Array;
  readonly standardError: Float64Array;
}

/** Treated rows of all draws are kept up to so many; above, each fold draws them anew. */
const keptRows = 2e7;

/**
 * Partially linear estimates of many treatments on one sample: what of each treatment the features do not tell, by ridge
 * regressions within traders cross-fitted on the sample's folds, against what they do not tell of the outcome, which all share.
 * A fold is factored once; a draw then costs one pass over the treated rows and one over the tested.
 * An estimate is NaN where a treatment leaves nothing to compare (no treated row, say).
 */
export function placeboEstimates(
  {x, day, trader, folds, residualY, penalties}: ResidualSample,
  {count, rows: drawnRows}: Pick<TreatmentDraws, "count" | "rows">,
): PlaceboEstimates {
  const sample = withinSample(x, trader);
  const source = foldSource(sample);
  const {p, v, trader: of, traders} = sample;
  const {of: onDay, count: days} = numberedTraders(day);
  const cross = new Float64Array(count * days); // Σ of the day: treatment's residual × outcome's
  const square = new Float64Array(count * days); // and its square
  const treated = new Uint8Array(day.length);
  const rows = kept(drawnRows, count);
  folds.forEach((part, k) => {
    const fold = foldRidge(source, part, penaltyOf(penalties, k));
    const trains = new Uint8Array(day.length);
    for (const i of fold.train) trains[i] = 1;
    const fit: FoldFit = {coefficients: new Float64Array(p), offset: new Float64Array(traders)};
    const products = new Float64Array(p);
    const totals = new Float64Array(traders);
    for (let draw = 0; draw < count; draw++) {
      const chosen = rows(draw);
      products.fill(0);
      totals.fill(0);
      for (let c = 0; c < chosen.length; c++) {
        const i = chosen[c];
        treated[i] = 1;
        if (trains[i] === 0) continue;
        totals[of[i]]++;
        for (let j = 0, at = i * p; j < p; j++) products[j] += v[at++];
      }
      solveFold(fold, products, totals, fit);
      addDaySums(fold.test, draw * days);
      for (let c = 0; c < chosen.length; c++) treated[chosen[c]] = 0;
    }
    function addDaySums(test: Int32Array, from: number): void {
      const {coefficients, offset} = fit;
      for (let c = 0; c < test.length; c++) {
        const i = test[c];
        let even = treated[i] - offset[of[i]];
        let odd = 0; // two sums that do not wait for each other
        let at = i * p;
        let j = 0;
        for (; j + 1 < p; j += 2, at += 2) {
          even -= coefficients[j] * v[at];
          odd -= coefficients[j + 1] * v[at + 1];
        }
        if (j < p) even -= coefficients[j] * v[at];
        const rest = even + odd;
        cross[from + onDay[i]] += rest * residualY[i];
        square[from + onDay[i]] += rest * rest;
      }
    }
  });
  return estimates(cross, square, count, days);
}

function kept(rows: TreatmentDraws["rows"], count: number): TreatmentDraws["rows"] {
  if (count === 0 || rows(0).length * count > keptRows) return rows;
  const all = Array.from({length: count}, (_, b) => rows(b));
  return (b) => all[b];
}

function estimates(cross: Float64Array, square: Float64Array, count: number, days: number): PlaceboEstimates {
  const theta = new Float64Array(count);
  const standardError = new Float64Array(count);
  for (let draw = 0; draw < count; draw++) {
    const [from, to] = [draw * days, (draw + 1) * days];
    let [a, s] = [0, 0];
    for (let t = from; t < to; t++) {
      a += cross[t];
      s += square[t];
    }
    theta[draw] = s > 0 ? a / s : Number.NaN;
    let scores = 0;
    for (let t = from; t < to; t++) {
      const score = cross[t] - theta[draw] * square[t];
      scores += score * score;
    }
    standardError[draw] = Math.sqrt((scores * days) / (days - 1)) / s;
  }
  return {theta, standardError};
}
