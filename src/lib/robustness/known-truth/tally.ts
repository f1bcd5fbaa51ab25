import {coverageInterval} from "./binomial-test.ts";
import type {TwinTry} from "./try-designs.ts";
import type {KnownTruthWorld} from "./types.ts";

type Answer = Exclude<TwinTry, {readonly refused: string}>;

export interface Tally {
  readonly world: KnownTruthWorld;
  /** Intervals that missed the truth. */
  readonly misses: number;
  /** Share of intervals that exclude zero, and its Monte-Carlo standard error. */
  readonly excluded: number;
  readonly excludedError: number;
}

/** Bias and coverage over twins of one effect; null where no twin was answered. */
export function tally(tries: readonly TwinTry[]): Tally | null {
  const answers = tries.filter((one): one is Answer => !("refused" in one));
  const n = answers.length;
  if (n === 0) return null;
  const errors = answers.map(({estimate, truth}) => estimate - truth);
  const bias = mean(errors);
  const spread = n < 2 ? 0 : Math.sqrt(errors.reduce((sum, e) => sum + (e - bias) ** 2, 0) / (n - 1));
  const held = answers.filter(({lower, upper, truth}) => lower <= truth && truth <= upper).length;
  const excluded = answers.filter(({lower, upper}) => lower > 0 || upper < 0).length / n;
  const biasError = spread / Math.sqrt(n);
  return {
    world: {
      draws: n,
      refused: tries.length - n,
      truth: mean(answers.map((a) => a.truth)),
      bias,
      biasError,
      biasInStandardErrors: spread > 0 ? bias / spread : 0,
      biasInStandardErrorsError: spread > 0 ? 1 / Math.sqrt(n) : 0,
      spread,
      meanStandardError: mean(answers.map((a) => a.standardError)),
      coverage: held / n,
      coverageError: shareError(held / n, n),
      coverageInterval: coverageInterval(held, n),
    },
    misses: n - held,
    excluded,
    excludedError: shareError(excluded, n),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function shareError(share: number, n: number): number {
  return Math.sqrt((share * (1 - share)) / n);
}
