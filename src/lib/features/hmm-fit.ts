import {stream} from "../numeric/index.ts";
import {type Hmm, passes} from "./hmm.ts";

export interface HmmFit {
  readonly model: Hmm;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface EmOptions {
  /** Default 200. */
  readonly maxIterations?: number;
  /** Stops when an iteration gains less than this in log likelihood. Default 1e-6. */
  readonly tolerance?: number;
  /** No variance falls below it: a state that sits on one observation has an infinite likelihood. Default 0. */
  readonly varianceFloor?: number;
}

/**
 * One step of expectation-maximisation (Baum-Welch): pure maximum likelihood, no prior. A state that is never visited keeps
 * its parameters.
 */
export function emStep(model: Hmm, x: Float64Array, varianceFloor = 0): {readonly model: Hmm; readonly before: number} {
  const n = model.means.length;
  const {logLikelihood, smoothed, transitions} = passes(model, x);
  const transition = model.transition.map((old, i) => {
    const row = transitions.subarray(i * n, i * n + n);
    const total = row.reduce((sum, v) => sum + v, 0);
    return total > 0 ? Array.from(row, (v) => v / total) : [...old];
  });
  const means = [...model.means];
  const variances = [...model.variances];
  for (let k = 0; k < n; k++) {
    let [weight, sum] = [0, 0];
    for (let t = 0; t < x.length; t++) {
      if (Number.isNaN(x[t])) continue;
      weight += smoothed[t * n + k];
      sum += smoothed[t * n + k] * x[t];
    }
    if (!(weight > 0)) continue;
    const mean = sum / weight;
    let squares = 0;
    for (let t = 0; t < x.length; t++)
      if (!Number.isNaN(x[t])) squares += smoothed[t * n + k] * (x[t] - mean) * (x[t] - mean);
    means[k] = mean;
    variances[k] = Math.max(squares / weight, varianceFloor);
  }
  return {model: {start: [...smoothed.subarray(0, n)], transition, means, variances}, before: logLikelihood};
}

/** Runs EM from a given model until it gains no more. */
export function fitFrom(
  first: Hmm,
  x: Float64Array,
  {maxIterations = 200, tolerance = 1e-6, varianceFloor = 0}: EmOptions = {},
): HmmFit {
  let model = first;
  let last = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const step = emStep(model, x, varianceFloor);
    if (step.before - last < tolerance)
      return {model, logLikelihood: step.before, iterations: iteration, converged: true};
    last = step.before;
    model = step.model;
  }
  return {model, logLikelihood: passes(model, x).logLikelihood, iterations: maxIterations, converged: false};
}

export interface FitHmmOptions {
  readonly states: number;
  readonly seed: number;
  /** Names of the random streams: those of a stage and a fold. */
  readonly names: readonly (string | number)[];
  /** How many starts; the one with the highest likelihood is kept (ties: the first). Default 4. */
  readonly starts?: number;
}

/**
 * Fits a Gaussian HMM by EM from several starts, since the likelihood has many local maxima. The first start splits the
 * sample by the size of the deviation from the median, the others are drawn from named streams. States are returned in the
 * order of their variance, lowest first: labels mean the same in every fit. No variance falls below 10⁻⁴ of the sample's.
 *
 * @param x observations in order of time; NaN is missing.
 * @returns null where there are fewer than 10 observations a state, or no variance at all.
 */
export function fitHmm(x: Float64Array, {states, seed, names, starts = 4}: FitHmmOptions): HmmFit | null {
  if (!(Number.isInteger(states) && states >= 1 && states <= 10))
    throw new RangeError(`invalid states; not 1 to 10: ${states}`);
  const known = x.filter((v) => Number.isFinite(v));
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  const variance = known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / known.length;
  if (known.length < 10 * states || !(variance > 0 && variance < Number.POSITIVE_INFINITY)) return null;
  let best: HmmFit | null = null;
  for (let s = 0; s < starts; s++) {
    const random = stream(seed, ...names, "hmm", states, s);
    const spread = Array.from({length: states}, (_, k) =>
      s === 0 ? (k + 0.5) / states : (k + random.uniform()) / states,
    );
    const fit = fitFrom(
      {
        start: spread.map(() => 1 / states),
        transition: spread
          .map((_, i) => spread.map((__, j) => (i === j ? 0.9 : 0.1 / Math.max(1, states - 1))))
          .map(normalised),
        means: spread.map(() => mean + (s === 0 ? 0 : 0.5 * Math.sqrt(variance) * random.normal())),
        variances: spread.map((u) => variance * (0.2 + 2.5 * u * u)), // from calm to wild, around the sample's own
      },
      x,
      {varianceFloor: 1e-4 * variance},
    );
    if (Number.isFinite(fit.logLikelihood) && (best === null || fit.logLikelihood > best.logLikelihood)) best = fit;
  }
  return best === null ? null : {...best, model: byVariance(best.model)};
}

function normalised(row: readonly number[]): number[] {
  const total = row.reduce((sum, v) => sum + v, 0);
  return row.map((v) => v / total);
}

function byVariance({start, transition, means, variances}: Hmm): Hmm {
  const order = variances.map((_, k) => k).sort((a, b) => variances[a] - variances[b] || a - b);
  return {
    start: order.map((k) => start[k]),
    transition: order.map((i) => order.map((j) => transition[i][j])),
    means: order.map((k) => means[k]),
    variances: order.map((k) => variances[k]),
  };
}

/** Bayesian information criterion of a fit (Schwarz 1978), lower is better: K(K − 1) + (K − 1) + 2K free parameters. */
export function bic({model, logLikelihood}: HmmFit, observations: number): number {
  const k = model.means.length;
  return (k * (k - 1) + (k - 1) + 2 * k) * Math.log(observations) - 2 * logLikelihood;
}
