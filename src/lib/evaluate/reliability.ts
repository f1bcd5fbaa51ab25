import {type BrierDecomposition, brierDecomposition} from "./brier-decomposition.ts";
import {type CalibrationBin, rowsOfBins, wilsonInterval} from "./calibration.ts";
import {designEffect} from "./design-effect.ts";
import {meanOf} from "./metrics.ts";
import {poissonBinomialRange} from "./poisson-binomial.ts";

export interface ReliabilityBin extends CalibrationBin {
  /** Where the observed share of a calibrated forecast would lie, with probability `level`. */
  readonly consistentLower: number;
  readonly consistentUpper: number;
  /** Whether it lies there. */
  readonly consistent: boolean;
  /** Rows that as many dependent ones are worth. */
  readonly effectiveRows: number;
}

export interface ReliabilityDiagram {
  readonly bins: readonly ReliabilityBin[];
  readonly decomposition: BrierDecomposition;
  readonly level: number;
}

export interface ReliabilityOptions {
  /** 0 or 1, and its predicted probability, a row. */
  readonly outcome: ArrayLike<number>;
  readonly probability: ArrayLike<number>;
  /** Day of each row: rows of one day then count for less, by the bin's design effect. Default: all independent. */
  readonly day?: Int32Array;
  /** Default 10. */
  readonly bins?: number;
  /** Of both bands. Default 0.95. */
  readonly level?: number;
}

/**
 * Reliability diagram with two bands. The interval of the observed share (Wilson) says how well the bin is known. The
 * consistency band says what a calibrated forecast would show: exact quantiles of the number of events when each row of the
 * bin has its own predicted probability (the bars of Bröcker and Smith 2007, without simulation); with `day`, widened by the
 * root of the design effect. One bin in twenty lies outside a 95 % band by chance.
 */
export function reliabilityDiagram(options: ReliabilityOptions): ReliabilityDiagram {
  const {outcome, probability, day, bins = 10, level = 0.95} = options;
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const found = rowsOfBins(probability, bins).map((rows): ReliabilityBin => {
    const outcomes = Float64Array.from(rows, (i) => outcome[i]);
    const predictions = Float64Array.from(rows, (i) => probability[i]);
    const effect =
      day === undefined
        ? 1
        : designEffect(
            Int32Array.from(rows, (i) => day[i]),
            outcomes,
          );
    const n = rows.length;
    const observed = meanOf(outcomes);
    const predicted = meanOf(predictions);
    const [lower, upper] = wilsonInterval((observed * n) / effect, n / effect, level);
    const [least, most] = poissonBinomialRange(predictions, level);
    const widen = (share: number) => Math.min(1, Math.max(0, predicted + (share - predicted) * Math.sqrt(effect)));
    const [consistentLower, consistentUpper] = [widen(least / n), widen(most / n)];
    return {
      predicted,
      observed,
      lower,
      upper,
      n,
      consistentLower,
      consistentUpper,
      consistent: observed >= consistentLower && observed <= consistentUpper,
      effectiveRows: n / effect,
    };
  });
  return {bins: found, decomposition: brierDecomposition(outcome, probability, {bins}), level};
}
