import {type Design, designRows, type Learner, type Model, pick} from "../../models/index.ts";
import {stream} from "../../numeric/index.ts";
import {type CrossFitSample, crossFit, probabilityTask} from "../dml/cross-fit.ts";
import {type CrossFitFold, checkFolds} from "../dml/folds.ts";
import {irmFromPredictions} from "../dml/interactive.ts";
import {checkBinary, checkColumns} from "../dml/linear-score.ts";

export interface EffectLearnerOptions extends CrossFitSample {
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly learners: {
    readonly outcome: Learner;
    readonly treatment: Learner;
    /** Of the effect given `effectX`. */
    readonly effect: Learner;
  };
  /** What effects may depend on; default all of x. */
  readonly effectX?: Design;
  /** Bound of the propensities (DR-learner). Default 0.01. */
  readonly clip?: number;
}

/**
 * DR-learner (Kennedy 2023): regresses the doubly robust signal of the effect, from cross-fitted nuisances, on covariates, with any
 * learner. For a 0/1 treatment.
 * @returns a model of the effect of one unit of treatment given `effectX`.
 */
export function drLearner(options: EffectLearnerOptions): Model {
  const {y, d, learners, clip} = options;
  checkColumns({y, d});
  checkBinary(d, "treatment");
  const [outcome0, outcome1] = [0, 1].map((arm) => {
    const among = Uint8Array.from(d, (v) => (v === arm ? 1 : 0));
    return crossFit(y, options, {name: `outcome at d = ${arm}`, learner: learners.outcome, among});
  });
  const propensity = crossFit(d, options, {name: "treatment", learner: learners.treatment, task: "probability"});
  const {signal} = irmFromPredictions(y, d, {outcome0, outcome1, propensity}, {clip});
  return fitEffect(options, signal, undefined);
}

/**
 * R-learner (Nie and Wager 2021): minimises Σ ((y − ℓ̂) − τ(x)(d − m̂))², which is a regression of (y − ℓ̂)/(d − m̂) with weights
 * (d − m̂)², with any learner that takes weights. For a 0/1 or a continuous treatment.
 * @returns a model of the effect of one unit of treatment given `effectX`.
 */
export function rLearner(options: EffectLearnerOptions): Model {
  const {y, d, learners} = options;
  checkColumns({y, d});
  const binary = d.every((v) => v === 0 || v === 1);
  const task = binary ? probabilityTask(learners.treatment) : ("mean" as const);
  const predictedY = crossFit(y, options, {name: "outcome", learner: learners.outcome});
  const predictedD = crossFit(d, options, {name: "treatment", learner: learners.treatment, task});
  const residualD = d.map((v, i) => v - predictedD[i]);
  const weights = residualD.map((v) => v * v);
  const largest = weights.reduce((most, v) => Math.max(most, v), 0);
  if (!(largest > 0)) throw new RangeError("invalid treatment; nothing of it varies once x is partialled out");
  // a ratio over a vanishing residual has a vanishing weight: below 1e-12 of the largest it is noise only
  const target = y.map((v, i) => (weights[i] > 1e-12 * largest ? (v - predictedY[i]) / residualD[i] : 0));
  return fitEffect(
    options,
    target,
    weights.map((w) => (w > 1e-12 * largest ? w : 0)),
  );
}

function fitEffect(
  {x, effectX = x, day, seed, learners}: EffectLearnerOptions,
  target: Float64Array,
  weights: Float64Array | undefined,
): Model {
  return learners.effect.fit(effectX, target, {random: stream(seed, "effect"), days: day, weights});
}

export interface CrossFitEffectsOptions extends Omit<EffectLearnerOptions, "folds"> {
  /** Folds whose effects are predicted by models that saw nothing of them. */
  readonly folds: readonly CrossFitFold[];
  /** Folds of an outer training sample for its own nuisances, from the days of its rows. */
  readonly inner: (day: Int32Array) => readonly CrossFitFold[];
  readonly method: "dr" | "r";
}

/**
 * Predicted effects, each by a model that saw neither the row nor a nuisance fitted on it: nested cross-fitting, so that
 * `calibrationTest` and `rankWeightedEffect` may set them against the rows' own signals.
 */
export function crossFitEffects(options: CrossFitEffectsOptions): Float64Array {
  const {y, d, x, effectX = x, day, folds, inner, method, seed, learners, clip} = options;
  checkFolds(folds, y.length);
  const learn = method === "dr" ? drLearner : rLearner;
  const effects = new Float64Array(y.length);
  folds.forEach(({train, test}, k) => {
    const days = Int32Array.from(train, (i) => day[i]);
    const model = learn({
      y: pick(y, train),
      d: pick(d, train),
      x: designRows(x, train),
      effectX: designRows(effectX, train),
      day: days,
      folds: inner(days),
      seed: stream(seed, "effects", k).uint32(),
      learners,
      clip,
    });
    const prediction = model.predict(designRows(effectX, test));
    test.forEach((i, row) => {
      effects[i] = prediction[row];
    });
  });
  return effects;
}
