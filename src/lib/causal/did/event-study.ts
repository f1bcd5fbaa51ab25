import {covariance, type Dependence, type JointInference, jointInference, standardErrors} from "../inference/index.ts";
import type {Aggregation} from "./aggregate.ts";

export interface BandOptions extends Dependence {
  readonly level?: number;
  readonly draws?: number;
  readonly seed: number;
}

export interface EffectBand extends JointInference {
  /** Time since treatment, cohort or period of each estimate kept. */
  readonly at: readonly number[];
  /** Effects without a standard error (a universal base, a cohort of identical units): not in the band. */
  readonly leftOut: readonly number[];
}

/**
 * Uniform band over all effects of an aggregation, by the multiplier bootstrap (Callaway and Sant'Anna 2021, section 4): it holds
 * all true effects at once with probability `level`. Default clustering: by unit (trader).
 */
export function effectBand({effects}: Aggregation, {cluster = ["unit"], serial, ...options}: BandOptions): EffectBand {
  const labels = effects[0].labels;
  const dependence = serial === undefined ? {cluster} : {serial};
  const all = standardErrors(
    covariance(
      effects.map((e) => e.influence),
      dependence,
      {labels},
    ),
  );
  const kept = effects.filter((_, k) => all[k] > 0);
  if (kept.length === 0) throw new RangeError("no effect has a standard error; outcomes do not vary within groups");
  const joint = jointInference(
    kept.map(({theta}) => theta),
    covariance(
      kept.map(({influence}) => influence),
      dependence,
      {labels},
    ),
    options,
  );
  return {
    ...joint,
    at: kept.map(({at}) => at),
    leftOut: effects.filter((_, k) => !(all[k] > 0)).map(({at}) => at),
  };
}
