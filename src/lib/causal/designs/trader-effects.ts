import {type PlrFit, plrFromPredictions} from "../dml/index.ts";
import {groupEffects} from "../heterogeneity/index.ts";
import type {LimitSample} from "../limit-sample.ts";
import {interactiveFit} from "./interactive.ts";
import type {DesignContext} from "./types.ts";

/** Fewer limits than this, or fewer days without one, tell nothing of a trader by himself. */
export const minimumLimits = 10;

/**
 * Residual on residual, trader by trader: what is left of P&L and of the limit after least squares on the trader's own level, the
 * chance of a limit m̂ and the expected P&L m̂ĝ₁ + (1 − m̂)ĝ₀, both predicted from other days. Those predictions come from all traders
 * in common and fit none exactly. Over the desk what they miss averages out (Neyman orthogonality); within one trader it does not,
 * and left half a standard error of bias where limits follow losses: so each trader calibrates them for himself, as regression on
 * the propensity and the prognostic score does (Leacy and Stuart 2014, Statistics in Medicine 33).
 */
export function traderFit(sample: LimitSample, context: Pick<DesignContext, "learners" | "seed" | "fits">): PlrFit {
  const {y, treated: d, trader, day} = sample;
  const {propensity, outcome0, outcome1} = interactiveFit(sample, context);
  const expected = propensity.map((m, i) => m * outcome1[i] + (1 - m) * outcome0[i]);
  const rest = residualsWithin([y, d], [propensity, expected], trader);
  const predicted = [y, d].map((values, k) => values.map((v, i) => v - rest[k][i]));
  return plrFromPredictions(y, d, predicted[0], predicted[1], {day, trader});
}

/**
 * Residuals of each of `values` from least squares on a level and the predictors, in each group apart, by Gram-Schmidt; a predictor
 * that says nothing beyond those before it is left out.
 */
export function residualsWithin(
  values: readonly Float64Array[],
  predictors: readonly Float64Array[],
  group: Int32Array,
): Float64Array[] {
  const rows = new Map<number, number[]>();
  group.forEach((g, i) => {
    const own = rows.get(g);
    if (own === undefined) rows.set(g, [i]);
    else own.push(i);
  });
  const out = values.map((v) => new Float64Array(v.length));
  for (const own of rows.values()) {
    const basis: Float64Array[] = [];
    for (const predictor of predictors) {
      const column = centred(predictor, own);
      const size = square(column);
      takeOut(column, basis);
      if (square(column) > 1e-10 * size) basis.push(column);
    }
    values.forEach((v, k) => {
      const column = centred(v, own);
      takeOut(column, basis);
      own.forEach((i, j) => {
        out[k][i] = column[j];
      });
    });
  }
  return out;
}

function centred(values: Float64Array, rows: readonly number[]): Float64Array {
  let sum = 0;
  for (const i of rows) sum += values[i];
  return Float64Array.from(rows, (i) => values[i] - sum / rows.length);
}

function square(column: Float64Array): number {
  return column.reduce((sum, v) => sum + v * v, 0);
}

/** Takes what the orthogonal columns of the basis explain out of a column, in place. */
function takeOut(column: Float64Array, basis: readonly Float64Array[]): void {
  for (const b of basis) {
    const slope = b.reduce((sum, v, j) => sum + v * column[j], 0) / square(b);
    for (let j = 0; j < column.length; j++) column[j] -= slope * b[j];
  }
}

/** Rows and limits of each trader. */
export function limitsOf({
  trader,
  treated,
}: Pick<LimitSample, "trader" | "treated">): Map<number, {rows: number; limited: number}> {
  const counts = new Map<number, {rows: number; limited: number}>();
  trader.forEach((t, i) => {
    const own = counts.get(t) ?? {rows: 0, limited: 0};
    own.rows++;
    own.limited += treated[i];
    counts.set(t, own);
  });
  return counts;
}

/** Whether a trader has limits enough, and days without one. */
export function tellsOf({rows, limited}: {readonly rows: number; readonly limited: number}): boolean {
  return limited >= minimumLimits && rows - limited >= minimumLimits;
}

/** Effects of traders with limits enough, standard errors clustered by day; the rest are left out with the reason. */
export function ownEffects(sample: LimitSample, fit: PlrFit) {
  const limits = limitsOf(sample);
  const found = groupEffects(fit, {by: sample.trader, dependence: {cluster: sample.day}});
  const kept = Int32Array.from(found.labels.keys()).filter((k) => tellsOf(limits.get(found.labels[k])!));
  return {
    labels: kept.map((k) => found.labels[k]),
    estimates: Float64Array.from(kept, (k) => found.estimates[k]),
    standardErrors: Float64Array.from(kept, (k) => found.standardErrors[k]),
    degreesOfFreedom: found.covariance.degreesOfFreedom,
    leftOut: [
      ...found.leftOut.map(({label, rows: n, reason}) => ({trader: label, rows: n, reason})),
      ...Array.from(found.labels.keys())
        .filter((k) => !kept.includes(k))
        .map((k) => {
          const {rows, limited} = limits.get(found.labels[k])!;
          const reason =
            limited < minimumLimits
              ? `${limited} limits; ${minimumLimits} are needed`
              : `${rows - limited} days without a limit; ${minimumLimits} are needed`;
          return {trader: found.labels[k], rows, reason};
        }),
    ].sort((a, b) => a.trader - b.trader),
  };
}
