import {dot} from "../../numeric/index.ts";
import type {StateSpace} from "./state-space.ts";

/** What a step of the filter leaves for the smoother. */
export interface FilterStep {
  /** State and its variance before the observation: the finite part P, and the diffuse part P∞ (null once it is gone). */
  readonly state: Float64Array;
  readonly variance: Float64Array;
  readonly diffuse: Float64Array | null;
  /** yₜ − zₜ·aₜ; NaN where y is missing. */
  readonly error: number;
  /** Its variance: finite and diffuse part. */
  readonly errorVariance: number;
  readonly diffuseErrorVariance: number;
}

export interface KalmanFilter {
  /** Without the constant of the observations that the diffuse states use up. */
  readonly logLikelihood: number;
  /** Observations that went into the diffuse states; at most their number. */
  readonly diffuseObservations: number;
  readonly steps: readonly FilterStep[];
  /** State and variance after the last period, before the next. */
  readonly state: Float64Array;
  readonly variance: Float64Array;
  /** Null: all states are known; else what is still diffuse. */
  readonly diffuse: Float64Array | null;
}

/** A diffuse variance of the error below this is rounding: the observation says nothing new of the diffuse states. */
const nothing = 1e-9;

/**
 * Kalman filter with exact diffuse initialisation (Koopman 1997; Durbin and Koopman 2012, section 5.2, one series). A missing
 * observation (NaN) only lets time pass.
 * @param keepSteps what the smoother needs; false for the likelihood alone.
 */
export function kalmanFilter(model: StateSpace, y: Float64Array, keepSteps = true): KalmanFilter {
  const {states: m, loadings, noise, transition, disturbances} = model;
  const state = new Float64Array(m);
  const variance = new Float64Array(m * m);
  let diffuse: Float64Array | null = new Float64Array(m * m);
  for (let j = 0; j < m; j++) diffuse[j * m + j] = 1;
  const [column, diffuseColumn, moved] = [new Float64Array(m), new Float64Array(m), new Float64Array(m)];
  const half = new Float64Array(m * m);
  let logLikelihood = 0;
  let diffuseObservations = 0;
  const steps: FilterStep[] = [];
  for (let t = 0; t < y.length; t++) {
    const z = loadings[t];
    let error = y[t];
    let errorVariance = noise;
    let loaded = 0;
    let size = 0;
    for (let i = 0; i < m; i++) {
      let [own, unknown] = [0, 0];
      for (let j = 0; j < m; j++) {
        own += variance[i * m + j] * z[j];
        if (diffuse !== null) unknown += diffuse[i * m + j] * z[j];
      }
      column[i] = own;
      diffuseColumn[i] = unknown;
      error -= z[i] * state[i];
      errorVariance += z[i] * own;
      loaded += z[i] * unknown;
      size += z[i] * z[i];
    }
    const f = loaded > nothing * size ? loaded : 0;
    if (keepSteps)
      steps.push({
        state: state.slice(),
        variance: variance.slice(),
        diffuse: diffuse === null ? null : diffuse.slice(),
        error,
        errorVariance,
        diffuseErrorVariance: f,
      });
    if (!Number.isNaN(error)) {
      if (diffuse !== null && f > 0) {
        const both = errorVariance / f / f;
        let left = 0;
        for (let i = 0; i < m; i++) {
          state[i] += (diffuseColumn[i] * error) / f;
          for (let j = 0; j < m; j++) {
            variance[i * m + j] +=
              diffuseColumn[i] * diffuseColumn[j] * both -
              (column[i] * diffuseColumn[j] + diffuseColumn[i] * column[j]) / f;
            diffuse[i * m + j] -= (diffuseColumn[i] * diffuseColumn[j]) / f;
          }
          left += Math.abs(diffuse[i * m + i]);
        }
        logLikelihood -= Math.log(f) / 2;
        diffuseObservations++;
        if (left < nothing) diffuse = null;
      } else if (errorVariance > 0) {
        for (let i = 0; i < m; i++) {
          state[i] += (column[i] * error) / errorVariance;
          for (let j = 0; j < m; j++) variance[i * m + j] -= (column[i] * column[j]) / errorVariance;
        }
        logLikelihood -= (Math.log(2 * Math.PI * errorVariance) + (error * error) / errorVariance) / 2;
      }
    }
    moved.fill(0);
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) moved[i] += transition[i * m + j] * state[j];
    state.set(moved);
    carry(transition, variance, half, m);
    for (let i = 0; i < m; i++) variance[i * m + i] += disturbances[i];
    if (diffuse !== null) carry(transition, diffuse, half, m);
  }
  return {logLikelihood, diffuseObservations, steps, state, variance, diffuse};
}

/** P ← T P Tᵀ. */
function carry(transition: Float64Array, p: Float64Array, half: Float64Array, m: number): void {
  half.fill(0);
  for (let i = 0; i < m; i++)
    for (let k = 0; k < m; k++) {
      const factor = transition[i * m + k];
      if (factor !== 0) for (let j = 0; j < m; j++) half[i * m + j] += factor * p[k * m + j];
    }
  p.fill(0);
  for (let j = 0; j < m; j++)
    for (let k = 0; k < m; k++) {
      const factor = transition[j * m + k];
      if (factor !== 0) for (let i = 0; i < m; i++) p[i * m + j] += factor * half[i * m + k];
    }
}

/**
 * Smoothed means of the states given the whole series (Durbin and Koopman 2012, sections 4.4 and 5.3): α̂ₜ = aₜ + Pₜ r + P∞ₜ r∞.
 * @returns one vector of m a period.
 */
export function smoothedStates(model: StateSpace, {steps}: KalmanFilter): Float64Array[] {
  const {states: m, loadings, transition} = model;
  let r: Float64Array = new Float64Array(m);
  let diffuseR: Float64Array = new Float64Array(m);
  const smoothed: Float64Array[] = new Array(steps.length);
  for (let t = steps.length - 1; t >= 0; t--) {
    const {state, variance, diffuse, error, errorVariance, diffuseErrorVariance} = steps[t];
    r = multiplyTransposed(transition, r, m);
    diffuseR = multiplyTransposed(transition, diffuseR, m);
    const z = loadings[t];
    if (!Number.isNaN(error)) {
      const column = times(variance, z);
      if (diffuse !== null && diffuseErrorVariance > 0) {
        const f = diffuseErrorVariance;
        const diffuseColumn = times(diffuse, z);
        const gain = dot(diffuseColumn, r) / f; // K∞·r
        const second = (dot(diffuseColumn, r) * errorVariance) / f / f - dot(column, r) / f;
        const diffuseGain = dot(diffuseColumn, diffuseR) / f;
        diffuseR = diffuseR.map((x, i) => x + z[i] * (error / f + second - diffuseGain));
        r = r.map((x, i) => x - z[i] * gain);
      } else if (errorVariance > 0) {
        const gain = dot(column, r) / errorVariance;
        r = r.map((x, i) => x + z[i] * (error / errorVariance - gain));
      }
    }
    const known = times(variance, r);
    const unknown = diffuse === null ? null : times(diffuse, diffuseR);
    smoothed[t] = state.map((a, i) => a + known[i] + (unknown === null ? 0 : unknown[i]));
  }
  return smoothed;
}

/** T P Tᵀ, plus the disturbances' variances. */
export function carried({states: m, transition, disturbances}: StateSpace, p: Float64Array): Float64Array {
  const next = p.slice();
  carry(transition, next, new Float64Array(m * m), m);
  for (let i = 0; i < m; i++) next[i * m + i] += disturbances[i];
  return next;
}

/** A x, A m × m by rows. */
export function multiply(a: Float64Array, x: Float64Array, m: number): Float64Array {
  const product = new Float64Array(m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) product[i] += a[i * m + j] * x[j];
  return product;
}

function multiplyTransposed(a: Float64Array, x: Float64Array, m: number): Float64Array {
  const product = new Float64Array(m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) product[j] += a[i * m + j] * x[i];
  return product;
}

/** P z, P symmetric. */
export function times(p: Float64Array, z: Float64Array): Float64Array {
  return multiply(p, z, z.length);
}
