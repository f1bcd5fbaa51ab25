import {normalQuantile} from "../../numeric/index.ts";

/** An estimator on a design whose truth is known. */
export interface KnownTruthCase {
  /** The estimator: "double machine learning, partially linear". */
  readonly method: string;
  /** Where the data come from, with its source. */
  readonly design: string;
  readonly n: number;
  /** Why intervals may fall short here: the design strains what the estimator assumes. Absent: it assumes what the design has. */
  readonly strained?: string;
  /** One data set drawn and estimated. */
  run(seed: number): KnownTruthDraw;
}

/** One draw; of several estimates at once (traders) one entry each. */
export interface KnownTruthDraw {
  readonly truth: ArrayLike<number>;
  readonly estimate: ArrayLike<number>;
  readonly standardError: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  /** Of a joint statement: whether all of it held. Absent: each interval counts. */
  readonly held?: boolean;
}

/** What a page prints of a case: plain numbers. */
export interface KnownTruthRow {
  readonly method: string;
  readonly design: string;
  readonly n: number;
  readonly draws: number;
  /** Mean truth. */
  readonly truth: number;
  readonly bias: number;
  /** Monte-Carlo standard error of the bias. */
  readonly biasError: number;
  /** Standard deviation of estimate − truth over the draws. */
  readonly spread: number;
  readonly meanStandardError: number;
  /** |bias| / spread. */
  readonly biasInStandardErrors: number;
  /** Share of intervals that held the truth, and its Monte-Carlo standard error. */
  readonly coverage: number;
  readonly coverageError: number;
}

/**
 * Bias and coverage of an estimator over `draws` data sets, seeds `seed`, `seed` + 1, …
 * @throws RangeError for fewer than two draws.
 */
export function knownTruth(
  one: KnownTruthCase,
  {draws, seed}: {readonly draws: number; readonly seed: number},
): KnownTruthRow {
  if (!(Number.isInteger(draws) && draws >= 2)) throw new RangeError(`invalid draws; not two or more: ${draws}`);
  return summarise(
    one,
    Array.from({length: draws}, (_, s) => one.run(seed + s)),
  );
}

/** The row of a case from its draws. Of draws with several estimates each counts as its mean: errors across draws stay independent. */
export function summarise(
  {method, design, n}: Pick<KnownTruthCase, "method" | "design" | "n">,
  found: readonly KnownTruthDraw[],
): KnownTruthRow {
  const draws = found.length;
  const errors: number[] = [];
  const held: number[] = [];
  let [truth, squares, standard] = [0, 0, 0];
  for (const draw of found) {
    const k = draw.truth.length;
    let [error, inside] = [0, 0];
    for (let j = 0; j < k; j++) {
      const gap = draw.estimate[j] - draw.truth[j];
      error += gap / k;
      if (draw.lower[j] <= draw.truth[j] && draw.truth[j] <= draw.upper[j]) inside += 1 / k;
      truth += draw.truth[j] / k / draws;
      squares += (gap * gap) / k / draws;
      standard += draw.standardError[j] / k / draws;
    }
    errors.push(error);
    held.push(draw.held === undefined ? inside : +draw.held);
  }
  const bias = mean(errors);
  const spread = Math.sqrt(Math.max(0, squares - bias * bias));
  return {
    ...{method, design, n, draws, truth, bias, spread},
    biasError: deviation(errors) / Math.sqrt(draws),
    meanStandardError: standard,
    biasInStandardErrors: Math.abs(bias) / spread,
    coverage: mean(held),
    coverageError: deviation(held) / Math.sqrt(draws),
  };
}

/** A draw of one estimate. */
export function single(
  truth: number,
  {estimate, standardError, interval}: {estimate: number; standardError: number; interval: readonly [number, number]},
): KnownTruthDraw {
  return {
    truth: [truth],
    estimate: [estimate],
    standardError: [standardError],
    lower: [interval[0]],
    upper: [interval[1]],
  };
}

/** 95 % intervals of normal width. */
export function normalIntervals(estimate: ArrayLike<number>, standardError: ArrayLike<number>, level = 0.95) {
  const z = normalQuantile(0.5 + level / 2);
  const bound = (sign: number) => Float64Array.from(estimate, (v, j) => v + sign * z * standardError[j]);
  return {lower: bound(-1), upper: bound(1)};
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const m = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (values.length - 1));
}
