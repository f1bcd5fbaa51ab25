import {tQuantile, tTwoSided} from "../../numeric/index.ts";
import {checkSyntheticControlData} from "./check.ts";
import {meanOf} from "./finish.ts";
import {syntheticControl} from "./synthetic-control.ts";
import type {SyntheticControlData, SyntheticControlMethod} from "./types.ts";

export interface CrossFitTTest {
  /** The average effect over the post-period, less the bias seen in the blocks left out. */
  readonly att: number;
  readonly standardError: number;
  /** Student's t with K − 1 degrees of freedom. */
  readonly statistic: number;
  readonly p: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  /** The K estimates. */
  readonly estimates: Float64Array;
}

/**
 * A t-test for synthetic controls (Chernozhukov, Wüthrich and Zhu 2022, "A t-test for synthetic controls"): the last K·r
 * pre-periods are cut into K blocks of r = min(⌊T₀/K⌋, T₁); weights are fitted without one block, and the mean gap of that block, an
 * estimate of the bias, is taken off the mean gap after the treatment. Needs long pre- and post-periods; not exact in small ones.
 * @param folds K, at least 2. Default 3. @param level default 0.9.
 * @param method uses outcomes ("outcomes", "did", "augmented"). Default: outcomes only.
 */
export function crossFitTTest(
  data: SyntheticControlData,
  {
    folds = 3,
    level = 0.9,
    method = {method: "outcomes"},
  }: {
    readonly folds?: number;
    readonly level?: number;
    readonly method?: Extract<SyntheticControlMethod, {method: "outcomes" | "did" | "augmented"}>;
  } = {},
): CrossFitTTest {
  checkSyntheticControlData(data);
  const {treated, donors, prePeriods} = data;
  const after = treated.length - prePeriods;
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= prePeriods / 2))
    throw new RangeError(`invalid folds; not in 2 … ${Math.floor(prePeriods / 2)}, half of the pre-periods: ${folds}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const length = Math.min(Math.floor(prePeriods / folds), after);
  const estimates = Float64Array.from({length: folds}, (_, k) => {
    const from = prePeriods - folds * length + k * length;
    const out = (t: number) => t >= from && t < from + length;
    const moved = (y: Float64Array) =>
      // the block goes to the end: after the fit's pre-periods, before the treatment
      Float64Array.of(
        ...y.subarray(0, prePeriods).filter((_, t) => !out(t)),
        ...y.subarray(from, from + length),
        ...y.subarray(prePeriods),
      );
    const fitted = prePeriods - length;
    const {gap} = syntheticControl({treated: moved(treated), donors: donors.map(moved), prePeriods: fitted}, method);
    return meanOf(gap, prePeriods, gap.length) - meanOf(gap, fitted, prePeriods);
  });
  const att = meanOf(estimates, 0, folds);
  let square = 0;
  for (const x of estimates) square += (x - att) * (x - att);
  const deviation = Math.sqrt(square / (folds - 1));
  const standardError = (Math.sqrt(1 + (folds * length) / after) * deviation) / Math.sqrt(folds);
  const half = tQuantile(0.5 + level / 2, folds - 1) * standardError;
  const statistic = standardError > 0 ? att / standardError : att === 0 ? 0 : Math.sign(att) * Number.POSITIVE_INFINITY;
  return {
    att,
    standardError,
    statistic,
    p: tTwoSided(statistic, folds - 1),
    interval: [att - half, att + half],
    level,
    estimates,
  };
}
