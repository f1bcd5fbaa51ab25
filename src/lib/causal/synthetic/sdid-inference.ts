import {normalQuantile, type Random, shuffled, stream, tTwoSided} from "../../numeric/index.ts";
import {
  estimateOf,
  estimateWeights,
  gapOf,
  type SyntheticDidFit,
  type SyntheticDidOptions,
  syntheticDid,
} from "./sdid.ts";
import type {SyntheticDidData} from "./sdid-moments.ts";
import type {SdidSample} from "./sdid-weights.ts";

export interface SdidInferenceOptions {
  /**
   * - `placebo`: the treatment is given to as many controls, drawn at random, as there are treated units; needs more controls
   *   than treated, and that treated and controls have one variance (algorithm 4). The only one for a single treated unit, where
   *   each control is taken once instead of at random, if there are no more of them than draws.
   * - `bootstrap`: units are drawn with replacement and all weights estimated anew (algorithm 2).
   * - `jackknife`: one unit left out at a time, weights kept (algorithm 3): conservative. Needs two treated units.
   */
  readonly variance: "placebo" | "bootstrap" | "jackknife";
  /** Draws of placebo and bootstrap. Default 200. */
  readonly draws?: number;
  /** Seed of the draws. Default 0. */
  readonly seed?: number;
  /** Default 0.95. */
  readonly level?: number;
}

export interface SdidInference {
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  /** Two-sided, of no effect; normal. */
  readonly p: number;
  readonly variance: SdidInferenceOptions["variance"];
  /** The estimates of the draws, or of the panel with each unit left out. */
  readonly draws: Float64Array;
}

/**
 * Standard error and interval of a synthetic difference-in-differences fit (Arkhangelsky et al. 2021, section 5).
 * @throws RangeError where the panel does not allow the estimator, naming one that it does.
 */
export function sdidInference(fit: SyntheticDidFit, options: SdidInferenceOptions): SdidInference {
  const {variance, draws = 200, seed = 0, level = 0.95} = options;
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(Number.isInteger(draws) && draws >= 2))
    throw new RangeError(`invalid draws; not a whole number from 2 on: ${draws}`);
  const estimates =
    variance === "jackknife" ? leaveOneOut(fit) : drawn(fit, variance, draws, stream(seed, "sdid", variance));
  const mean = estimates.reduce((sum, x) => sum + x, 0) / estimates.length;
  const square = estimates.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  const n = estimates.length;
  const standardError = Math.sqrt(variance === "jackknife" ? (square * (n - 1)) / n : square / n);
  const half = normalQuantile(0.5 + level / 2) * standardError;
  return {
    estimate: fit.estimate,
    standardError,
    interval: [fit.estimate - half, fit.estimate + half],
    level,
    p:
      standardError > 0
        ? tTwoSided(fit.estimate / standardError, Number.POSITIVE_INFINITY)
        : fit.estimate === 0
          ? 1
          : 0,
    variance,
    draws: estimates,
  };
}

/**
 * The estimate with each control treated in turn, from the other controls, each a fit of its own (penalties included): what an
 * effect looks like where there is none.
 */
export function sdidPlaceboEach(data: SyntheticDidData, options: SyntheticDidOptions = {}): Float64Array {
  return Float64Array.from(data.controls, (placebo, i) => {
    const controls = data.controls.filter((_, k) => k !== i);
    return syntheticDid({controls, treated: [placebo], prePeriods: data.prePeriods}, options).estimate;
  });
}

function drawn(fit: SyntheticDidFit, variance: "placebo" | "bootstrap", draws: number, random: Random): Float64Array {
  const {controls, units} = fit.moments;
  const treated = units.length - controls;
  if (variance === "placebo" && treated >= controls)
    throw new RangeError(
      `placebo variance needs more controls than treated units, found ${controls} and ${treated}; use "bootstrap" or "jackknife"`,
    );
  if (variance === "bootstrap" && treated < 2)
    throw new RangeError('bootstrap variance needs two or more treated units, found 1; use "placebo"');
  const order = Int32Array.from({length: controls}, (_, i) => i);
  if (variance === "placebo" && treated === 1 && controls <= draws)
    return Float64Array.from({length: controls}, (_, i) =>
      estimateFor(fit, split(Int32Array.of(...order.filter((k) => k !== i), i), 1)),
    );
  return Float64Array.from({length: draws}, () =>
    estimateFor(
      fit,
      variance === "placebo"
        ? split(
            shuffled(
              Int32Array.from({length: controls}, (_, i) => i),
              random,
            ),
            treated,
          )
        : resampled(fit, random),
    ),
  );
}

function estimateFor(fit: SyntheticDidFit, sample: SdidSample): number {
  const weights = estimateWeights(fit.moments, sample, {
    method: fit.method,
    zetaOmega: fit.zetaOmega,
    zetaLambda: fit.zetaLambda,
    startOmega: Float64Array.from(sample.controls, (i) => fit.unitWeights[i]),
    startLambda: fit.timeWeights,
  });
  return estimateOf(gapOf(fit.moments, sample, weights.omega), weights.lambda);
}

/** The last `treated` of an order of controls stand as treated; indices ascend within each part. */
function split(order: Int32Array, treated: number): SdidSample {
  const controls = order.slice(0, order.length - treated).sort();
  const placebos = order.slice(order.length - treated).sort();
  return {
    controls,
    controlCounts: new Float64Array(controls.length).fill(1),
    treated: placebos,
    treatedCounts: new Float64Array(placebos.length).fill(1),
  };
}

function resampled({moments}: SyntheticDidFit, random: Random): SdidSample {
  const n = moments.units.length;
  const counts = new Float64Array(n);
  for (;;) {
    counts.fill(0);
    for (let k = 0; k < n; k++) counts[random.integer(n)]++;
    const drawnOf = (from: number, to: number) =>
      Int32Array.from(Array.from({length: to - from}, (_, k) => from + k).filter((i) => counts[i] > 0));
    const [controls, treated] = [drawnOf(0, moments.controls), drawnOf(moments.controls, n)];
    if (controls.length > 0 && treated.length > 0)
      return {
        controls,
        controlCounts: Float64Array.from(controls, (i) => counts[i]),
        treated,
        treatedCounts: Float64Array.from(treated, (i) => counts[i]),
      };
  }
}

function leaveOneOut(fit: SyntheticDidFit): Float64Array {
  const {controls, units} = fit.moments;
  const treated = units.length - controls;
  if (treated < 2) throw new RangeError('jackknife variance needs two or more treated units, found 1; use "placebo"');
  if (fit.unitWeights.filter((w) => w > 0).length < 2)
    throw new RangeError('jackknife variance needs two or more controls with weight, found 1; use "placebo"');
  return Float64Array.from(units, (_, out) => {
    const keep = (from: number, to: number) =>
      Int32Array.from(Array.from({length: to - from}, (_, k) => from + k).filter((i) => i !== out));
    const [others, rest] = [keep(0, controls), keep(controls, units.length)];
    const kept = others.reduce((sum, i) => sum + fit.unitWeights[i], 0);
    const omega = Float64Array.from(others, (i) => fit.unitWeights[i] / kept);
    const sample = {
      controls: others,
      controlCounts: new Float64Array(others.length).fill(1),
      treated: rest,
      treatedCounts: new Float64Array(rest.length).fill(1),
    };
    return estimateOf(gapOf(fit.moments, sample, omega), fit.timeWeights);
  });
}
