import {fromStandardError, type Inference} from "./inference.ts";

/**
 * How the spread over repeated sample splits enters the standard error of their median; θ̃ is the median of the estimates.
 * - "chernozhukov-2018": √ median(s² + (θ − θ̃)²) (Chernozhukov et al. 2018, eq. 3.14; dml.sensemakr);
 * - "doubleml-0.9": √ median(s² + (θ − θ̃)² / n), DoubleML up to 0.9, in which the spread all but vanishes;
 * - "doubleml-0.10": (median(θ + 1.96 s) − θ̃) / 1.96, DoubleML from 0.10.
 */
export type MedianConvention = "chernozhukov-2018" | "doubleml-0.9" | "doubleml-0.10";

export interface RepeatOptions {
  /** Default "chernozhukov-2018". */
  readonly convention?: MedianConvention;
  /** Rows that each repeat used: needed by "doubleml-0.9" only. */
  readonly n?: number;
  /** Default 0.95. */
  readonly level?: number;
}

export interface RepeatedInference extends Inference {
  readonly convention: MedianConvention;
  /** The estimates of the repeats, in their order: how much depends on the split. */
  readonly estimates: Float64Array;
}

/**
 * Combines the same estimate over repeated sample splits by the median.
 * @param repeats inference of each repeat, all of one kind.
 * @throws RangeError for no repeat, or for "doubleml-0.9" without n.
 */
export function medianOfRepeats(
  repeats: readonly Inference[],
  {convention = "chernozhukov-2018", n, level = 0.95}: RepeatOptions = {},
): RepeatedInference {
  if (repeats.length === 0) throw new RangeError("invalid repeats; there are none");
  if (convention === "doubleml-0.9" && !(n !== undefined && n > 0))
    throw new RangeError(`invalid n; the convention doubleml-0.9 divides by the number of rows: ${n}`);
  const estimates = Float64Array.from(repeats, (r) => r.estimate);
  const middle = median(estimates);
  const spread = (of: (r: Inference) => number) => median(Float64Array.from(repeats, of));
  const z = 1.96;
  const standardError =
    convention === "doubleml-0.10"
      ? (spread((r) => r.estimate + z * r.standardError) - middle) / z
      : Math.sqrt(
          spread((r) => r.standardError ** 2 + (r.estimate - middle) ** 2 / (convention === "doubleml-0.9" ? n! : 1)),
        );
  const {clusters, method} = repeats[0];
  const degreesOfFreedom = Math.min(...repeats.map((r) => r.degreesOfFreedom));
  return {
    ...fromStandardError(middle, standardError, degreesOfFreedom, level),
    clusters,
    method: `${method}; median of ${repeats.length} sample splits (${convention})`,
    convention,
    estimates,
  };
}

/** The middle value; the mean of the middle two where there is an even number. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}
