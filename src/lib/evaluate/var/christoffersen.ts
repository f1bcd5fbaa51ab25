import {chiSquareUpper} from "../../numeric/index.ts";
import {checkBreaches} from "./breaches.ts";
import {checkLevel, kupiecTest, xLogY} from "./kupiec.ts";

export interface LikelihoodRatio {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

export interface ChristoffersenTest {
  /** Days in state j after a day in state i, as `from${i}to${j}`; 1 is a breach. */
  readonly transitions: {
    readonly from0to0: number;
    readonly from0to1: number;
    readonly from1to0: number;
    readonly from1to1: number;
  };
  /** Breaches are as likely after a breach as after none: chi-squared with 1 degree of freedom. */
  readonly independence: LikelihoodRatio;
  /** Both independence and the level: Kupiec's ratio over all days + that of independence, 2 degrees of freedom. */
  readonly conditional: LikelihoodRatio;
}

/**
 * Christoffersen (1998) tests of independence against a first-order Markov chain (his LR_ind) and of conditional coverage
 * (LR_cc = LR_uc + LR_ind). Independence conditions on the first day; 0·log 0 = 0, so that a state never seen adds nothing.
 * @param breach 0 or 1 a day, in time order, of one series. @param level τ in (0, 1).
 * @throws RangeError below 2 days.
 */
export function christoffersenTest(breach: ArrayLike<number>, level: number): ChristoffersenTest {
  checkLevel(level);
  checkBreaches(breach);
  const n = breach.length;
  if (!(n >= 2)) throw new RangeError(`invalid series; a transition needs 2 days, found ${n}`);
  const count = [0, 0, 0, 0];
  let breaches = breach[0];
  for (let t = 1; t < n; t++) {
    count[2 * breach[t - 1] + breach[t]]++;
    breaches += breach[t];
  }
  const statistic = independenceRatio(count);
  const both = kupiecTest(n, breaches, level).statistic + statistic;
  return {
    transitions: {from0to0: count[0], from0to1: count[1], from1to0: count[2], from1to1: count[3]},
    independence: {statistic, df: 1, p: chiSquareUpper(statistic, 1)},
    conditional: {statistic: both, df: 2, p: chiSquareUpper(both, 2)},
  };
}

function independenceRatio([n00, n01, n10, n11]: readonly number[]): number {
  const logLikelihood = (zeros: number, ones: number) => {
    const n = zeros + ones;
    return n === 0 ? 0 : xLogY(zeros, zeros / n) + xLogY(ones, ones / n);
  };
  const apart = logLikelihood(n00, n01) + logLikelihood(n10, n11);
  return Math.max(0, 2 * (apart - logLikelihood(n00 + n10, n01 + n11)));
}
