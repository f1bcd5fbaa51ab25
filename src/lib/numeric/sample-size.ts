import {chiSquareUpper, normalQuantile} from "./distributions.ts";

/** What is known of a test from the sample at hand. */
export interface Pilot {
  /** Units that the standard error comes from: days. */
  readonly n: number;
  /** Of the estimate at hand. It falls with the root of the units. */
  readonly standardError: number;
  /** Degrees of freedom behind it; Infinity where it is known. */
  readonly degrees: number;
  /** Critical value, in standard errors, of the test on n units. */
  readonly critical: (n: number) => number;
  /** Chance wanted of an estimate beyond the critical value. In (0, 1). */
  readonly power: number;
}

/**
 * How many times its estimate a standard deviation may well be: √(ν / χ²), with χ² the (1 − confidence) quantile of the chi-squared with
 * ν degrees of freedom. 1 where ν is infinite.
 */
export function upperSpread(degrees: number, confidence: number): number {
  if (!(degrees > 0)) throw new RangeError(`invalid degrees; not above 0: ${degrees}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`invalid confidence; not in (0, 1): ${confidence}`);
  if (degrees === Number.POSITIVE_INFINITY) return 1;
  let [low, high] = [0, degrees + 10 * Math.sqrt(2 * degrees) + 10];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (chiSquareUpper(middle, degrees) > confidence) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees / high);
}

/**
 * Smallest true effect that as many units again show with the power wanted, (c + z_power)·s·se: the minimum detectable effect of Bloom
 * (1995, Evaluation Review 19, eq. 1). The factor s allows for a standard error that is itself estimated: with the estimate in its place
 * the power comes out too low on average, since an error taken for too small costs more than one taken for too large gains. It is the upper
 * confidence limit at the level of the power (Browne 1995, Statistics in Medicine 14, 1933–1940): so the true power is at least the one wanted
 * with that confidence, and on average.
 */
export function detectableEffect({n, standardError, degrees, critical, power}: Pilot): number {
  return (critical(n) + normalQuantile(power)) * upperSpread(degrees, power) * standardError;
}

/**
 * Units that a true effect needs to be shown with the power wanted: the smallest N with N ≥ n·((c(N) + z_power)·s·se / effect)².
 * @returns Infinity for an effect of 0 or less.
 */
export function neededSize(effect: number, pilot: Pilot): number {
  if (!(effect > 0)) return Number.POSITIVE_INFINITY;
  const {n, standardError, degrees, critical, power} = pilot;
  const [z, spread] = [normalQuantile(power), upperSpread(degrees, power)];
  const asked = (size: number) => n * (((critical(size) + z) * spread * standardError) / effect) ** 2;
  let high = Math.ceil(asked(n));
  if (high <= n || !Number.isFinite(high)) return high;
  // critical values fall with the size: what is asked of n is enough, and n is not
  let low = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle >= asked(middle)) high = middle;
    else low = middle;
  }
  return high;
}
