/**
 * Hidden Markov model with Gaussian emissions of one variable (Rabiner 1989; Hamilton 1989): state S_t is a Markov chain, and
 * x_t given S_t = k is normal with mean μ_k and variance σ²_k. All passes are scaled (Rabiner 1989, section V.A), with the
 * emission densities taken relative to the largest of each time, so that no observation underflows.
 *
 * A missing observation (NaN) says nothing: its density is 1 in every state.
 */
export interface Hmm {
  /** Probability of each state at the first time. */
  readonly start: readonly number[];
  /** transition[i][j] = P(S_{t+1} = j | S_t = i). */
  readonly transition: readonly (readonly number[])[];
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

/** Emission densities of an observation in each state, relative to the largest, and the log of that. */
export function emissions({means, variances}: Hmm, x: number, out: Float64Array): number {
  if (Number.isNaN(x)) {
    out.fill(1);
    return 0;
  }
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < means.length; k++) {
    out[k] = -0.5 * (Math.log(2 * Math.PI * variances[k]) + (x - means[k]) ** 2 / variances[k]);
    most = Math.max(most, out[k]);
  }
  for (let k = 0; k < means.length; k++) out[k] = Math.exp(out[k] - most);
  return most;
}

/**
 * A filter that is fed one observation at a time: `predicted` are the state probabilities before it, given all earlier ones;
 * `filtered` those with it. What a state was in the light of later observations (smoothing) it cannot say: use it for
 * whatever must be known at the time.
 */
export interface HmmFilter {
  /** Takes the next observation (NaN: missing). @returns its log density given the earlier ones. */
  push(x: number): number;
  /** P(S_t = k | x_1 … x_t) after the latest observation; the start probabilities before the first. */
  filtered(): Float64Array;
}

export function hmmFilter(model: Hmm): HmmFilter {
  const n = model.means.length;
  const density = new Float64Array(n);
  let state = Float64Array.from(model.start);
  let started = false;
  return {
    push(x) {
      const predicted = started ? step(state, model.transition) : state;
      started = true;
      const log = emissions(model, x, density);
      let sum = 0;
      state = predicted.map((p, k) => p * density[k]);
      for (let k = 0; k < n; k++) sum += state[k];
      for (let k = 0; k < n; k++) state[k] /= sum;
      return Math.log(sum) + log;
    },
    filtered: () => state.slice(),
  };
}

function step(state: Float64Array, transition: Hmm["transition"]): Float64Array {
  const next = new Float64Array(state.length);
  for (let i = 0; i < state.length; i++) for (let j = 0; j < state.length; j++) next[j] += state[i] * transition[i][j];
  return next;
}

export interface ForwardBackward {
  readonly logLikelihood: number;
  /** P(S_t = k | x_1 … x_t), one row a time. */
  readonly filtered: readonly Float64Array[];
  /** P(S_t = k | all of x): it knows the future of t. For fitting, never for a feature. */
  readonly smoothed: readonly Float64Array[];
  /** Σ_t P(S_t = i, S_{t+1} = j | all of x). */
  readonly transitions: readonly Float64Array[];
}

/** Forward-backward (Baum et al. 1970), scaled. x: one observation a time, NaN is missing; at least one. */
export function forwardBackward(model: Hmm, x: Float64Array): ForwardBackward {
  const n = model.means.length;
  const {logLikelihood, filtered, smoothed, transitions} = passes(model, x);
  const rows = (flat: Float64Array) => Array.from({length: flat.length / n}, (_, t) => flat.subarray(t * n, t * n + n));
  return {logLikelihood, filtered: rows(filtered), smoothed: rows(smoothed), transitions: rows(transitions)};
}

/** What `forwardBackward` gives, row after row in one array each: the inner loop of a fit, without an allocation a time. */
export function passes(model: Hmm, x: Float64Array) {
  const n = model.means.length;
  const T = x.length;
  const means = Float64Array.from(model.means);
  const half = Float64Array.from(model.variances, (v) => -0.5 / v);
  const constant = Float64Array.from(model.variances, (v) => -0.5 * Math.log(2 * Math.PI * v));
  const P = Float64Array.from(model.transition.flat());
  const predicted = new Float64Array(T * n);
  const filtered = new Float64Array(T * n);
  const density = new Float64Array(n);
  let logLikelihood = 0;
  for (let t = 0; t < T; t++) {
    const at = t * n;
    if (t === 0) predicted.set(model.start);
    else
      for (let i = 0; i < n; i++) {
        const from = filtered[at - n + i];
        for (let j = 0; j < n; j++) predicted[at + j] += from * P[i * n + j];
      }
    let most = 0;
    if (Number.isNaN(x[t])) density.fill(1);
    else {
      most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < n; k++) {
        const d = x[t] - means[k];
        density[k] = constant[k] + half[k] * d * d;
        if (density[k] > most) most = density[k];
      }
      for (let k = 0; k < n; k++) density[k] = Math.exp(density[k] - most);
    }
    let sum = 0;
    for (let k = 0; k < n; k++) {
      filtered[at + k] = predicted[at + k] * density[k];
      sum += filtered[at + k];
    }
    for (let k = 0; k < n; k++) filtered[at + k] /= sum;
    logLikelihood += Math.log(sum) + most;
  }
  const smoothed = new Float64Array(T * n);
  smoothed.set(filtered.subarray((T - 1) * n), (T - 1) * n);
  const transitions = new Float64Array(n * n);
  for (let t = T - 2; t >= 0; t--) {
    const at = t * n;
    for (let j = 0; j < n; j++) {
      const before = predicted[at + n + j];
      if (before === 0) continue; // a state that cannot be reached
      const ratio = smoothed[at + n + j] / before;
      for (let i = 0; i < n; i++) {
        const joint = filtered[at + i] * P[i * n + j] * ratio;
        smoothed[at + i] += joint;
        transitions[i * n + j] += joint;
      }
    }
  }
  return {logLikelihood, filtered, smoothed, transitions};
}

/** The most likely sequence of states (Viterbi 1967), and its joint log density with x. Ties: the lower state. */
export function viterbi(model: Hmm, x: Float64Array): {readonly logDensity: number; readonly path: Int32Array} {
  const n = model.means.length;
  const density = new Float64Array(n);
  const back = Array.from(x, () => new Int32Array(n));
  let best = Float64Array.from(model.start, (p) => Math.log(p));
  for (let t = 0; t < x.length; t++) {
    const next = new Float64Array(n);
    const log = emissions(model, x[t], density);
    for (let j = 0; j < n; j++) {
      let from = 0;
      let most = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < n && t > 0; i++) {
        const value = best[i] + Math.log(model.transition[i][j]);
        if (value > most) [most, from] = [value, i];
      }
      back[t][j] = from;
      next[j] = (t === 0 ? best[j] : most) + log + Math.log(density[j]);
    }
    best = next;
  }
  const path = new Int32Array(x.length);
  let state = best.indexOf(Math.max(...best));
  const logDensity = best[state];
  for (let t = x.length - 1; t >= 0; t--) {
    path[t] = state;
    state = back[t][state];
  }
  return {logDensity, path};
}
