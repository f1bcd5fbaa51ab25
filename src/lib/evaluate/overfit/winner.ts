import {type ReturnMoments, returnMoments} from "./moments.ts";
import {
  type DeflatedSharpe,
  deflatedSharpe,
  effectiveTrials,
  minimumTrackRecord,
  probabilisticSharpe,
} from "./sharpe.ts";

/** The best of everything tried, with what being the best of many is worth. */
export interface Winner {
  /** Its place among the trials. */
  readonly trial: number;
  readonly moments: ReturnMoments;
  readonly probabilistic: number;
  readonly deflated: DeflatedSharpe;
  /** Deflated by the number of independent trials that the correlated ones amount to. */
  readonly deflatedByEffective: DeflatedSharpe;
  readonly averageCorrelation: number;
  /** Returns needed before the Sharpe ratio is above 0, and above the expected maximum, with 95 % confidence. */
  readonly minimumTrackRecord: number;
  readonly minimumTrackRecordDeflated: number;
}

/**
 * The trial with the highest Sharpe ratio, deflated by all trials.
 * @param trials returns by trial, of the same periods: every policy or learner that was tried and still has its returns.
 * @param count how many were tried in all; at least as many. Default: as many as there are.
 * @throws RangeError for no trial, series of different length, or a count below the number of trials.
 */
export function deflateWinner(trials: readonly ArrayLike<number>[], count: number = trials.length): Winner {
  if (!(trials.length >= 1 && count >= trials.length))
    throw new RangeError(`invalid trials; ${trials.length} with returns, ${count} in all`);
  const moments = trials.map(returnMoments);
  if (moments.some(({n}) => n !== moments[0].n))
    throw new RangeError("invalid trials; their returns are not of the same periods");
  const best = moments.reduce((b, m, k) => (m.sharpe > moments[b].sharpe ? k : b), 0);
  const mean = moments.reduce((sum, m) => sum + m.sharpe, 0) / moments.length;
  const spread = moments.reduce((sum, m) => sum + (m.sharpe - mean) * (m.sharpe - mean), 0);
  const variance = moments.length > 1 ? spread / (moments.length - 1) : 0;
  const averageCorrelation = meanCorrelation(trials, moments);
  const winner = moments[best];
  const deflated = deflatedSharpe(winner, count, variance);
  return {
    trial: best,
    moments: winner,
    probabilistic: probabilisticSharpe(winner),
    deflated,
    deflatedByEffective: deflatedSharpe(winner, effectiveTrials(count, averageCorrelation), variance),
    averageCorrelation,
    minimumTrackRecord: minimumTrackRecord(winner),
    minimumTrackRecordDeflated: minimumTrackRecord(winner, deflated.expectedMaximum),
  };
}

/**
 * Mean correlation over all pairs of trials that vary, through the variance of the sum of standardised returns: without
 * looking at every pair. 0 with fewer than two such trials.
 */
function meanCorrelation(trials: readonly ArrayLike<number>[], moments: readonly ReturnMoments[]): number {
  const n = moments[0].n;
  const sum = new Float64Array(n);
  let varying = 0;
  trials.forEach((returns, k) => {
    const {mean, sharpe} = moments[k];
    let squares = 0;
    for (let t = 0; t < n; t++) squares += (returns[t] - mean) * (returns[t] - mean);
    if (squares === 0 || (sharpe === 0 && mean !== 0)) return; // constant
    varying++;
    for (let t = 0; t < n; t++) sum[t] += (returns[t] - mean) / Math.sqrt(squares);
  });
  if (varying < 2) return 0;
  const total = sum.reduce((s, v) => s + v * v, 0);
  return (total - varying) / (varying * (varying - 1));
}
