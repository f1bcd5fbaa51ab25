import type {Learner} from "../../models/index.ts";
import type {Labels} from "../inference/labels.ts";
import {type CrossFitSample, crossFit} from "./cross-fit.ts";
import {labelsOf} from "./fit.ts";
import {checkColumns, type LinearScoreFit, solveScore} from "./linear-score.ts";

export interface MultiValuedOptions {
  /** Names of the treatment's levels: "avoid", "reduce", "normal", "amplify". */
  readonly levels: readonly string[];
  /** Propensities are kept at `clip` or above. Default 0.01. */
  readonly clip?: number;
  /** Inverse weights of each level scaled to mean one (Hájek). Default false. */
  readonly normalise?: boolean;
  readonly labels?: Labels;
}

export interface MultiValuedPredictions {
  /** One a level: of E[y | level, x], for every row. */
  readonly outcomes: readonly Float64Array[];
  /** One a level: of P(level | x); scaled to sum to one over the levels, then clipped. */
  readonly propensities: readonly Float64Array[];
}

/** Mean potential outcomes of a treatment with several levels. Effects are contrasts of two: `contrast`. */
export interface MultiValuedFit {
  readonly levels: readonly string[];
  /** Rows with each level. */
  readonly counts: Int32Array;
  /** Mean outcome if all rows had the level, one a level. */
  readonly means: readonly LinearScoreFit[];
  /** Doubly robust signals of the potential outcomes, one Float64Array a level. */
  readonly signals: readonly Float64Array[];
  readonly propensities: readonly Float64Array[];
  /** Propensities that were clipped, of all rows and levels. */
  readonly clipped: number;
  readonly labels?: Labels;
}

/**
 * Mean potential outcomes of a treatment with levels 0 … L − 1 (Cattaneo 2010; Farrell 2015), doubly robust:
 * ψ_l = ĝ_l(x) + 1{level = l}(y − ĝ_l(x)) / m̂_l(x) − θ_l, from nuisance predictions made elsewhere.
 * Assumes that the level is as good as random given x, and that every row could have had each.
 * @param level level of each row, an index into `levels`.
 * @throws RangeError for a level that no row has, or is not there; for lengths that differ or values that are not finite.
 */
export function multiValuedFromPredictions(
  y: Float64Array,
  level: Int32Array,
  {outcomes, propensities: raw}: MultiValuedPredictions,
  {levels, clip = 0.01, normalise = false, labels}: MultiValuedOptions,
): MultiValuedFit {
  const counts = checkLevels(level, levels);
  if (outcomes.length !== levels.length || raw.length !== levels.length)
    throw new RangeError(
      `invalid predictions; ${outcomes.length} outcomes and ${raw.length} propensities for ${levels.length} levels`,
    );
  levels.forEach((name, l) => {
    checkColumns({y, [`outcome at ${name}`]: outcomes[l], [`propensity of ${name}`]: raw[l]});
  });
  if (!(clip > 0 && clip < 1 / levels.length)) throw new RangeError(`invalid clip; not in (0, 1/levels): ${clip}`);
  let clipped = 0;
  const propensities = raw.map((column) => {
    const kept = column.map((p, i) => {
      const sum = raw.reduce((s, other) => s + Math.max(other[i], 0), 0);
      const scaled = sum > 0 ? Math.max(p, 0) / sum : 1 / levels.length;
      if (scaled < clip) clipped++;
      return Math.max(scaled, clip);
    });
    return kept;
  });
  const signals = levels.map((_, l) => {
    const weights = propensities[l].map((p, i) => (level[i] === l ? 1 / p : 0));
    const mean = normalise ? weights.reduce((s, w) => s + w, 0) / y.length : 1;
    return outcomes[l].map((g, i) => g + (weights[i] / mean) * (y[i] - g));
  });
  const means = signals.map((signal) => meanOf(signal, labels));
  return {levels, counts, means, signals, propensities, clipped, labels};
}

/**
 * Effect of one level against another: E[y(level)] − E[y(reference)].
 * @throws RangeError for a level that is not there.
 */
export function contrast({levels, signals, labels}: MultiValuedFit, level: string, reference: string): LinearScoreFit {
  const [a, b] = [level, reference].map((name) => {
    const l = levels.indexOf(name);
    if (l < 0) throw new RangeError(`invalid level; not one of ${levels.join(", ")}: ${name}`);
    return signals[l];
  });
  return meanOf(
    a.map((v, i) => v - b[i]),
    labels,
  );
}

/** The mean of a signal, as a linear score: ψ = signal − θ. */
export function meanOf(signal: Float64Array, labels?: Labels): LinearScoreFit {
  return solveScore(new Float64Array(signal.length).fill(-1), signal, "invalid signal; no rows", labels);
}

export interface FitMultiValuedOptions extends CrossFitSample, Omit<MultiValuedOptions, "labels"> {
  readonly y: Float64Array;
  readonly level: Int32Array;
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner};
}

/**
 * Mean potential outcomes end to end: the outcome is fitted on the rows of each level apart, each level's propensity against
 * all others, as a probability where the learner does that, else as a mean.
 * @throws RangeError as `crossFit` and `multiValuedFromPredictions`.
 */
export function fitMultiValued(options: FitMultiValuedOptions): MultiValuedFit {
  const {y, level, levels, learners} = options;
  checkLevels(level, levels);
  const outcomes = levels.map((name, l) => {
    const among = Uint8Array.from(level, (v) => (v === l ? 1 : 0));
    return crossFit(y, options, {name: `outcome at ${name}`, learner: learners.outcome, among});
  });
  const propensities = levels.map((name, l) => {
    const is = Float64Array.from(level, (v) => (v === l ? 1 : 0));
    return crossFit(is, options, {name: `propensity of ${name}`, learner: learners.treatment, task: "probability"});
  });
  return multiValuedFromPredictions(y, level, {outcomes, propensities}, {...options, labels: labelsOf(options)});
}

function checkLevels(level: Int32Array, levels: readonly string[]): Int32Array {
  if (levels.length < 2) throw new RangeError(`invalid levels; two or more, found ${levels.length}`);
  const counts = new Int32Array(levels.length);
  level.forEach((l, i) => {
    if (!(l >= 0 && l < levels.length))
      throw new RangeError(`invalid level; not in 0 … ${levels.length - 1} in row ${i}: ${l}`);
    counts[l]++;
  });
  const empty = counts.indexOf(0);
  if (empty >= 0) throw new RangeError(`invalid levels; no row has "${levels[empty]}": leave it out`);
  return counts;
}
