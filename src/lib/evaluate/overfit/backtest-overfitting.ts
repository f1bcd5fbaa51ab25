import {combinations} from "../splits/index.ts";

export interface BacktestOverfittingOptions {
  /** S, even: consecutive blocks that the days are cut into; half of them are in sample at a time. Default 16. */
  readonly blocks?: number;
  /** Performance of a set of days. "sharpe": mean over standard deviation; "mean". Default "sharpe". */
  readonly performance?: "sharpe" | "mean";
}

/** One way of choosing the blocks in sample. */
export interface OverfittingSplit {
  /** Blocks in sample, ascending. */
  readonly inSample: readonly number[];
  /** Trial that is best in sample; the first of equals. */
  readonly best: number;
  /** Its performance in and out of sample. */
  readonly performanceIn: number;
  readonly performanceOut: number;
  /** Its rank out of sample, 1 (worst) … N, midrank for ties; and the logit of rank / (N + 1). */
  readonly rank: number;
  readonly logit: number;
}

export interface BacktestOverfitting {
  /** Share of splits in which the best in sample is no better than the median out of sample (λ ≤ 0). */
  readonly probability: number;
  /** Least squares of performance out of sample on that in sample, over splits: a negative slope is overfitting's mark. */
  readonly degradation: {readonly intercept: number; readonly slope: number; readonly r2: number} | null;
  /** Share of splits in which the best in sample loses out of sample. */
  readonly probabilityOfLoss: number;
  readonly splits: readonly OverfittingSplit[];
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado and Zhu
 * 2017): the days in `blocks` blocks; for each choice of half of them, the trial that is best there is looked up among all
 * trials on the other half. Without skill the best is anywhere: about one half, more where trials share their luck.
 * @param trials returns by trial on the same days, in time order: everything tried. Blocks' lengths differ by a day at most.
 * @throws RangeError for fewer than 2 trials, fewer than 2 days a block, or blocks that are odd or too many.
 */
export function backtestOverfitting(
  trials: readonly ArrayLike<number>[],
  {blocks = 16, performance = "sharpe"}: BacktestOverfittingOptions = {},
): BacktestOverfitting {
  const days = trials[0]?.length ?? 0;
  if (!(trials.length >= 2)) throw new RangeError(`invalid trials; needed are 2 or more: ${trials.length}`);
  if (!(Number.isInteger(blocks) && blocks >= 2 && blocks % 2 === 0))
    throw new RangeError(`invalid blocks; not an even number, 2 or more: ${blocks}`);
  if (!(days >= 2 * blocks))
    throw new RangeError(`invalid blocks; ${blocks} of 2 days each do not fit into ${days} days`);
  const sums = trials.map((returns, k) => blockSums(returns, k, days, blocks));
  const splits = combinations(blocks, blocks / 2).map((inSample): OverfittingSplit => {
    const chosen = new Uint8Array(blocks);
    for (const s of inSample) chosen[s] = 1;
    const of = (side: number) => Float64Array.from(sums, (trial) => performanceOn(trial, chosen, side, performance));
    const [within, outside] = [of(1), of(0)];
    const best = within.reduce((b, v, k) => (v > within[b] ? k : b), 0);
    const rank = midrankOf(outside, best);
    const share = rank / (trials.length + 1);
    return {
      inSample,
      best,
      performanceIn: within[best],
      performanceOut: outside[best],
      rank,
      logit: Math.log(share / (1 - share)),
    };
  });
  return {
    // by rank: the logit of exactly one half may be rounding dust
    probability: splits.filter(({rank}) => 2 * rank <= trials.length + 1).length / splits.length,
    degradation: regression(splits),
    probabilityOfLoss: splits.filter(({performanceOut}) => performanceOut < 0).length / splits.length,
    splits,
  };
}

/** Sums by block that performances are put together from: of returns less their mean over all days, to keep digits. */
interface BlockSums {
  readonly mean: number;
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  /** Scale below which a sum of squares is rounding dust. */
  readonly dust: number;
}

function blockSums(returns: ArrayLike<number>, trial: number, days: number, blocks: number): BlockSums {
  if (returns.length !== days)
    throw new RangeError(`invalid trials; number ${trial} has ${returns.length} of ${days} days`);
  let total = 0;
  let size = 0;
  for (let t = 0; t < days; t++) {
    if (!Number.isFinite(returns[t])) throw new RangeError(`invalid return of trial ${trial}, day ${t}: ${returns[t]}`);
    total += returns[t];
    size = Math.max(size, Math.abs(returns[t]));
  }
  const mean = total / days;
  const [count, sum, squares] = [new Float64Array(blocks), new Float64Array(blocks), new Float64Array(blocks)];
  for (let s = 0, t = 0; s < blocks; s++)
    for (const end = Math.floor(((s + 1) * days) / blocks); t < end; t++) {
      const d = returns[t] - mean;
      count[s]++;
      sum[s] += d;
      squares[s] += d * d;
    }
  return {mean, count, sum, squares, dust: days * size * size * 1e-24};
}

/** A trial that never varies has no risk and no return for it: its Sharpe ratio counts as 0. */
function performanceOn(trial: BlockSums, chosen: Uint8Array, side: number, kind: "sharpe" | "mean"): number {
  let [n, sum, squares] = [0, 0, 0];
  for (let s = 0; s < chosen.length; s++) {
    if (chosen[s] !== side) continue;
    n += trial.count[s];
    sum += trial.sum[s];
    squares += trial.squares[s];
  }
  const mean = trial.mean + sum / n;
  if (kind === "mean") return mean;
  const spread = squares - (sum * sum) / n;
  return spread > trial.dust ? mean / Math.sqrt(spread / (n - 1)) : 0;
}

/** Rank 1 … n of one of the values, equal ones sharing the mean of theirs. */
function midrankOf(values: Float64Array, at: number): number {
  let [below, equal] = [0, 0];
  for (const v of values) {
    if (v < values[at]) below++;
    else if (v === values[at]) equal++;
  }
  return below + (equal + 1) / 2;
}

function regression(splits: readonly OverfittingSplit[]): BacktestOverfitting["degradation"] {
  const n = splits.length;
  const mean = (of: (s: OverfittingSplit) => number) => splits.reduce((sum, s) => sum + of(s), 0) / n;
  const x = mean((s) => s.performanceIn);
  const y = mean((s) => s.performanceOut);
  let [xx, xy, yy] = [0, 0, 0];
  for (const s of splits) {
    xx += (s.performanceIn - x) * (s.performanceIn - x);
    xy += (s.performanceIn - x) * (s.performanceOut - y);
    yy += (s.performanceOut - y) * (s.performanceOut - y);
  }
  if (!(xx > 0 && yy > 0)) return null;
  const slope = xy / xx;
  return {intercept: y - slope * x, slope, r2: (xy * xy) / (xx * yy)};
}
