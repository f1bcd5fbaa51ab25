import {dot, solveSimplexProgram} from "../../numeric/index.ts";
import {finishFit, meanOf} from "./finish.ts";
import type {SyntheticControlData, SyntheticControlFit} from "./types.ts";

export interface PartiallyPooledOptions {
  /** ν in [0, 1]: 0 fits each adopter alone, 1 only their sum. Default: ‖Σ imbalances‖ / Σ ‖imbalance‖ of separate fits. */
  readonly nu?: number;
  /** λ ≥ 0 on all squared weights. Default 0. */
  readonly ridge?: number;
  /** Outcomes as differences from their own pre-period mean (an intercept for each adopter). Default true. */
  readonly demean?: boolean;
}

export interface PartiallyPooledFit {
  /** One an adopter, in order. */
  readonly fits: readonly SyntheticControlFit[];
  readonly nu: number;
  /** √ of the mean squared imbalance, over event time, of the adopters' mean, and the mean over adopters of their own. */
  readonly imbalance: {readonly pooled: number; readonly separate: number};
  readonly kktResidual: number;
}

/** A hessian of more variables does not fit: 32 MB. */
const mostVariables = 2000;

/**
 * Synthetic controls for staggered adoption, partially pooled (Ben-Michael, Feller and Rothstein 2022): all adopters' weights at
 * once, min ν ‖Σⱼ δⱼ‖²/L + (1 − ν) Σⱼ ‖δⱼ‖²/Lⱼ + λ‖Γ‖², δⱼ the pre-period imbalance of adopter j by periods before adoption, each
 * adopter's weights on its own simplex. Pooling serves the average effect: a fit that is poor for each can be good for the sum.
 * @throws RangeError for more than 2,000 weights in all, or ν outside [0, 1].
 */
export function partiallyPooled(
  problems: readonly SyntheticControlData[],
  {nu, ridge = 0, demean = true}: PartiallyPooledOptions = {},
): PartiallyPooledFit {
  if (problems.length === 0) throw new RangeError("no adopter; there is nothing to pool");
  const size = problems.reduce((sum, {donors}) => sum + donors.length, 0);
  if (size > mostVariables)
    throw new RangeError(
      `too many weights to pool: ${size} (adopters × donors), at most ${mostVariables}; fit adopters separately or draw donors`,
    );
  if (nu !== undefined && !(nu >= 0 && nu <= 1)) throw new RangeError(`invalid nu; not in [0, 1]: ${nu}`);
  if (!(ridge >= 0)) throw new RangeError(`invalid ridge; not 0 or above: ${ridge}`);
  const variables = problems.flatMap((problem, j) =>
    problem.donors.map((donor) => ({adopter: j, difference: alignedDifference(problem, donor, demean)})),
  );
  const groups = Int32Array.from(variables, ({adopter}) => adopter);
  const longest = Math.max(...problems.map(({prePeriods}) => prePeriods));
  const solve = (share: number) => {
    const hessian = new Float64Array(size * size);
    for (let a = 0; a < size; a++)
      for (let b = 0; b <= a; b++) {
        const same = groups[a] === groups[b];
        const own = same ? (1 - share) / problems[groups[a]].prePeriods : 0;
        const factor = share / longest + own;
        // Aligned at adoption: the shorter history overlaps the longer one's end.
        const value = factor === 0 ? 0 : factor * overlap(variables[a].difference, variables[b].difference);
        hessian[a * size + b] = hessian[b * size + a] = value + (a === b ? ridge : 0);
      }
    return solveSimplexProgram({hessian, linear: new Float64Array(size), groups});
  };
  const imbalances = (weights: Float64Array) =>
    problems.map(({prePeriods}, j) => {
      const sum = new Float64Array(prePeriods);
      variables.forEach(({adopter, difference}, a) => {
        if (adopter === j && weights[a] !== 0)
          for (let t = 0; t < prePeriods; t++) sum[t] += weights[a] * difference[t];
      });
      return sum;
    });
  const chosen = nu ?? triangleRatio(imbalances(solve(0).weights), longest);
  const solution = solve(chosen);
  const left = imbalances(solution.weights);
  const fits = problems.map((problem, j) => {
    const weights = solution.weights.filter((_, a) => groups[a] === j);
    let intercept = 0;
    if (demean) {
      intercept = meanOf(problem.treated, 0, problem.prePeriods);
      problem.donors.forEach((y, k) => {
        intercept -= weights[k] * meanOf(y, 0, problem.prePeriods);
      });
    }
    return finishFit(problem, {weights, kktResidual: solution.kktResidual}, {intercept});
  });
  const total = summed(left, longest);
  return {
    fits,
    nu: chosen,
    imbalance: {
      pooled: Math.sqrt(dot(total, total) / longest) / problems.length,
      separate: left.reduce((sum, d) => sum + Math.sqrt(dot(d, d) / d.length), 0) / problems.length,
    },
    kktResidual: solution.kktResidual,
  };
}

/** Donor less adopter over the pre-period. */
function alignedDifference({treated, prePeriods}: SyntheticControlData, donor: Float64Array, demean: boolean) {
  const level = demean ? meanOf(donor, 0, prePeriods) - meanOf(treated, 0, prePeriods) : 0;
  return Float64Array.from({length: prePeriods}, (_, t) => donor[t] - treated[t] - level);
}

function overlap(a: Float64Array, b: Float64Array): number {
  const length = Math.min(a.length, b.length);
  return dot(a.subarray(a.length - length), b.subarray(b.length - length));
}

function summed(imbalances: readonly Float64Array[], longest: number): Float64Array {
  const sum = new Float64Array(longest);
  for (const d of imbalances) for (let t = 0; t < d.length; t++) sum[longest - d.length + t] += d[t];
  return sum;
}

function triangleRatio(imbalances: readonly Float64Array[], longest: number): number {
  const total = summed(imbalances, longest);
  const separate = imbalances.reduce((sum, d) => sum + Math.sqrt(dot(d, d)), 0);
  return separate > 0 ? Math.min(1, Math.sqrt(dot(total, total)) / separate) : 0;
}
