import type {LimitSample, PlrFit} from "../../causal/index.ts";
import {dmlSensitivity} from "./dml.ts";
import {type ClusteredDml, movedDml} from "./moved.ts";
import {observedStrength} from "./observed-strength.ts";
import type {LeftOutRow} from "./report-types.ts";
import type {Group} from "./yardsticks.ts";

export interface LeftOutOptions {
  readonly x: LimitSample["x"];
  /** The published fit. */
  readonly whole: ClusteredDml;
  /** The published estimator on other features. */
  readonly refit: (x: LimitSample["x"]) => PlrFit | {readonly reason: string};
}

/** The published estimator without each group of features, as if it had been hidden; groups that are all features are not tried. */
export function leftOutRows(groups: readonly Group[], {x, whole, refit}: LeftOutOptions): LeftOutRow[] {
  return groups
    .filter(({names}) => names.length < x.names.length)
    .flatMap(({name, label, kind, names}): LeftOutRow[] => {
      const kept = x.names.map((_, j) => j).filter((j) => !names.includes(x.names[j]));
      const without = refit({...x, names: kept.map((j) => x.names[j]), columns: kept.map((j) => x.columns[j])});
      if ("reason" in without) return [];
      const {strength, correlation} = observedStrength(whole, dmlSensitivity(without));
      const [down, up] = [1, -1].map((sign) => movedDml(whole, {...strength, correlation: sign}));
      const [low, high] = whole.estimate < 0 ? [up, down] : [down, up];
      return [
        {
          feature: name,
          label,
          kind,
          features: names.length,
          estimate: without.theta,
          strength,
          correlation,
          lowest: low.estimate,
          highest: high.estimate,
          interval: [low.interval[0], high.interval[1]],
        },
      ];
    });
}
