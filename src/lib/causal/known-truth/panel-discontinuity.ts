import {type Random, stream} from "../../numeric/index.ts";
import {type DiscontinuitySample, densityTest, regressionDiscontinuity} from "../discontinuity/index.ts";
import {type KnownTruthCase, single} from "./coverage.ts";

const jump = 0.5;

/**
 * Score Beta(2, 4) on [−1, 1], an outcome with other polynomials on each side (the first design of Calonico, Cattaneo and
 * Titiunik 2014, section 6, after Lee 2008's data, its jump set to 0.5), noise of standard deviation 0.13.
 */
export function leeDesign(n: number, random: Random): DiscontinuitySample {
  const score = Float64Array.from({length: n}, () => 2 * betaTwoFour(random) - 1);
  const outcome = score.map((x) => leeMean(x) + (x >= 0 ? jump : 0) + 0.1295 * random.normal());
  return {outcome, score, cutoff: 0};
}

function leeMean(x: number): number {
  const [a, b, c, d, e] = x < 0 ? [1.27, 7.18, 20.21, 21.54, 7.33] : [0.84, -3, 7.99, -9.01, 3.56];
  return 0.48 + x * (a + x * (b + x * (c + x * (d + x * e))));
}

/** The second smallest of five uniforms. */
function betaTwoFour(random: Random): number {
  const draws = Float64Array.from({length: 5}, () => random.uniform()).sort();
  return draws[1];
}

/** A normal score, and an outcome whose curvature changes at the cutoff. */
function smoothDesign(n: number, random: Random): DiscontinuitySample {
  const score = Float64Array.from({length: n}, () => random.normal());
  const outcome = score.map(
    (x) => 0.8 * x + (x >= 0 ? jump + 0.4 * x * x : 0.1 * x * x) - 0.05 * x * x * x + 0.5 * random.normal(),
  );
  return {outcome, score, cutoff: 0};
}

/** Where the intervals fall short: Calonico, Cattaneo and Titiunik's first design has a quintic with a sharp bend beside the cutoff. */
export function hardDiscontinuityCases(): KnownTruthCase[] {
  const method = "regression discontinuity, sharp, a sharp bend at the cutoff";
  return [500, 2000].map((n) => ({
    method,
    design: "Calonico, Cattaneo and Titiunik's first design",
    n,
    strained: "The outcome bends sharply beside the cutoff, inside the bandwidth: local lines cannot follow it.",
    run: (seed: number) => single(jump, regressionDiscontinuity(leeDesign(n, stream(seed, method)))),
  }));
}

/** Rows of 60 days share a shock of their day, on both sides of the cutoff. */
function byDay(n: number, random: Random): DiscontinuitySample {
  const days = 60;
  const shock = Float64Array.from({length: days}, () => 0.3 * random.normal());
  const cluster = Int32Array.from({length: n}, (_, i) => i % days);
  const score = Float64Array.from({length: n}, () => random.normal());
  const outcome = score.map(
    (x, i) => Math.sin(x) + (x >= 0 ? jump : 0) + shock[cluster[i]] * (1 + (x >= 0 ? 0.5 : 0)) + 0.5 * random.normal(),
  );
  return {outcome, score, cutoff: 0, cluster};
}

/** Treatment follows the score in 80 % of rows above the cutoff, and in 10 % below it, whatever the outcome. */
function withoutFullCompliance(n: number, random: Random): DiscontinuitySample {
  const score = Float64Array.from({length: n}, () => random.normal());
  const treatment = score.map((x) => (random.uniform() < (x >= 0 ? 0.8 : 0.1) ? 1 : 0));
  const outcome = score.map((x, i) => 0.5 * x + 0.3 * x * x + jump * treatment[i] + 0.3 * random.normal());
  return {outcome, score, cutoff: 0, treatment};
}

/** Regression discontinuity with robust bias-corrected intervals, and the density test where nobody sorts. */
export function discontinuityCases(): KnownTruthCase[] {
  const one = (label: string, design: string, n: number, draw: (n: number, random: Random) => DiscontinuitySample) => {
    const name = `regression discontinuity, ${label}`;
    return {
      method: name,
      design,
      n,
      run: (seed: number) => single(jump, regressionDiscontinuity(draw(n, stream(seed, name)))),
    };
  };
  return [
    one("sharp", "a normal score, an outcome curved differently on each side", 600, smoothDesign),
    one("sharp", "a normal score, an outcome curved differently on each side", 2000, smoothDesign),
    one("sharp, clustered by day", "60 days with shocks of their own on both sides", 1200, byDay),
    one("fuzzy", "80 % comply above the cutoff, 90 % below", 1500, withoutFullCompliance),
    {
      method: "density test at the cutoff (difference of densities)",
      design: "a normal score that nobody moves",
      n: 1000,
      run(seed) {
        const random = stream(seed, "density test");
        const score = Float64Array.from({length: 1000}, () => 0.3 + random.normal());
        const {densities, statistic} = densityTest(score, 0);
        const estimate = densities[1] - densities[0];
        const standardError = estimate / statistic;
        const half = 1.959963984540054 * standardError;
        return single(0, {estimate, standardError, interval: [estimate - half, estimate + half]});
      },
    },
  ];
}
