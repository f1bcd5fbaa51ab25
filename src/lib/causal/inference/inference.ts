import {tQuantile, tTwoSided} from "../../numeric/index.ts";
import {covariance, type Dependence, type SmallSample, standardErrors} from "./covariance.ts";
import type {Labels} from "./labels.ts";

export interface InferenceOptions extends Dependence {
  /** Default 0.95. */
  readonly level?: number;
  /** Default "clusters"; it changes nothing without `cluster`. */
  readonly smallSample?: SmallSample;
}

export interface Inference {
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  /** Two-sided, of no effect. */
  readonly p: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  /** Infinity: normal. */
  readonly degreesOfFreedom: number;
  /** Number of clusters of each labelling, or of times. */
  readonly clusters: readonly number[];
  /** The kind of standard error, in words. */
  readonly method: string;
}

/** What inference needs of a fit. */
export interface Influential {
  readonly theta: number;
  /** One a row: the estimate moves by influence / n when a row is added. */
  readonly influence: Float64Array;
  readonly labels?: Labels;
  /** ψ_a of a linear score, one a row: needed by the small-sample choice "jackknife" only. */
  readonly scoreA?: Float64Array;
}

/**
 * Standard error and interval of a fitted estimate, chosen after the fit: `inference(fit)`,
 * `inference(fit, {cluster: ["day", "trader"]})`, `inference(fit, {serial: {time: "day", lags: 5}})`.
 * @throws RangeError as `covariance`; where no row has any influence (a constant outcome, say); for a level outside (0, 1).
 */
export function inference(
  {theta, influence, labels, scoreA}: Influential,
  {cluster, serial, level = 0.95, smallSample = "clusters"}: InferenceOptions = {},
): Inference {
  const shares = smallSample === "jackknife" && scoreA !== undefined ? [sharesOf(scoreA)] : undefined;
  const found = covariance([influence], {cluster, serial}, {labels, smallSample, shares});
  const {degreesOfFreedom, counts, method} = found;
  return {...fromStandardError(theta, standardErrors(found)[0], degreesOfFreedom, level), clusters: counts, method};
}

function sharesOf(scoreA: Float64Array): Float64Array {
  const total = scoreA.reduce((sum, v) => sum + v, 0);
  return scoreA.map((v) => v / total);
}

/** Statistic, p-value and interval from a standard error. @throws RangeError for a standard error or level out of range. */
export function fromStandardError(
  estimate: number,
  standardError: number,
  degreesOfFreedom: number,
  level: number,
): Omit<Inference, "clusters" | "method"> {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(standardError > 0 && standardError < Number.POSITIVE_INFINITY))
    throw new RangeError(
      `invalid standard error; not above 0: ${standardError}: the outcome or the treatment does not vary`,
    );
  const statistic = estimate / standardError;
  const half = tQuantile(0.5 + level / 2, degreesOfFreedom) * standardError;
  return {
    estimate,
    standardError,
    statistic,
    p: tTwoSided(statistic, degreesOfFreedom),
    interval: [estimate - half, estimate + half],
    level,
    degreesOfFreedom,
  };
}
