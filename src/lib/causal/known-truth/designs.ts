import type {Design} from "../../models/index.ts";
import {stream} from "../../numeric/index.ts";
import {correlatedNormals, decayingIndex, decayingVariance, logit} from "./correlated-normals.ts";

/** Data of a design: outcome, treatment, features, and what is true of them. */
export interface TreatedSample {
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly x: Design;
  readonly truth: number;
}

/**
 * Partially linear (Chernozhukov et al. 2018, section 6; DoubleML's make_plr_CCDDHNR2018): d = x₁ + ¼ logit(x₃) + v,
 * y = ½ d + logit(x₁) + ¼ x₃ + ζ, features with correlation 0.7^|j − k|.
 */
export function partiallyLinearDesign(n: number, seed: number, p = 20): TreatedSample {
  const random = stream(seed, "partially linear design");
  const x = correlatedNormals(n, p, 0.7, random);
  const [x1, x3] = [x.columns[0], x.columns[2]];
  const d = x1.map((v, i) => v + 0.25 * logit(x3[i]) + random.normal());
  const y = d.map((v, i) => 0.5 * v + logit(x1[i]) + 0.25 * x3[i] + random.normal());
  return {y, d, x, truth: 0.5};
}

/**
 * Interactive, with effects that differ (Belloni, Chernozhukov, Fernández-Val and Hansen 2017; DoubleML's make_irm_data):
 * P(d = 1) = logit(c_d s), y = θ d + c_y s d + ζ, s = Σ x_j/j², R² of 0.5 each. θ = ½ is the mean effect.
 */
export function interactiveDesign(n: number, seed: number, p = 20): TreatedSample & {readonly truthTreated: number} {
  const random = stream(seed, "interactive design");
  const x = correlatedNormals(n, p, 0.5, random);
  const index = decayingIndex(x);
  const variance = decayingVariance(p, 0.5);
  const ofD = Math.sqrt((Math.PI * Math.PI) / 3 / variance);
  const ofY = Math.sqrt(1 / variance);
  const d = index.map((s) => (random.uniform() < logit(ofD * s) ? 1 : 0));
  const y = index.map((s, i) => (0.5 + ofY * s) * d[i] + random.normal());
  return {y, d, x, truth: 0.5, truthTreated: 0.5 + ofY * treatedMean(variance, ofD)};
}

/** E[s | d = 1] for s ~ N(0, v) and P(d = 1 | s) = logit(c s): Simpson's rule over ± 10 standard deviations. */
function treatedMean(v: number, c: number): number {
  const sd = Math.sqrt(v);
  const steps = 4000;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const z = -10 + (20 * k) / steps;
    const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * z * sd * logit(c * sd * z) * Math.exp((-z * z) / 2);
  }
  return (2 * sum * (20 / steps)) / 3 / Math.sqrt(2 * Math.PI); // P(d = 1) is ½ by symmetry
}

/** With an instrument: z = s + v, d = z + ½ s + u, y = ½ d + s + ¾ u + ζ, s = Σ x_j/j² (after Chernozhukov, Hansen and Spindler 2015). */
export function linearInstrumentDesign(n: number, seed: number, p = 10): TreatedSample & {readonly z: Float64Array} {
  const random = stream(seed, "linear instrument design");
  const x = correlatedNormals(n, p, 0.5, random);
  const index = decayingIndex(x);
  const z = index.map((s) => s + random.normal());
  const u = index.map(() => random.normal());
  const d = z.map((v, i) => v + 0.5 * index[i] + u[i]);
  const y = d.map((v, i) => 0.5 * v + index[i] + 0.75 * u[i] + random.normal());
  return {y, d, z, x, truth: 0.5};
}

/**
 * A 0/1 instrument (after DoubleML's make_iivm_data): P(z = 1) = logit(½ x₁), d = 1{z + v > ½}, y = ½ d + s + u, Corr(u, v) = 0.3.
 * Takers of d anyway and never, and the effect is ½ for all.
 */
export function binaryInstrumentDesign(n: number, seed: number, p = 10): TreatedSample & {readonly z: Float64Array} {
  const random = stream(seed, "binary instrument design");
  const x = correlatedNormals(n, p, 0.5, random);
  const index = decayingIndex(x);
  const z = x.columns[0].map((v) => (random.uniform() < logit(0.5 * v) ? 1 : 0));
  const v = z.map(() => random.normal());
  const d = z.map((w, i) => (w + v[i] > 0.5 ? 1 : 0));
  const y = d.map((w, i) => 0.5 * w + index[i] + 0.3 * v[i] + Math.sqrt(0.91) * random.normal());
  return {y, d, z, x, truth: 0.5};
}

/** What the desk's traders do: names of the levels of `multiValuedDesign`. */
export const exposureLevels = ["avoid", "reduce", "normal", "amplify"] as const;

/**
 * Four levels of exposure by a multinomial logit in x₁ and x₂; mean outcomes linear in x, −1, −0.4, 0 and 0.3 at the mean.
 * `truths` are the levels' means against "normal".
 */
export function multiValuedDesign(n: number, seed: number, p = 5) {
  const random = stream(seed, "multi-valued design");
  const x = correlatedNormals(n, p, 0.3, random);
  const [x1, x2] = x.columns;
  const means = [-1, -0.4, 0, 0.3];
  const slopes = [0.5, 0.8, 1, 1.2];
  const pulls = [
    [-0.3, 0.2],
    [0.3, -0.2],
    [0, 0],
    [0.2, 0.3],
  ];
  const level = new Int32Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const weights = pulls.map(([a, b]) => Math.exp(a * x1[i] + b * x2[i]));
    let left = random.uniform() * weights.reduce((sum, w) => sum + w, 0);
    while (left > weights[level[i]] && level[i] < 3) left -= weights[level[i]++];
    y[i] = means[level[i]] + slopes[level[i]] * x1[i] + x2[i] + random.normal();
  }
  return {y, level, x, levels: exposureLevels, truths: means};
}

/**
 * A continuous dose (after Colangelo and Lee 2020, section 5): a = 0.6 s + 0.75 v, y = 1.2 a + a² + 1.2 s + a x₁ + ε, s = Σ x_j/j²
 * scaled to variance one. E[y(a)] = 1.2 a + a².
 */
export function doseDesign(n: number, seed: number, p = 5) {
  const random = stream(seed, "dose design");
  const x = correlatedNormals(n, p, 0.5, random);
  const scale = Math.sqrt(decayingVariance(p, 0.5));
  const index = decayingIndex(x).map((s) => s / scale);
  const a = index.map((s) => 0.6 * s + 0.75 * random.normal());
  const y = a.map((v, i) => 1.2 * v + v * v + 1.2 * index[i] + v * x.columns[0][i] + random.normal());
  return {y, a, x, truth: (dose: number) => 1.2 * dose + dose * dose};
}
