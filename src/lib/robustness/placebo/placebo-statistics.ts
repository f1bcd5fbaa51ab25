import {type LimitSample, type NuisancePenalties, numbered} from "../../causal/index.ts";
import {type FoldFit, foldRidge, foldSource, penaltyOf, solveFold, withinSample} from "../refit/index.ts";
import type {TreatmentDraws} from "./treatment-draws.ts";

/** A sample whose outcome's residuals are known: placebo treatments change the treatment only. */
export interface ResidualSample extends Pick<LimitSample, "x" | "day" | "trader" | "folds"> {
  /** y − ℓ̂(x), cross-fitted, one a row. */
  readonly residualY: Float64Array;
  /** Of the treatment's ridge regression, one a fold. */
  readonly penalties: NuisancePenalties["treatment"];
}

/** Estimate and its standard error clustered by day. */
export interface PlaceboEstimates {
  readonly theta: Float64Array;
  readonly standardError: Float64Array;
}

/** Draws that a pass over the rows serves; `addDaySums` is written for four. */
const together = 4;

/** Treated rows of all draws are kept up to so many; above, each fold draws them anew. */
const keptRows = 2e7;

/**
 * Partially linear estimates of many treatments on one sample: what of each treatment the features do not tell, by ridge
 * regressions within traders cross-fitted on the sample's folds, against what they do not tell of the outcome, which all share.
 * A fold is factored once; a draw then costs one pass over the treated rows, and four draws together one over the tested.
 * An estimate is NaN where a treatment leaves nothing to compare (no treated row, say).
 */
export function placeboEstimates(
  {x, day, trader, folds, residualY, penalties}: ResidualSample,
  {count, rows: drawnRows}: Pick<TreatmentDraws, "count" | "rows">,
): PlaceboEstimates {
  const sample = withinSample(x, trader);
  const source = foldSource(sample);
  const {p, v, trader: of, traders} = sample;
  const {of: onDay, count: days} = numbered(day);
  const cross = new Float64Array(count * days); // Σ of the day: treatment's residual × outcome's
  const square = new Float64Array(count * days); // and its square
  const treated = new Uint8Array(day.length); // one bit a draw of those together
  const rows = kept(drawnRows, count);
  const fit: FoldFit = {coefficients: new Float64Array(p), offset: new Float64Array(traders)};
  const [coefficients, offset] = [p, traders].map((size) => new Float64Array(size * together));
  const products = new Float64Array(p);
  const totals = new Float64Array(traders);
  folds.forEach((part, k) => {
    const fold = foldRidge(source, part, penaltyOf(penalties, k));
    const trains = new Uint8Array(day.length);
    for (const i of fold.train) trains[i] = 1;
    for (let first = 0; first < count; first += together) {
      const draws = Math.min(together, count - first);
      treated.fill(0);
      for (let b = 0; b < draws; b++) {
        const chosen = rows(first + b);
        products.fill(0);
        totals.fill(0);
        for (let c = 0; c < chosen.length; c++) {
          const i = chosen[c];
          treated[i] |= 1 << b;
          if (trains[i] === 0) continue;
          totals[of[i]]++;
          for (let j = 0, at = i * p; j < p; j++) products[j] += v[at++];
        }
        solveFold(fold, products, totals, fit);
        for (let j = 0; j < p; j++) coefficients[j * together + b] = fit.coefficients[j];
        for (let t = 0; t < traders; t++) offset[t * together + b] = fit.offset[t];
      }
      addDaySums(fold.test, first, draws);
    }
  });
  return estimates(cross, square, count, days);

  /** Of four draws at once: a row is read once for all, and their sums (two a draw) do not wait for each other. */
  function addDaySums(test: Int32Array, first: number, draws: number): void {
    const rest = new Float64Array(together);
    for (let c = 0; c < test.length; c++) {
      const i = test[c];
      const bits = treated[i];
      const level = of[i] * together;
      let even0 = (bits & 1) - offset[level];
      let even1 = ((bits >> 1) & 1) - offset[level + 1];
      let even2 = ((bits >> 2) & 1) - offset[level + 2];
      let even3 = ((bits >> 3) & 1) - offset[level + 3];
      let odd0 = 0;
      let odd1 = 0;
      let odd2 = 0;
      let odd3 = 0;
      let at = i * p;
      let e = 0;
      for (let j = 0; j + 1 < p; j += 2, at += 2, e += 2 * together) {
        const one = v[at];
        const other = v[at + 1];
        even0 -= coefficients[e] * one;
        even1 -= coefficients[e + 1] * one;
        even2 -= coefficients[e + 2] * one;
        even3 -= coefficients[e + 3] * one;
        odd0 -= coefficients[e + 4] * other;
        odd1 -= coefficients[e + 5] * other;
        odd2 -= coefficients[e + 6] * other;
        odd3 -= coefficients[e + 7] * other;
      }
      if (p % 2 === 1) {
        const one = v[at];
        even0 -= coefficients[e] * one;
        even1 -= coefficients[e + 1] * one;
        even2 -= coefficients[e + 2] * one;
        even3 -= coefficients[e + 3] * one;
      }
      rest[0] = even0 + odd0;
      rest[1] = even1 + odd1;
      rest[2] = even2 + odd2;
      rest[3] = even3 + odd3;
      for (let b = 0, to = first * days + onDay[i]; b < draws; b++, to += days) {
        cross[to] += rest[b] * residualY[i];
        square[to] += rest[b] * rest[b];
      }
    }
  }
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
