import {chiSquareUpper, growingCholesky, tQuantile} from "../../numeric/index.ts";
import {covariance, type Dependence} from "../inference/index.ts";
import type {Aggregation} from "./aggregate.ts";
import {normalBox} from "./normal-box.ts";

export interface PreTrendTest {
  /** Times before treatment that are tested (the base period, −1, is 0 by definition). */
  readonly times: readonly number[];
  /** Wald's statistic that all are zero, χ² with as many degrees of freedom. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** The largest |t| and the value above which the usual "no significant pre-trend" check speaks up. */
  readonly largest: number;
  readonly critical: number;
  /** What the check can see, and what passing it leaves (Roth 2022): see `preTrendPower`. */
  readonly power: readonly PreTrendPower[];
}

export interface PreTrendPower {
  /** A linear violation of parallel trends, per period, in units of the outcome. */
  readonly slope: number;
  /** Chance that the check finds it: some pre-period effect significant on its own. */
  readonly power: number;
  /** For each time from treatment on: the bias of the effect under that slope. */
  readonly bias: readonly {readonly time: number; readonly unconditional: number; readonly conditional: number}[];
}

export interface PreTrendOptions extends Dependence {
  /** Of the check of each pre-period effect. Default 0.95. */
  readonly level?: number;
  /** Slopes to judge, beside those found with power ½ and 0.8. */
  readonly slopes?: readonly number[];
}

/**
 * Test of parallel trends before the treatment, with its power: a check that passes says little if it could not have seen a
 * trend that matters (Roth 2022). Reported for the slope that the check finds with chance ½ and 0.8: its bias after the treatment,
 * and the bias among samples that pass the check, which can be larger.
 * @param study an event study (`dynamic`) of effects with the `universal` base.
 * @throws RangeError for another aggregation or base, or no pre-period beside the base.
 */
export function preTrendTest(
  study: Aggregation,
  {level = 0.95, slopes = [], cluster = ["unit"], serial}: PreTrendOptions = {},
): PreTrendTest {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (study.kind !== "dynamic")
    throw new RangeError(`invalid aggregation; an event study ("dynamic") is needed: ${study.kind}`);
  if (study.effects.some(({at}) => at === -1))
    throw new RangeError('effects have a varying base; trends are tested against one: use `base: "universal"`');
  const pre = study.effects.filter(({at}) => at < -1);
  const post = study.effects.filter(({at}) => at >= 0);
  if (pre.length === 0)
    throw new RangeError(
      "no period before the base; a trend needs two or more periods before treatment: start the panel earlier",
    );
  const {matrix, degreesOfFreedom} = covariance(
    [...pre, ...post].map(({influence}) => influence),
    serial === undefined ? {cluster} : {serial},
    {labels: study.overall.labels},
  );
  const k = pre.length;
  const factor = growingCholesky(k);
  for (let j = 0; j < k; j++)
    if (!factor.append(matrix[j], matrix[j][j]))
      throw new RangeError(
        `the ${k} pre-period effects have no covariance of full rank (fewer units than periods, or time ${pre[j].at} does not vary): ` +
          "use fewer periods",
      );
  const theta = Float64Array.from(pre, (e) => e.theta);
  const solved = Float64Array.from(theta);
  factor.solve(solved);
  const statistic = theta.reduce((sum, x, j) => sum + x * solved[j], 0);
  const critical = tQuantile(0.5 + level / 2, degreesOfFreedom);
  const errors = Float64Array.from({length: k}, (_, j) => Math.sqrt(matrix[j][j]));
  const times = pre.map(({at}) => at);
  const at = (slope: number) => powerAt(slope, times, post, matrix, critical);
  const found = [0.5, 0.8].map((power) => slopeWithPower(power, (slope) => at(slope).power, errors, times));
  return {
    times,
    statistic,
    degreesOfFreedom: k,
    p: chiSquareUpper(statistic, k),
    largest: theta.reduce((largest, x, j) => Math.max(largest, Math.abs(x) / errors[j]), 0),
    critical,
    power: [...found, ...slopes].map(at),
  };
}

function powerAt(
  slope: number,
  times: readonly number[],
  post: Aggregation["effects"],
  matrix: readonly Float64Array[],
  critical: number,
): PreTrendPower {
  const k = times.length;
  const mean = Float64Array.from(times, (time) => slope * (time + 1)); // relative to the base, −1
  const edge = Float64Array.from(times, (_, j) => critical * Math.sqrt(matrix[j][j]));
  const rows = lowerFactor(matrix, k);
  const box = normalBox(
    mean,
    rows,
    edge.map((x) => -x),
    edge,
  );
  const factor = growingCholesky(k);
  for (let j = 0; j < k; j++) factor.append(matrix[j], matrix[j][j]);
  const shift = box.mean.map((x, j) => x - mean[j]);
  factor.solve(shift); // Σ₂₂⁻¹ (E[pre | pass] − mean): what passing does to the later effects
  return {
    slope,
    power: 1 - box.probability,
    bias: post.map(({at}, l) => {
      const unconditional = slope * (at + 1);
      const drawn = matrix[k + l].subarray(0, k).reduce((sum, c, j) => sum + c * shift[j], 0);
      return {time: at, unconditional, conditional: unconditional + drawn};
    }),
  };
}

/** The positive slope with that power, by halving: power grows with the slope. */
function slopeWithPower(
  wanted: number,
  power: (slope: number) => number,
  errors: Float64Array,
  times: readonly number[],
): number {
  let low = 0;
  let high = Math.min(...errors.map((se, j) => se / Math.abs(times[j] + 1)));
  while (power(high) < wanted) high *= 2;
  if (power(0) >= wanted) return 0;
  for (let step = 0; step < 40 && high - low > 1e-5 * high; step++) {
    const middle = (low + high) / 2;
    if (power(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Cholesky factor of the leading k × k part, by rows. */
function lowerFactor(matrix: readonly Float64Array[], k: number): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let i = 0; i < k; i++) {
    const row = new Float64Array(k);
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let l = 0; l < j; l++) sum -= row[l] * (j === i ? row[l] : rows[j][l]);
      row[j] = j === i ? Math.sqrt(Math.max(sum, 0)) : sum / rows[j][j];
    }
    rows.push(row);
  }
  return rows;
}
