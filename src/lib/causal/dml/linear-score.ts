import type {Labels} from "../inference/labels.ts";

/**
 * A fitted estimate whose Neyman-orthogonal score is linear in it, ψ = ψ_a θ + ψ_b (Chernozhukov et al. 2018, eq. 3.2).
 * Standard errors are chosen afterwards, by `inference`.
 */
export interface LinearScoreFit {
  readonly theta: number;
  /** ψ_a and ψ_b, one a row. */
  readonly scoreA: Float64Array;
  readonly scoreB: Float64Array;
  /** ψ at θ̂, one a row; sums to zero. */
  readonly score: Float64Array;
  /** −ψ over the mean of ψ_a: the estimate moves by influence / n when a row is added; mean zero. */
  readonly influence: Float64Array;
  /** Groups of the rows that inference may cluster by, by name. */
  readonly labels?: Labels;
}

/** What the sensitivity analysis of Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022) needs of a fit. */
export interface SensitivityParts {
  /** y − E[y | d, x] as fitted, one a row. */
  readonly outcomeResidual: Float64Array;
  /** Riesz representer α(d, x) of the estimand as a functional of E[y | d, x], one a row. */
  readonly representer: Float64Array;
}

/**
 * Solves mean(ψ_a θ + ψ_b) = 0, all folds pooled ("DML2").
 * @param vanished what it means when Σ ψ_a is zero: the message of the error then thrown.
 */
export function solveScore(
  scoreA: Float64Array,
  scoreB: Float64Array,
  vanished: string,
  labels?: Labels,
): LinearScoreFit {
  let [a, b, size] = [0, 0, 0];
  for (let i = 0; i < scoreA.length; i++) {
    a += scoreA[i];
    b += scoreB[i];
    size += Math.abs(scoreA[i]);
  }
  if (!(Math.abs(a) > 1e-12 * size)) throw new RangeError(vanished);
  const theta = -b / a;
  const mean = a / scoreA.length;
  const score = new Float64Array(scoreA.length);
  const influence = new Float64Array(scoreA.length);
  for (let i = 0; i < scoreA.length; i++) {
    score[i] = scoreA[i] * theta + scoreB[i];
    influence[i] = -score[i] / mean;
  }
  return {theta, scoreA, scoreB, score, influence, labels};
}

/**
 * @throws RangeError where columns differ in length or hold what is not finite, naming the column and the row.
 */
export function checkColumns(columns: Readonly<Record<string, Float64Array>>): number {
  const names = Object.keys(columns);
  const n = columns[names[0]].length;
  if (n === 0) throw new RangeError(`invalid rows; there are none`);
  for (const name of names) {
    const column = columns[name];
    if (column.length !== n)
      throw new RangeError(`invalid lengths; ${name} has ${column.length} rows, ${names[0]} ${n}`);
    let bad = 0;
    while (bad < n && Number.isFinite(column[bad])) bad++;
    if (bad < n) throw new RangeError(`invalid ${name}; not finite in row ${bad}: ${column[bad]}`);
  }
  return n;
}

/** @throws RangeError unless every value is 0 or 1 and both occur. */
export function checkBinary(values: Float64Array, name: string): void {
  const bad = values.findIndex((v) => v !== 0 && v !== 1);
  if (bad >= 0) throw new RangeError(`invalid ${name}; not 0 or 1 in row ${bad}: ${values[bad]}`);
  const ones = values.reduce((sum, v) => sum + v, 0);
  if (ones === 0 || ones === values.length)
    throw new RangeError(`invalid ${name}; it does not vary: all ${values.length} rows are ${values[0]}`);
}

/** Propensities kept within [clip, 1 − clip]. */
export interface Clipped {
  readonly values: Float64Array;
  /** How many were outside. */
  readonly count: number;
}

/** @throws RangeError for a clip outside [0, 0.5), or a propensity of exactly 0 or 1 where clip is 0. */
export function clipPropensity(propensity: Float64Array, clip: number): Clipped {
  if (!(clip >= 0 && clip < 0.5)) throw new RangeError(`invalid clip; not in [0, 0.5): ${clip}`);
  let count = 0;
  const values = propensity.map((p) => {
    const kept = Math.min(Math.max(p, clip), 1 - clip);
    if (kept !== p) count++;
    return kept;
  });
  const sure = values.findIndex((p) => p <= 0 || p >= 1);
  if (sure >= 0)
    throw new RangeError(`invalid propensity; ${values[sure]} in row ${sure}: no overlap there, clip or trim it`);
  return {values, count};
}
