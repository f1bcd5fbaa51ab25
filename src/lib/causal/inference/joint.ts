import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import {type Random, stream, tTwoSided} from "../../numeric/index.ts";
import type {Covariance} from "./covariance.ts";
import {standardErrors} from "./covariance.ts";

export interface JointOptions {
  readonly level?: number;
  /** Draws of the maximum; default 20,000: the critical value is then known to about 0.02. */
  readonly draws?: number;
  readonly seed: number;
}

export interface JointInference {
  readonly level: number;
  /** Every interval is estimate ± critical × standard error; together they hold all the truths with probability `level`. */
  readonly critical: number;
  readonly estimates: Float64Array;
  readonly standardErrors: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Two-sided, one at a time. */
  readonly p: Float64Array;
  /** Of the family: Romano and Wolf's step-down, which strongly controls the chance of any false rejection. */
  readonly adjustedP: Float64Array;
  readonly draws: number;
}

/**
 * Simultaneous band and step-down tests of k estimates by the Gaussian multiplier bootstrap of the largest |t|
 * (Chernozhukov, Chetverikov and Kato 2013; Belloni, Chernozhukov and Kato 2015). With Gaussian multipliers the bootstrap of
 * the k totals *is* a normal vector with the estimated covariance, so it is drawn from that, which holds for clustered and
 * serial covariances alike. Negative eigenvalues (two-way clustering) count as zero. With few clusters each draw is divided by
 * an independent √(χ²_df / df), a multivariate t, as the pointwise intervals are.
 * Step-down: Romano and Wolf 2005, algorithm of 2016.
 * @throws RangeError for a standard error that is not above zero, or fewer than 100 draws.
 */
export function jointInference(
  estimates: ArrayLike<number>,
  covariance: Covariance,
  {level = 0.95, draws = 20_000, seed}: JointOptions,
): JointInference {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(Number.isInteger(draws) && draws >= 100)) throw new RangeError(`invalid draws; not at least 100: ${draws}`);
  const theta = Float64Array.from(estimates);
  const se = standardErrors(covariance);
  const flat = se.findIndex((s) => !(s > 0));
  if (flat >= 0) throw new RangeError(`invalid standard error; estimate ${flat} has ${se[flat]}: leave it out`);
  const {degreesOfFreedom} = covariance;
  const simulated = absoluteDraws(covariance, draws, stream(seed, "joint inference"));
  const largest = new Float64Array(draws);
  for (let b = 0; b < draws; b++)
    for (let j = 0; j < theta.length; j++) largest[b] = Math.max(largest[b], simulated[b * theta.length + j]);
  const critical = largest.sort()[Math.min(draws - 1, Math.ceil(level * draws) - 1)];
  const t = theta.map((v, j) => v / se[j]);
  return {
    level,
    critical,
    estimates: theta,
    standardErrors: se,
    lower: theta.map((v, j) => v - critical * se[j]),
    upper: theta.map((v, j) => v + critical * se[j]),
    p: t.map((v) => tTwoSided(v, degreesOfFreedom)),
    adjustedP: stepDown(t, simulated, draws),
    draws,
  };
}

/** |Z| of draws × k, by draw, with Z ~ N(0, correlation) or multivariate t. */
function absoluteDraws({matrix, degreesOfFreedom}: Covariance, draws: number, random: Random): Float64Array {
  const k = matrix.length;
  const scale = matrix.map((row, j) => Math.sqrt(Math.max(row[j], 0)));
  const correlation = new Matrix(
    matrix.map((row, j) =>
      Array.from(row, (v, l) => (scale[j] * scale[l] > 0 ? v / (scale[j] * scale[l]) : +(j === l))),
    ),
  );
  const {realEigenvalues: values, eigenvectorMatrix: vectors} = new EigenvalueDecomposition(correlation, {
    assumeSymmetric: true,
  });
  const kept = values.flatMap((v, l) => (v > 1e-12 ? [l] : []));
  const factor = Array.from({length: k}, (_, j) => {
    const row = Float64Array.from(kept, (l) => vectors.get(j, l) * Math.sqrt(values[l]));
    const norm = Math.sqrt(row.reduce((sum, v) => sum + v * v, 0));
    return row.map((v) => v / norm); // where eigenvalues were cut: variance one again
  });
  const out = new Float64Array(draws * k);
  const z = new Float64Array(kept.length);
  for (let b = 0; b < draws; b++) {
    for (let l = 0; l < z.length; l++) z[l] = random.normal();
    const shrink = Number.isFinite(degreesOfFreedom)
      ? Math.sqrt(chiSquare(degreesOfFreedom, random) / degreesOfFreedom)
      : 1;
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let l = 0; l < z.length; l++) sum += factor[j][l] * z[l];
      out[b * k + j] = Math.abs(sum) / shrink;
    }
  }
  return out;
}

/** A χ² variate with a whole number of degrees of freedom: a sum of squares, or beyond 60 the cube of Wilson and Hilferty. */
function chiSquare(df: number, random: Random): number {
  if (df > 60) {
    const c = 1 - 2 / (9 * df) + random.normal() * Math.sqrt(2 / (9 * df));
    return df * Math.max(c, 0) * c * c;
  }
  let sum = 0;
  for (let k = 0; k < df; k++) sum += random.normal() ** 2;
  return sum;
}

/** Adjusted p-values: the share of draws whose maximum over the not yet rejected reaches |t|, made monotone. */
function stepDown(t: Float64Array, simulated: Float64Array, draws: number): Float64Array {
  const k = t.length;
  const order = Array.from(t.keys()).sort((a, b) => Math.abs(t[a]) - Math.abs(t[b]));
  const adjusted = new Float64Array(k);
  const maximum = new Float64Array(draws);
  // from the smallest |t| up: the maximum over those with smaller |t| grows one estimate at a time
  for (const j of order) {
    let reached = 0;
    for (let b = 0; b < draws; b++) {
      maximum[b] = Math.max(maximum[b], simulated[b * k + j]);
      if (maximum[b] >= Math.abs(t[j])) reached++;
    }
    adjusted[j] = (1 + reached) / (1 + draws);
  }
  for (let r = k - 2; r >= 0; r--) adjusted[order[r]] = Math.max(adjusted[order[r]], adjusted[order[r + 1]]);
  return adjusted;
}
