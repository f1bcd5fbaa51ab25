import {stream} from "../../numeric/index.ts";
import {augmentedFit} from "./augmented.ts";
import {checkSyntheticControlData} from "./check.ts";
import {didFit, outcomesFit} from "./outcomes.ts";
import type {SyntheticControlData, SyntheticControlMethod} from "./types.ts";

/** Methods that can be fitted under the null, on all periods: those that use outcomes only. */
export type ConformalMethod = Extract<SyntheticControlMethod, {method: "outcomes" | "did" | "augmented"}>;

export interface ConformalOptions {
  /** Default: outcomes only. */
  readonly method?: ConformalMethod;
  /**
   * `moving-block` (default): the T cyclic shifts, for residuals that depend on their neighbours in time. `iid`: `draws` random
   * permutations, for residuals that do not.
   */
  readonly permutations?: "moving-block" | "iid";
  /** Of `iid`. Default 5000. */
  readonly draws?: number;
  /** Of `iid`. Default 0. */
  readonly seed?: number;
}

/**
 * Conformal p-value of a stated path of effects (Chernozhukov, Wüthrich and Zhu 2021): subtract it, fit on *all* periods, and
 * ask how unusual the sum of |residuals| of the post-period is among those of permuted time. Valid in small samples where
 * residuals under the null are exchangeable (iid) or stationary and weakly dependent (moving block).
 * @param effect one number for each period from the treatment on, or one for all.
 * @returns p, a multiple of 1/T for moving-block.
 */
export function conformalTest(
  data: SyntheticControlData,
  effect: number | Float64Array,
  {method = {method: "outcomes"}, permutations = "moving-block", draws = 5000, seed = 0}: ConformalOptions = {},
): number {
  checkSyntheticControlData(data);
  const {treated, prePeriods} = data;
  const after = treated.length - prePeriods;
  if (typeof effect !== "number" && effect.length !== after)
    throw new RangeError(`invalid effect; ${effect.length} values for ${after} periods after the treatment`);
  const under = treated.map((y, t) =>
    t < prePeriods ? y : y - (typeof effect === "number" ? effect : effect[t - prePeriods]),
  );
  const size = residualsUnderNull({...data, treated: under}, method).map(Math.abs);
  return permutations === "moving-block" ? movingBlock(size, prePeriods) : randomOrder(size, prePeriods, draws, seed);
}

/** |residual| sums over T₁ consecutive periods, round the circle: the share that is at least the post-period's. */
function movingBlock(size: Float64Array, prePeriods: number): number {
  const periods = size.length;
  const block = (start: number) => {
    let sum = 0;
    for (let k = 0; k < periods - prePeriods; k++) sum += size[(start + k) % periods];
    return sum;
  };
  const observed = block(prePeriods);
  let atLeast = 0;
  for (let start = 0; start < periods; start++) if (block(start) >= observed) atLeast++;
  return atLeast / periods;
}

function randomOrder(size: Float64Array, prePeriods: number, draws: number, seed: number): number {
  if (!(Number.isInteger(draws) && draws >= 1))
    throw new RangeError(`invalid draws; not a whole number from 1 on: ${draws}`);
  const random = stream(seed, "conformal");
  const order = Float64Array.from(size);
  const after = size.length - prePeriods;
  let observed = 0;
  for (let t = prePeriods; t < size.length; t++) observed += size[t];
  let atLeast = 1;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let k = 0; k < after; k++) {
      const j = k + random.integer(order.length - k);
      [order[k], order[j]] = [order[j], order[k]];
      sum += order[k];
    }
    if (sum >= observed * (1 - 1e-12)) atLeast++; // the same values in another order are as large
  }
  return atLeast / (draws + 1);
}

/** Residuals of a fit to all periods. */
export function residualsUnderNull(data: SyntheticControlData, method: ConformalMethod): Float64Array {
  const all = {...data, prePeriods: data.treated.length, predictors: undefined};
  if (method.method === "outcomes") return outcomesFit(all, method).gap;
  if (method.method === "did") return didFit(all).gap;
  if (method.method === "augmented") return augmentedFit(all, method).gap;
  throw new RangeError(
    `conformal inference fits on all periods, which "${(method as SyntheticControlMethod).method}" does not: use "outcomes", "did" or "augmented"`,
  );
}
